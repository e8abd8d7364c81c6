/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Takes numbers and strings out of bytes. Pure, and the only code that walks
 * a recording's headers: no read is behind the end, wherever they point.
 */
#include "cursor.h"

#include <endian.h>
#include <string.h>

const void *cursor_bytes(struct cursor *cursor, uint64_t length)
{
	const uint8_t *bytes;

	if (cursor->has_ended || !cursor->data ||
	    length > cursor->size - cursor->at) {
		cursor->has_ended = true;
		return NULL;
	}
	bytes = cursor->data + cursor->at;
	cursor->at += length;
	return bytes;
}

uint64_t cursor_number(struct cursor *cursor, unsigned size)
{
	const uint8_t *bytes = cursor_bytes(cursor, size);
	uint64_t value = 0;

	if (!bytes)
		return 0;
	for (unsigned i = 0; i < size; i++)
		value = value << 8 | bytes[cursor->is_big ? i : size - 1 - i];
	return value;
}

const char *cursor_string(struct cursor *cursor)
{
	const void *nul = NULL;

	if (!cursor->has_ended && cursor->data)
		nul = memchr(cursor->data + cursor->at, '\0',
			     cursor->size - cursor->at);
	if (!nul) {
		cursor->has_ended = true;
		return NULL;
	}
	return cursor_bytes(cursor, (const uint8_t *)nul + 1 - cursor->data -
					    cursor->at);
}

void cursor_seek(struct cursor *cursor, uint64_t at)
{
	if (at > cursor->size)
		cursor->has_ended = true;
	else
		cursor->at = at;
}
