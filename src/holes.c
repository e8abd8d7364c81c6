/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps where records are missing, in bounded memory. Pure.
 */
#include "holes.h"

#include <string.h>

static void join(struct hole *hole, const struct hole *other)
{
	if (other->from_ns < hole->from_ns)
		hole->from_ns = other->from_ns;
	if (other->until_ns > hole->until_ns)
		hole->until_ns = other->until_ns;
	hole->events += other->events;
	hole->times += other->times;
}

static void take_out(struct holes *holes, size_t at)
{
	holes->count--;
	memmove(&holes->hole[at], &holes->hole[at + 1],
		(holes->count - at) * sizeof(struct hole));
}

/* The two that have the least between them. */
static void join_nearest(struct holes *holes)
{
	struct hole *hole = holes->hole;
	size_t nearest = 1;

	for (size_t i = 2; i < holes->count; i++)
		if (hole[i].from_ns - hole[i - 1].until_ns <
		    hole[nearest].from_ns - hole[nearest - 1].until_ns)
			nearest = i;
	join(&hole[nearest - 1], &hole[nearest]);
	take_out(holes, nearest);
}

void holes_add(struct holes *holes, const struct hole *hole)
{
	struct hole added = *hole;
	size_t at = 0;

	/* A clock may have been set back. */
	if (hole->from_ns > hole->until_ns) {
		added.from_ns = hole->until_ns;
		added.until_ns = hole->from_ns;
	}
	if (holes->count == HOLES_MAX)
		join_nearest(holes);
	while (at < holes->count && holes->hole[at].until_ns < added.from_ns)
		at++;
	while (at < holes->count && holes->hole[at].from_ns <= added.until_ns) {
		join(&added, &holes->hole[at]);
		take_out(holes, at);
	}
	memmove(&holes->hole[at + 1], &holes->hole[at],
		(holes->count - at) * sizeof(struct hole));
	holes->hole[at] = added;
	holes->count++;
}
