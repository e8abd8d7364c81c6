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

static size_t value_text(char *value, const struct column *column,
			 const struct conn *conn)
{
	size_t length = 0;

	if (conn)
		length = column->text(value, conn);
	else
		length = stpcpy(value, column->name) - value;
	if (!length)
		value[length++] = '-';
	return length;
}

/* The row of a connection, or the header without one. */
static int put_line(struct sink *sink, const struct conn *conn)
{
	char *start = out_reserve(sink->out, line_size(sink));
	char *line = start;

	if (!start)
		return -1;
	for (size_t i = 0; i < sink->columns->count; i++) {
		const struct column *column = sink->columns->column[i];
		char value[COLUMN_TEXT_SIZE];
		size_t length = value_text(value, column, conn);

		line = put(line, column, value, length);
		*line++ = ' ';
	}
	line[-1] = '\n';
	out_commit(sink->out, line - start);
	return 0;
}

static int table_header(struct sink *sink)
{
	return put_line(sink, NULL);
}

static int table_row(struct sink *sink, const struct conn *conn)
{
	return put_line(sink, conn);
}

const struct sink_ops sink_table = { .header = table_header, .row = table_row };
