/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A place in bytes of somebody else's, from which numbers and strings are
 * taken one after the other.
 */
#ifndef TCPWHO_CURSOR_H
#define TCPWHO_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const uint8_t *data;
	size_t size;
	size_t at;	/* never behind size */
	bool is_big;	/* byte order of its numbers */
	bool has_ended; /* more was asked for than there is */
};

/**
 * cursor_number - the next @size bytes, 1, 2, 4 or 8, as a number
 *
 * Returns 0, as cursor_bytes and cursor_string return NULL, where so much is
 * not left; has_ended, which is never taken back, says so.
 */
uint64_t cursor_number(struct cursor *cursor, unsigned size);

/** cursor_bytes - the next @length bytes */
const void *cursor_bytes(struct cursor *cursor, uint64_t length);

/** cursor_string - the next bytes up to a NUL, and that */
const char *cursor_string(struct cursor *cursor);

/** cursor_seek - go to @at from the start */
void cursor_seek(struct cursor *cursor, uint64_t at);

#endif
