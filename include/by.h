/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * By which columns a summary counts.
 */
#ifndef TCPWHO_BY_H
#define TCPWHO_BY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "column.h"
#include "conn.h"

struct by_column {
	const struct column *column;
	/* Of addresses: how many bits count, if not all. */
	bool is_prefix;
	unsigned ipv4_bits, ipv6_bits;
};

struct by {
	struct by_column columns[COLUMN_MAX];
	size_t count;
	bool has_waits; /* WAIT: no two are the same, but they are summed up */
};

enum by_result { BY_OK, BY_NO_COLUMN, BY_NO_PREFIX, BY_TWICE };

/** by_default - PORT, CMD and IP_SOURCE */
void by_default(struct by *by);

/**
 * by_parse - set or extend @by from the argument of --by
 * @by: untouched on failure
 * @text: columns with commas between, any case; a leading '+' adds to @by.
 *	IP_SOURCE/24 is the prefixes of that length, and those of IPv6 of 64
 *	bits, or of N as well with IP_SOURCE/24/N.
 * @bad: on failure the offending part, inside @text
 * @bad_length: and its length
 */
enum by_result by_parse(struct by *by, const char *text, const char **bad,
			size_t *bad_length);

/** by_first - put the column called @name in front, if it is not there */
void by_first(struct by *by, const char *name);

/** by_extras - what its columns want, of extra.h */
unsigned by_extras(const struct by *by);

/* A key is made of words of so many bytes. */
#define BY_WORD 8

/** by_words - which of them may differ, the first as the lowest bit */
uint32_t by_words(const struct by *by);

/**
 * by_key - what is the same in all connections of one group
 * @key: filled; only good for comparing bytes, and for by_text
 */
void by_key(const struct by *by, const struct conn *conn, struct conn *key);

/** by_wait_ns - how long it waited, where that is summed up, else 0 */
static inline uint64_t by_wait_ns(const struct by *by, const struct conn *conn)
{
	return by->has_waits ? conn->wait_ns : 0;
}

/**
 * by_text - write a column of a key
 * @buf: COLUMN_TEXT_SIZE bytes; not terminated
 * @is_json: as JSON has it
 *
 * Returns the length; 0 says unknown.
 */
size_t by_text(const struct by_column *column, char *buf,
	       const struct conn *key, bool is_json);

#endif
