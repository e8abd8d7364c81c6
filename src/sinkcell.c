/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps what was written of a value. Compares bytes of connections alone, and
 * never knows what they mean.
 */
#include "sinkcell.h"

static void keep(struct sinkcell *cell, const struct column *column,
		 const struct conn *conn, const char *text, size_t length)
{
	cell->length = 0;
	if (column->size > sizeof(cell->value) || length > sizeof(cell->text))
		return;
	memset(cell->mask, 0, sizeof(cell->mask));
	memset(cell->mask, 0xff, column->size);
	memcpy(cell->value, (const char *)conn + column->offset, column->size);
	memcpy(cell->text, text, length);
	cell->length = length;
}

/* Not a part of sinkcell_put, whose way is short without a buffer to guard. */
__attribute__((noinline)) char *
sinkcell_renew(struct sinkcell *cell, const struct column *column,
	       const struct conn *conn, char *line, sinkcell_format *format)
{
	char *end = format(line, column, conn);

	keep(cell, column, conn, line, end - line);
	return end;
}
