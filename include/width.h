/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How wide characters are on a terminal.
 */
#ifndef TCPWHO_WIDTH_H
#define TCPWHO_WIDTH_H

#include <stddef.h>

/**
 * width_of - how many columns the first character of @text takes, at most
 * @text: printable UTF-8
 * @length: in bytes, not 0
 * @bytes: how many of them are that character
 *
 * 1 or 2. Rather too many than too few: that is a blank where none was wanted,
 * and not a line that is too long.
 */
int width_of(const char *text, size_t length, size_t *bytes);

#endif
