/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows as JSON Lines: one object a line, numbers as numbers, null for what
 * is not known. Knows the syntax of JSON, not what is in a row.
 */
#include <string.h>

#include "escape.h"
#include "sink.h"

/* Every byte may need a backslash; then quotes, key, colon and comma. */
#define FIELD_SIZE (2 * COLUMN_TEXT_SIZE + 32)

static char *put(char *line, const char *text, size_t length)
{
	memcpy(line, text, length);
	return line + length;
}

static char *put_string(char *line, const char *text, size_t length)
{
	return line + escape_json(line, text, length);
}

static char *put_text(char *line, const struct column *column,
		      const struct conn *conn)
{
	char text[COLUMN_TEXT_SIZE];
	size_t length = column->json_text ? column->json_text(text, conn) :
					    column->text(text, conn);

	if (!length)
		return put(line, "null", 4);
	if (column->is_number)
		return put(line, text, length);
	return put_string(line, text, length);
}

/* With its key, and a comma behind. */
static char *format_value(char *line, const struct column *column,
			  const struct conn *conn)
{
	line = put_string(line, column->key, strlen(column->key));
	*line++ = ':';
	line = put_text(line, column, conn);
	*line++ = ',';
	return line;
}

static int json_header(struct sink *sink)
{
	(void)sink; /* every line names its own keys */
	return 0;
}

static int json_row(struct sink *sink, const struct conn *conn)
{
	const struct column_list *columns = sink->columns;
	char *start = out_reserve(sink->out, columns->count * FIELD_SIZE + 3);
	char *line = start;

	if (!start)
		return -1;
	*line++ = '{';
	for (size_t i = 0; i < columns->count; i++)
		line = sinkcell_put(&sink->cells[i], columns->column[i], conn,
				    line, format_value);
	line[-1] = '}';
	*line++ = '\n';
	out_commit(sink->out, line - start);
	return 0;
}

const struct sink_ops sink_json = { .header = json_header, .row = json_row };
