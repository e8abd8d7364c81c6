/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a kernel can test of a filter, in its own words, so that it does not
 * record what is not asked for.
 */
#ifndef TCPWHO_PUSHDOWN_H
#define TCPWHO_PUSHDOWN_H

#include <stdbool.h>

#include "filter.h"

/*
 * Of each kind of test. What is longer is not worth its price at each accept:
 * a comparison costs it some 30 instructions.
 */
#define PUSHDOWN_PART_SIZE 640
#define PUSHDOWN_SIZE (4 * PUSHDOWN_PART_SIZE)

struct pushdown {
	unsigned fields;	  /* bits of enum field that it tests */
	char text[PUSHDOWN_SIZE]; /* "": nothing */
};

/**
 * pushdown_make - an expression for the filter of both witnesses' events
 * @has_port: FIELD_INET_SPORT can be fetched
 *
 * It is true of all that passes @filter, and maybe of more: of an accept both
 * witnesses have the same values, so it drops both records or none. Fields are
 * the pairs; see struct fields_kernel.
 */
void pushdown_make(struct pushdown *pushdown, const struct filter *filter,
		   bool has_port);

#endif
