/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Chooses the rows that are on the screen. Pure; draws nothing.
 */
#include "toppage.h"

#include <string.h>

#include "pen.h"

size_t toppage_key(const struct by *by, const struct toprow *row, size_t i,
		   bool is_utf8, char *buf)
{
	char text[COLUMN_TEXT_SIZE];
	size_t length = by_text(&by->columns[i], text, &row->key, false);

	if (!length)
		text[length++] = '-';
	if (!is_utf8)
		return pen_ascii(buf, COLUMN_TEXT_SIZE, text, length);
	memcpy(buf, text, length);
	return length;
}

/* Whether what is typed occurs in what is shown of its key. */
static bool is_shown(const struct by *by, const struct topstate *state,
		     const struct toprow *row)
{
	char text[COLUMN_MAX * (COLUMN_TEXT_SIZE + 1) + 1];
	size_t used = 0;

	if (!*state->filter)
		return true;
	for (size_t i = 0; i < by->count; i++) {
		used += toppage_key(by, row, i, true, text + used);
		text[used++] = ' ';
	}
	text[used] = '\0';
	return strcasestr(text, state->filter) != NULL;
}

static size_t count_shown(const struct by *by, const struct toprows *rows,
			  const struct topstate *state)
{
	size_t count = 0;

	if (!*state->filter)
		return rows->count;
	for (size_t i = 0; i < rows->count; i++)
		count += is_shown(by, state, &rows->rows[i]);
	return count;
}

static void choose(struct toppage *page, const struct by *by,
		   const struct toprows *rows, struct topstate *state)
{
	size_t count = count_shown(by, rows, state), at = 0;

	if (state->first + state->page > count)
		state->first = count > state->page ? count - state->page : 0;
	page->count = 0;
	for (size_t i = 0; i < rows->count && page->count < state->page; i++) {
		const struct toprow *row = &rows->rows[i];

		if (is_shown(by, state, row) && at++ >= state->first)
			page->rows[page->count++] = row;
	}
}

static int width_of_key(const struct by *by, const struct toprow *row, size_t i,
			bool is_utf8)
{
	char text[COLUMN_TEXT_SIZE];

	return pen_width(text, toppage_key(by, row, i, is_utf8, text));
}

/* As wide as the longest, not as the longest could be. */
static void measure(struct toppage *page, const struct by *by, bool is_utf8)
{
	for (size_t i = 0; i < by->count; i++) {
		int widest = strlen(by->columns[i].column->name);

		for (size_t j = 0; j < page->count; j++) {
			int width = width_of_key(by, page->rows[j], i, is_utf8);

			if (width > widest)
				widest = width;
		}
		page->widths[i] = widest;
	}
}

void toppage_make(struct toppage *page, const struct by *by,
		  const struct toprows *rows, struct topstate *state,
		  bool is_utf8)
{
	choose(page, by, rows, state);
	measure(page, by, is_utf8);
}
