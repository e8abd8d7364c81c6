/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What somebody may have meant by an option that there is not.
 */
#ifndef TCPWHO_MEANT_H
#define TCPWHO_MEANT_H

#include <stddef.h>

#include "opts.h"

/* Three names with their dashes, and the words between them. */
#define MEANT_SIZE 128

/**
 * meant_name - "did you mean --port?", or where to look
 * @buf: MEANT_SIZE bytes, terminated
 * @action: whose options are looked through
 * @name: of a long option, without dashes, in @length bytes
 *
 * It is one that begins like that, or what others call so, or the nearest.
 */
void meant_name(char *buf, enum opts_action action, const char *name,
		size_t length);

/** meant_letter - the same of a short one, which may be in the wrong case */
void meant_letter(char *buf, enum opts_action action, int letter);

/** meant_long - whether a word such as "-port" has a dash too few */
bool meant_long(enum opts_action action, const char *word);

/**
 * meant_user - the nearest name in the file @path
 * @buf: @size bytes, terminated
 *
 * Returns 0, or -1 where none is near.
 */
int meant_user(char *buf, size_t size, const char *path, const char *name);

#endif
