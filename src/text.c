/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Appends to a text in a buffer of fixed size. Never allocates.
 */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>

void text_put(struct text *text, const char *format, ...)
{
	size_t room = text->size - text->used;
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(text->buf + text->used, room, format, list);
	va_end(list);
	if (length < 0 || (size_t)length >= room) {
		text->is_cut = true;
		length = room - 1;
	}
	text->used += length;
}
