/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes HTML, and escapes what could be taken for some. Knows nothing of
 * what is on a page.
 */
#include "markup.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "num.h"

/* The longest one is &quot; */
#define GROWTH 6

static char *reserve(struct markup *markup, size_t length)
{
	char *room = out_reserve(markup->out, length);

	markup->has_failed |= !room;
	return room;
}

void markup_put(struct markup *markup, const char *format, ...)
{
	char *room = reserve(markup, MARKUP_SIZE);
	va_list args;
	int length;

	if (!room)
		return;
	va_start(args, format);
	length = vsnprintf(room, MARKUP_SIZE, format, args);
	va_end(args);
	out_commit(markup->out,
		   length < MARKUP_SIZE ? length : MARKUP_SIZE - 1);
}

void markup_raw(struct markup *markup, const char *text)
{
	char *room = reserve(markup, strlen(text) + 1);

	if (room)
		out_commit(markup->out, stpcpy(room, text) - room);
}

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

void markup_text(struct markup *markup, const char *text, size_t length)
{
	char *start = reserve(markup, length * GROWTH + 1), *end = start;

	if (!start)
		return;
	for (size_t i = 0; i < length; i++) {
		const char *escaped = entity(text[i]);

		if (escaped)
			end = stpcpy(end, escaped);
		else
			*end++ = text[i];
	}
	out_commit(markup->out, end - start);
}

void markup_number(struct markup *markup, uint64_t number)
{
	char digits[20], *room = reserve(markup, 2 * sizeof(digits));
	unsigned count = num_format(digits, number);
	char *end = room;

	if (!room)
		return;
	for (unsigned i = 0; i < count; i++) {
		if (i && (count - i) % 3 == 0)
			*end++ = ',';
		*end++ = digits[i];
	}
	out_commit(markup->out, end - room);
}
