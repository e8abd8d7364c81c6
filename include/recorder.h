/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The flight recorder: an instance that stays, with our armed events enabled.
 */
#ifndef TCPWHO_RECORDER_H
#define TCPWHO_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Its name, and that of the group of the events in it. */
#define RECORDER_NAME "tcpwho"

/* All of these want tracefs to be mounted, and its lock to be held. */

/** recorder_exists - whether there is one, be it as it may */
bool recorder_exists(void);

/**
 * recorder_make - make it and start recording
 * @buffer_kb: ring buffer per CPU
 *
 * Returns 0, or -1 after it has said why; then nothing is left of it.
 */
int recorder_make(uint64_t buffer_kb);

/** recorder_remove - 0, or -1 after it has said why it stays */
int recorder_remove(void);

/** recorder_enable - record, or do not: what is held stays; 0, or -1 */
int recorder_enable(bool is_on);

/** recorder_buffer_kb - what each CPU has */
uint64_t recorder_buffer_kb(void);

/** recorder_resize - what fits is kept; 0, or -1 after it has said why not */
int recorder_resize(uint64_t buffer_kb);

/**
 * recorder_open - open its text, without stopping it
 *
 * Returns a descriptor, or -1 with errno.
 */
int recorder_open(void);

/** recorder_read - read one of its files, "" where there is none */
void recorder_read(const char *file, char *text, size_t size);

/** recorder_path - the path of one of its files into @size bytes of @buf */
void recorder_path(char *buf, size_t size, const char *file);

#endif
