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

static char *format_value(char *line, const struct column *column,
			  const struct conn *conn)
{
	char text[COLUMN_TEXT_SIZE];
	size_t length = column->text(text, conn);

	if (!length)
		text[length++] = '-';
	line = put(line, column, text, length);
	*line++ = ' ';
	return line;
}

static int table_row(struct sink *sink, const struct conn *conn)
{
	const struct column_list *columns = sink->columns;
	char *start = begin_line(sink), *line = start;

	if (!start)
		return -1;
	for (size_t i = 0; i < columns->count; i++)
		line = sinkcell_put(&sink->cells[i], columns->column[i], conn,
				    line, format_value);
	return end_line(sink, start, line);
}

const struct sink_ops sink_table = { .header = table_header, .row = table_row };
