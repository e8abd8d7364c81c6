/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two records of an accept that lie side by side in a CPU's buffer, which
 * nearly all do, made one before they are put into order.
 */
#ifndef TCPWHO_PAIR_H
#define TCPWHO_PAIR_H

#include <stdbool.h>

#include "conn.h"

typedef void (*pair_out)(void *context, struct conn *conn);

/* All zero holds none. */
struct pair {
	bool is_held;	      /* a half, in the place that is not the room */
	bool has_second;      /* the room is the second one */
	struct conn conns[2]; /* in place, for to copy one is dear */
};

/** pair_is_half - whether it is an accept that tells nothing but that it was */
bool pair_is_half(const struct conn *conn);

/** pair_is_of - whether what lies behind that accept is its graft */
bool pair_is_of(const struct conn *accept, const struct conn *graft);

/** pair_merge - add to a graft what its accept has told */
void pair_merge(struct conn *graft, const struct conn *accept);

/** pair_room - where the next record is to be put; valid until pair_push */
static inline struct conn *pair_room(struct pair *pair)
{
	return pair->conns + pair->has_second;
}

/**
 * pair_push - the next record of a CPU
 * @conn: where pair_room said
 * @out: given @conn, or what was held in front of it and @conn, or nothing yet
 */
void pair_push(struct pair *pair, struct conn *conn, pair_out out,
	       void *context);

/** pair_flush - give out what is held: other records may come before the next */
void pair_flush(struct pair *pair, pair_out out, void *context);

#endif
