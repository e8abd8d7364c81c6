/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which rows are asked for, as plain data: what a kernel can test of it may
 * be translated for one, but this is what decides.
 */
#ifndef TCPWHO_FILTER_H
#define TCPWHO_FILTER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"

/* Of each kind of test; more would be a file, not a command line. */
#define FILTER_RANGES 256
#define FILTER_GLOBS 16

/* Bits of families. */
#define FILTER_IPV4 1
#define FILTER_IPV6 2

/* A number, or an address whose first byte is the highest. */
struct filter_key {
	uint64_t high, low;
};

struct filter_range {
	struct filter_key first, last;
};

/* Sorted, with a gap before each but the first. None at all: not asked for. */
struct filter_set {
	bool is_negated;
	size_t count;
	struct filter_range ranges[FILTER_RANGES];
};

/* Any of them, as fnmatch(3) has it. */
struct filter_globs {
	bool is_negated;
	size_t count;
	const char *globs[FILTER_GLOBS]; /* borrowed */
};

/* A row must pass all of these. All zero lets everything pass. */
struct filter {
	unsigned families; /* 0: any */
	struct filter_set pid, uid, port, source;
	struct filter_globs cmd;
};

/* The least of several is what they say together. */
enum filter_verdict {
	FILTER_DROP,
	FILTER_UNKNOWN, /* dropped, for a value is not known that decides */
	FILTER_PASS,
};

/** filter_is_set - whether it may drop a row */
bool filter_is_set(const struct filter *filter);

/**
 * filter_match - whether a row is asked for
 *
 * What is not known is in no list: it passes negated ones alone.
 */
enum filter_verdict filter_match(const struct filter *filter,
				 const struct conn *conn);

/**
 * filter_add - put a range of numbers into a set
 *
 * Returns 0, or -1 when there are too many.
 */
int filter_add(struct filter_set *set, uint32_t first, uint32_t last);

/**
 * filter_add_prefix - put addresses into a set
 * @addr: as those of a struct conn
 * @bits: how many of its 128 count
 *
 * Those of IPv4 are in no prefix of IPv6, though they are mapped into it.
 * Returns 0, or -1 when there are too many.
 */
int filter_add_prefix(struct filter_set *set, const struct in6_addr *addr,
		      unsigned bits);

#endif
