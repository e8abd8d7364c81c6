/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes on a screen of limited width, in ASCII where there is no UTF-8.
 * Pure; what it is given is safe to print already.
 */
#include "pen.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "escape.h"
#include "width.h"

int pen_width(const char *text, size_t length)
{
	int width = 0;
	size_t bytes;

	for (size_t i = 0; i < length; i += bytes)
		width += width_of(text + i, length - i, &bytes);
	return width;
}

/* As much of it as has room up to the edge. */
static size_t cut(const struct pen *pen, const char *text, size_t length)
{
	int room = pen->columns - pen->column;
	size_t used = 0, bytes = 0;

	for (; used < length; used += bytes) {
		room -= width_of(text + used, length - used, &bytes);
		if (room < 0)
			break;
	}
	return used;
}

size_t pen_ascii(char *buf, size_t size, const char *text, size_t length)
{
	size_t used = 0;

	for (size_t i = 0; i < length && used + ESCAPE_GROWTH < size; i++)
		if ((unsigned char)text[i] < 0x80)
			buf[used++] = text[i];
		else
			used += snprintf(buf + used, size - used, "\\x%02x",
					 (unsigned char)text[i]);
	return used;
}

void pen_text(struct pen *pen, const char *text, size_t length)
{
	char ascii[PEN_TEXT_SIZE];

	if (!pen->is_utf8) {
		length = pen_ascii(ascii, sizeof(ascii), text, length);
		text = ascii;
	}
	length = cut(pen, text, length);
	if (length)
		pen->put(pen->line, pen->column, pen->style, text, length);
	pen->column += pen_width(text, length);
}

void pen_format(struct pen *pen, const char *format, ...)
{
	char text[PEN_TEXT_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	pen_text(pen, text, strlen(text));
}

void pen_next_line(struct pen *pen)
{
	pen->line++;
	pen->column = 0;
	pen->style = SCREEN_PLAIN;
}
