/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts the connections of all CPUs into time order, whose own are in order
 * nearly always.
 */
#ifndef TCPWHO_LANES_H
#define TCPWHO_LANES_H

#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "merge.h"
#include "order.h"
#include "rare.h"

/* Of more CPUs, or of those that a file makes up, some share one. */
#define LANES_MOST 256

/* All zero is an empty one. */
struct lanes {
	struct order lanes[LANES_MOST]; /* by CPU */
	struct merge merge;		/* those that hold something */
	size_t used;			/* of all */
	/* What is next in this lane, up to there, is next of all. */
	struct order *first;
	uint64_t until_ns;
	/* The last that was emptied, of which somebody may have one still. */
	struct order *spent;
};

/**
 * lanes_push - hold @conn
 *
 * Cheap where nothing that is held of its CPU is later than it, however many
 * CPUs there are. Returns 0, or -1 with errno ENOMEM.
 */
int lanes_push(struct lanes *lanes, const struct conn *conn);

/* Of lanes_pop: the first of all, or NULL; and nothing is left of its lane. */
RARE struct conn *lanes_choose(struct lanes *lanes);
RARE void lanes_end(struct lanes *lanes);

/**
 * lanes_pop - take out the first one; of the same time, that of the lower CPU
 * @horizon_ns: everything before it has been pushed
 *
 * Returns NULL when there is none before it. It may be changed and lives
 * until the next lanes_push or lanes_pop. Here, for each row passes.
 */
static inline struct conn *lanes_pop(struct lanes *lanes, uint64_t horizon_ns)
{
	struct conn *conn = lanes->first ? order_at(lanes->first, 0) : NULL;

	if (!conn || conn->ts_ns >= lanes->until_ns)
		conn = lanes_choose(lanes);
	if (!conn || conn->ts_ns >= horizon_ns)
		return NULL;
	order_drop(lanes->first);
	lanes->used--;
	if (!lanes->first->used)
		lanes_end(lanes);
	return conn;
}

/** lanes_free - drop all that is held */
void lanes_free(struct lanes *lanes);

#endif
