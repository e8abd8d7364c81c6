/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The columns of a row: names, widths and how each is written.
 */
#ifndef TCPWHO_COLUMN_H
#define TCPWHO_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "conn.h"

/* No value is longer than a name of which each byte is escaped. */
#define COLUMN_TEXT_SIZE 1024
#define COLUMN_MAX 24

/* No column is wider. */
#define COLUMN_MAX_WIDTH 16

struct column {
	const char *name; /* in the header and in -o */
	const char *key;  /* in JSON */
	int width;	  /* of the table; values are right-aligned */
	bool is_number;	  /* in JSON */
	/*
	 * Both write at most COLUMN_TEXT_SIZE bytes, unterminated, and return
	 * how many; 0 says unknown. Without a json_text text serves both.
	 */
	size_t (*text)(char *buf, const struct conn *conn);
	size_t (*json_text)(char *buf, const struct conn *conn);
	const char *help;
	size_t offset, size; /* of what it is in a struct conn */
	unsigned extras;     /* of extra.h, that it wants */
};

/* Which columns to print, in order. */
struct column_list {
	const struct column *column[COLUMN_MAX];
	size_t count;
};

/** column_default - the columns of tcp_connections.stp */
void column_default(struct column_list *list);

/**
 * column_parse - set or extend @list from the argument of -o
 * @list: what it is now; untouched on failure
 * @text: names with commas between, any case; a leading '+' adds to @list
 * @bad: on failure the offending name, inside @text
 * @bad_length: and its length
 *
 * A name given twice counts once. Returns 0, or -1 for an unknown or empty
 * name.
 */
int column_parse(struct column_list *list, const char *text, const char **bad,
		 size_t *bad_length);

/** column_extras - what the columns of a list want, of extra.h */
unsigned column_extras(const struct column_list *list);

/** column_first - put the column called @name in front, moving it if there */
void column_first(struct column_list *list, const char *name);

/**
 * column_names - all names with blanks between
 * @buf: terminated; cut off at @size
 */
void column_names(char *buf, size_t size);

/** column_find - the column of that name, in any case, or NULL */
const struct column *column_find(const char *name, size_t length);

/** column_at - the @index'th column that exists, or NULL behind the last */
const struct column *column_at(size_t index);

#endif
