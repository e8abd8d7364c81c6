/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows as a table: right-aligned columns, one blank between, "-" for what is
 * not known. Knows the layout of a line, not what is in it.
 */
#include <string.h>

#include "sink.h"

/*
 * Values are padded, and short ones copied, by so many bytes at once: a copy
 * of a size that the compiler knows is no call. What is too much of it is
 * written over by what follows, or not taken by out_commit.
 */
#define AT_ONCE COLUMN_MAX_WIDTH

/* Right-align in the column's width; longer values push the rest along. */
static char *put(char *line, const struct column *column, const char *text,
		 size_t length)
{
	int pad = column->width - (int)length;

	if (pad > 0) {
		memset(line, ' ', AT_ONCE);
		line += pad;
	}
	if (length <= AT_ONCE)
		memcpy(line, text, AT_ONCE);
	else
		memcpy(line, text, length);
	return line + length;
}

static size_t line_size(const struct sink *sink)
{
	return sink->columns->count * (COLUMN_TEXT_SIZE + 1) + AT_ONCE;
}

/* Returns where a line begins, or NULL. */
static char *begin_line(const struct sink *sink)
{
	return out_reserve(sink->out, line_size(sink));
}

static int end_line(const struct sink *sink, const char *start, char *end)
{
	end[-1] = '\n';
	out_commit(sink->out, end - start);
	return 0;
}

static int table_header(struct sink *sink)
{
	char *start = begin_line(sink), *line = start;

	if (!start)
		return -1;
	for (size_t i = 0; i < sink->columns->count; i++) {
		const struct column *column = sink->columns->column[i];
		char name[COLUMN_TEXT_SIZE] = "";

		line = put(line, column, name,
			   stpcpy(name, column->name) - name);
		*line++ = ' ';
	}
	return end_line(sink, start, line);
}

/* As much of a connection as any value has begins at each of them. */
_Static_assert(offsetof(struct conn, cmd) +
			       sizeof(((struct sink_cell *)0)->value) <=
		       sizeof(struct conn),
	       "nothing is read behind a connection");

/* Returns whether the row before had the same there. */
static bool is_same(const struct sink_cell *cell, const char *value)
{
	uint64_t words[2];

	memcpy(words, value, sizeof(words));
	return !((words[0] ^ cell->value[0]) & cell->mask[0]) &&
	       !((words[1] ^ cell->value[1]) & cell->mask[1]);
}

static void remember(struct sink_cell *cell, const char *value, size_t size,
		     const char *text, size_t length)
{
	cell->length = 0;
	if (size > sizeof(cell->value) || length > sizeof(cell->text))
		return;
	memset(cell->mask, 0, sizeof(cell->mask));
	memset(cell->mask, 0xff, size);
	memcpy(cell->value, value, size);
	memcpy(cell->text, text, length);
	cell->length = length;
}

/* Not a part of put_value, whose way is short without a buffer to guard. */
__attribute__((noinline)) static char *format_value(char *line,
						    const struct column *column,
						    struct sink_cell *cell,
						    const struct conn *conn)
{
	char text[COLUMN_TEXT_SIZE];
	size_t length = column->text(text, conn);
	char *end;

	if (!length)
		text[length++] = '-';
	end = put(line, column, text, length);
	*end++ = ' ';
	remember(cell, (const char *)conn + column->offset, column->size, line,
		 end - line);
	return end;
}

static char *put_value(char *line, const struct column *column,
		       struct sink_cell *cell, const struct conn *conn)
{
	if (!cell->length ||
	    !is_same(cell, (const char *)conn + column->offset))
		return format_value(line, column, cell, conn);
	memcpy(line, cell->text, sizeof(cell->text));
	return line + cell->length;
}

static int table_row(struct sink *sink, const struct conn *conn)
{
	const struct column_list *columns = sink->columns;
	char *start = begin_line(sink), *line = start;

	if (!start)
		return -1;
	for (size_t i = 0; i < columns->count; i++)
		line = put_value(line, columns->column[i], &sink->cells[i],
				 conn);
	return end_line(sink, start, line);
}

const struct sink_ops sink_table = { .header = table_header, .row = table_row };
