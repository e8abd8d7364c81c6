/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lays out lines of figures. Made for some thousand of them at the end, not
 * for rows by the million; knows nothing of what a cell means.
 */
#include "line.h"

#include <string.h>

#include "escape.h"

/* Every byte may need a backslash; then quotes, key, colon and comma. */
#define CELL_SIZE (2 * COLUMN_TEXT_SIZE + 32)

struct cell *line_add(struct line *line, const char *name, const char *key,
		      int width, bool is_number)
{
	struct cell *cell = &line->cells[line->count++];

	cell->name = name;
	cell->key = key;
	cell->width = width;
	cell->is_number = is_number;
	cell->length = 0;
	return cell;
}

static char *put(char *end, const char *text, size_t length)
{
	memcpy(end, text, length);
	return end + length;
}

static char *put_padded(char *end, int width, const char *text, size_t length)
{
	for (int pad = width - (int)length; pad > 0; pad--)
		*end++ = ' ';
	return put(end, text, length);
}

static char *put_json(char *end, const struct cell *cell)
{
	end += escape_json(end, cell->key, strlen(cell->key));
	*end++ = ':';
	if (!cell->length)
		return put(end, "null", 4);
	if (cell->is_number)
		return put(end, cell->text, cell->length);
	return end + escape_json(end, cell->text, cell->length);
}

static char *put_cell(char *end, const struct cell *cell)
{
	return cell->length ?
		       put_padded(end, cell->width, cell->text, cell->length) :
		       put_padded(end, cell->width, "-", 1);
}

static char *put_name(char *end, const struct cell *cell)
{
	return put_padded(end, cell->width, cell->name, strlen(cell->name));
}

/* What is before, between and behind cells. */
struct frame {
	const char *before, *between, *behind;
	char *(*put_one)(char *end, const struct cell *cell);
};

static char *put_text(char *end, const char *text)
{
	return put(end, text, strlen(text));
}

static int print(const struct line *line, struct out *out,
		 const struct frame *frame)
{
	char *start = out_reserve(out, line->count * CELL_SIZE + 4);
	char *end = start;

	if (!start)
		return -1;
	for (size_t i = 0; i < line->count; i++) {
		end = put_text(end, i ? frame->between : frame->before);
		end = frame->put_one(end, &line->cells[i]);
	}
	end = put_text(end, frame->behind);
	out_commit(out, end - start);
	return 0;
}

int line_print(const struct line *line, struct out *out)
{
	static const struct frame frame = { "", " ", "\n", put_cell };

	return print(line, out, &frame);
}

int line_print_names(const struct line *line, struct out *out)
{
	static const struct frame frame = { "", " ", "\n", put_name };

	return print(line, out, &frame);
}

int line_print_json(const struct line *line, struct out *out)
{
	static const struct frame frame = { "{", ",", "}\n", put_json };

	return print(line, out, &frame);
}
