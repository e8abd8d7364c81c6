/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds calls of which nothing is known until all others are told, and asks
 * then whether a connection is left that they can have returned: of unix
 * sockets there is none. Pure.
 */
#include "untold.h"

#include <string.h>

/* All others are told by then, and what these had is not yet forgotten. */
#define HOLD_NS 500000000ULL

void untold_know(struct untold *untold, uint64_t since_ns)
{
	untold->known_ns = since_ns;
}

void untold_doubt(struct untold *untold)
{
	untold->known_ns = 0;
}

static bool is_known(const struct untold *untold,
		     const struct untold_call *call)
{
	return untold->known_ns && call->row.ts_ns >= untold->known_ns;
}

uint64_t untold_first_ns(const struct untold *untold)
{
	return untold->used ? untold->of[0].row.ts_ns : UINT64_MAX;
}

static void drop_first(struct untold *untold)
{
	untold->used--;
	memmove(untold->of, untold->of + 1,
		untold->used * sizeof(untold->of[0]));
}

void untold_add(struct untold *untold, const struct conn *row,
		uint64_t enter_ns, untold_row take, void *context)
{
	if (untold->used == UNTOLD_MAX) {
		take(context, &untold->of[0].row);
		drop_first(untold);
	}
	untold->of[untold->used++] = (struct untold_call){
		.row = *row,
		.enter_ns = enter_ns,
	};
}

void untold_settle(struct untold *untold, struct queue *queue,
		   uint64_t horizon_ns, untold_row take, void *context)
{
	while (untold->used) {
		const struct untold_call *call = &untold->of[0];

		if (is_known(untold, call) &&
		    call->row.ts_ns + HOLD_NS > horizon_ns)
			return;
		if (!is_known(untold, call) ||
		    queue_claim(queue, 0, call->enter_ns, call->row.ts_ns))
			take(context, &call->row);
		drop_first(untold);
	}
}
