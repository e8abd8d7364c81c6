/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decodes records of tracepoints, looks at once at who accepted and at the new
 * descriptor, puts it all in order and has it paired. Owns when a look is
 * made.
 */
#include "trail.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "extra.h"
#include "fresh.h"
#include "lanes.h"
#include "log.h"
#include "look.h"
#include "pace.h"
#include "places.h"
#include "snapshot.h"
#include "walltime.h"

struct trail {
	const struct points *points;
	unsigned extras;
	struct look *look;
	struct calls *calls;
	struct lanes lanes;
	struct fresh fresh;
	struct places places;
	trail_conn conn;
	void *context;
	uint64_t horizon_ns;
	bool is_all; /* what was there at the beginning is known */
};

static void take_row(void *context, const struct conn *row, enum calls_how how)
{
	struct trail *trail = context;
	struct conn conn = *row;

	if (!(trail->extras & EXTRA_WAIT))
		conn.wait_ns = 0;
	trail->conn(trail->context, &conn, how);
}

static enum calls_listener find_listener(void *context, const struct conn *row,
					 int fd, struct listeners_key *key)
{
	struct trail *trail = context;

	return places_find(&trail->places, trail->look, row, fd, key);
}

struct trail *trail_open(const struct points *points, unsigned extras,
			 trail_conn conn, void *context)
{
	struct trail *trail = calloc(1, sizeof(*trail));
	struct calls_hands hands = {
		.row = take_row,
		.listener = find_listener,
		.own_tid = getpid(),
		.context = trail,
	};

	if (!trail)
		return NULL;
	trail->points = points;
	trail->extras = extras;
	trail->conn = conn;
	trail->context = context;
	trail->look = look_open(extras);
	trail->calls = calls_new(&hands);
	if (trail->look && trail->calls)
		return trail;
	trail_close(trail);
	return NULL;
}

void trail_close(struct trail *trail)
{
	if (!trail)
		return;
	look_close(trail->look);
	calls_free(trail->calls);
	lanes_free(&trail->lanes);
	fresh_free(&trail->fresh);
	free(trail);
}

void trail_begin(struct trail *trail)
{
	if (snapshot_take(calls_queue(trail->calls), &trail->is_all))
		log_debug("cannot ask who listens already: %s",
			  strerror(errno));
}

void trail_proven(struct trail *trail)
{
	if (trail->is_all)
		calls_know(trail->calls, walltime_mono_ns());
}

void trail_forget(struct trail *trail)
{
	look_forget(trail->look);
}

/* Who it was is asked at once: the thread may end any moment. */
static void take_exit(struct trail *trail, struct conn *point)
{
	int fd = point->uid;

	look_who(trail->look, point);
	point->prot = point->uid;
	point->uid = fd;
	/* Without memory for it nobody looks. */
	fresh_add(&trail->fresh, point, fd);
}

enum decode_result trail_record(struct trail *trail,
				const struct rawrec *record)
{
	struct conn point;
	enum decode_result result =
		points_decode(trail->points, record, &point);

	if (result != DECODE_OK)
		return result;
	if (point.witnesses == POINT_EXIT)
		take_exit(trail, &point);
	else if (point.witnesses == POINT_ENTER)
		places_enter(&trail->places, trail->look, &point);
	if (lanes_push(&trail->lanes, &point))
		trail_lost(trail);
	return DECODE_OK;
}

static void push_exit(struct trail *trail, const struct conn *point)
{
	struct calls_seen seen;
	bool was_looked_at = fresh_take(&trail->fresh, point, &seen);

	calls_push(trail->calls, point, was_looked_at ? &seen : NULL);
}

static void settle(struct trail *trail, uint64_t before_ns)
{
	struct conn *point;

	while ((point = lanes_pop(&trail->lanes, before_ns)) != NULL)
		if (point->witnesses == POINT_EXIT)
			push_exit(trail, point);
		else
			calls_push(trail->calls, point, NULL);
	calls_settle(trail->calls, before_ns);
	trail->horizon_ns = before_ns;
}

void trail_pass(struct trail *trail, uint64_t horizon_ns)
{
	fresh_look(&trail->fresh, trail->look);
	if (horizon_ns > PACE_HOLD_NS)
		settle(trail, horizon_ns - PACE_HOLD_NS);
}

void trail_end(struct trail *trail)
{
	uint64_t horizon_ns = trail->horizon_ns;

	fresh_look(&trail->fresh, trail->look);
	settle(trail, UINT64_MAX);
	trail->horizon_ns = horizon_ns;
}

void trail_lost(struct trail *trail)
{
	calls_lost(trail->calls);
}

bool trail_holds(const struct trail *trail)
{
	return trail->lanes.used || calls_first_ns(trail->calls) != UINT64_MAX;
}

uint64_t trail_horizon(const struct trail *trail)
{
	uint64_t first_ns = calls_first_ns(trail->calls);

	return first_ns < trail->horizon_ns ? first_ns : trail->horizon_ns;
}
