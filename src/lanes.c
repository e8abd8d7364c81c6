/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds connections of each CPU by themselves until nothing earlier can come
 * and merges them on the way out. In one queue each page of a CPU would be
 * moved past the pages of all others. Pure: the clock is the caller's.
 */
#include "lanes.h"

#include "rare.h"

/*
 * What an empty lane keeps: a file may fill one after the other, and leave it.
 */
#define KEPT_SIZE 256

static size_t lane_of(const struct conn *conn)
{
	return conn->cpu % LANES_MOST;
}

/* Which is the first has to be found out again. */
static int note_head(struct lanes *lanes, size_t at)
{
	const struct order *lane = &lanes->lanes[at];
	uint64_t ts_ns = order_at(lane, 0)->ts_ns;

	lanes->first = NULL;
	if (lane->used == 1)
		return merge_add(&lanes->merge, at, ts_ns);
	merge_move(&lanes->merge, at, ts_ns);
	return 0;
}

/* It may be the first of its lane, or want more room. */
RARE static int push_any(struct lanes *lanes, size_t at,
			 const struct conn *conn)
{
	struct order *lane = &lanes->lanes[at];

	if (!lane->used && lane->size > KEPT_SIZE)
		order_free(lane);
	if (order_push(lane, conn))
		return -1;
	if (order_at(lane, 0)->ts_ns >= conn->ts_ns && note_head(lanes, at)) {
		/* It was alone. */
		lane->used = 0;
		return -1;
	}
	lanes->used++;
	return 0;
}

int lanes_push(struct lanes *lanes, const struct conn *conn)
{
	size_t at = lane_of(conn);

	if (!order_is_next(&lanes->lanes[at], conn))
		return push_any(lanes, at, conn);
	order_append(&lanes->lanes[at], conn);
	lanes->used++;
	return 0;
}

struct conn *lanes_choose(struct lanes *lanes)
{
	for (;;) {
		int64_t at = merge_first(&lanes->merge);
		struct conn *conn;

		if (at < 0)
			return NULL;
		lanes->first = &lanes->lanes[at];
		lanes->until_ns = merge_next_ns(&lanes->merge);
		conn = order_at(lanes->first, 0);
		if (merge_first_ns(&lanes->merge) == conn->ts_ns)
			return conn;
		/* Some were taken out of it since it was the first. */
		merge_advance(&lanes->merge, conn->ts_ns);
	}
}

void lanes_end(struct lanes *lanes)
{
	struct order *spent = lanes->spent;

	merge_end(&lanes->merge);
	if (spent && spent != lanes->first && !spent->used &&
	    spent->size > KEPT_SIZE)
		order_free(spent);
	lanes->spent = lanes->first;
	lanes->first = NULL;
}

void lanes_free(struct lanes *lanes)
{
	for (size_t i = 0; i < LANES_MOST; i++)
		order_free(&lanes->lanes[i]);
	merge_free(&lanes->merge);
	*lanes = (struct lanes){ .used = 0 };
}
