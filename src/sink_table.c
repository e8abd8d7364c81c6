/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows as a table: right-aligned columns, one blank between, "-" for what is
 * not known. Knows the layout of a line, not what is in it.
 */
#include <string.h>

#include "sink.h"

/* Right-align in the column's width; longer values push the rest along. */
static char *put(char *line, const struct column *column, const char *text,
		 size_t length)
{
	for (int pad = column->width - (int)length; pad > 0; pad--)
		*line++ = ' ';
	memcpy(line, text, length);
	return line + length;
}

static size_t line_size(const struct sink *sink)
{
	return sink->columns->count * (COLUMN_TEXT_SIZE + 1);
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
		const char *text = column->name;
		size_t length = strlen(text);

		if (conn) {
			length = column->text(value, conn);
			text = length ? value : "-";
		}
		line = put(line, column, text, length ? length : 1);
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

const struct sink_ops sink_table = { table_header, table_row };
