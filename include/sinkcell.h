/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A value of the last row and what was written of it, for in most rows most
 * values are the same.
 */
#ifndef TCPWHO_SINKCELL_H
#define TCPWHO_SINKCELL_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "column.h"

struct sinkcell {
	uint64_t value[2];
	uint64_t mask[2]; /* which bytes are the value's */
	char text[40];
	size_t length; /* of that; 0: there is none */
};

/* As much of a connection as any value has begins at each of them. */
_Static_assert(offsetof(struct conn, cmd) +
			       sizeof(((struct sinkcell *)0)->value) <=
		       sizeof(struct conn),
	       "nothing is read behind a connection");

/* Writes a value at @line; returns the end of it. */
typedef char *sinkcell_format(char *line, const struct column *column,
			      const struct conn *conn);

/** sinkcell_renew - write a value anew, and keep how for the next row */
char *sinkcell_renew(struct sinkcell *cell, const struct column *column,
		     const struct conn *conn, char *line,
		     sinkcell_format *format);

/**
 * sinkcell_put - write a value as in the row before, or anew
 * @line: room for all of a cell's text, whatever its length is
 *
 * Returns the end of it. Here, for it is most of the price of a row.
 */
static inline char *sinkcell_put(struct sinkcell *cell,
				 const struct column *column,
				 const struct conn *conn, char *line,
				 sinkcell_format *format)
{
	uint64_t words[2];

	memcpy(words, (const char *)conn + column->offset, sizeof(words));
	if (!cell->length || ((words[0] ^ cell->value[0]) & cell->mask[0]) ||
	    ((words[1] ^ cell->value[1]) & cell->mask[1]))
		return sinkcell_renew(cell, column, conn, line, format);
	/* Of a size that the compiler knows it is no call. */
	memcpy(line, cell->text, sizeof(cell->text));
	return line + cell->length;
}

#endif
