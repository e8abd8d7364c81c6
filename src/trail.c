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

#include "log.h"
#include "look.h"
#include "order.h"
#include "pace.h"
#include "places.h"
#include "snapshot.h"

/* A record that was begun earlier on another CPU may be finished later. */
#define HOLD_NS (PACE_PAUSE_MS * 1000000ULL)

/* An accept whose thread is known, and then what its descriptor was. */
struct fresh {
	uint32_t tid;
	uint64_t ts_ns;
	uint32_t pid;
	int fd;
	struct calls_seen seen;
};

struct trail {
	const struct points *points;
	struct look *look;
	struct calls *calls;
	struct order order;
	struct fresh *fresh;
	size_t fresh_first, fresh_used, fresh_size;
	size_t looked; /* of those that are used */
	struct places places;
	trail_conn conn;
	void *context;
	uint64_t horizon_ns;
};

static void take_row(void *context, const struct conn *row, enum calls_how how)
{
	struct trail *trail = context;
	struct conn conn = *row;

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
		.context = trail,
	};

	if (!trail)
		return NULL;
	trail->points = points;
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
	order_free(&trail->order);
	free(trail->fresh);
	free(trail);
}

void trail_begin(struct trail *trail)
{
	if (snapshot_take(calls_queue(trail->calls)))
		log_debug("cannot ask who listens already: %s",
			  strerror(errno));
}

void trail_forget(struct trail *trail)
{
	look_forget(trail->look);
}

static struct fresh *fresh_at(const struct trail *trail, size_t i)
{
	return &trail->fresh[trail->fresh_first + i];
}

static struct fresh *add_fresh(struct trail *trail)
{
	size_t size = trail->fresh_size ? trail->fresh_size * 2 : 64;
	struct fresh *grown;

	if (trail->fresh_first + trail->fresh_used == trail->fresh_size) {
		memmove(trail->fresh, trail->fresh + trail->fresh_first,
			trail->fresh_used * sizeof(*trail->fresh));
		trail->fresh_first = 0;
	}
	if (trail->fresh_used == trail->fresh_size) {
		grown = reallocarray(trail->fresh, size, sizeof(*grown));
		if (!grown)
			return NULL;
		trail->fresh = grown;
		trail->fresh_size = size;
	}
	return fresh_at(trail, trail->fresh_used++);
}

/* Who it was is asked at once: the thread may end any moment. */
static void take_exit(struct trail *trail, struct conn *point)
{
	struct fresh *fresh = add_fresh(trail);
	int fd = point->uid;

	look_who(trail->look, point);
	point->prot = point->uid;
	point->uid = fd;
	if (!fresh)
		return;
	*fresh = (struct fresh){
		.tid = point->tid,
		.ts_ns = point->ts_ns,
		.pid = point->pid,
		.fd = fd,
	};
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
	if (order_push(&trail->order, &point))
		trail_lost(trail);
	return DECODE_OK;
}

static void look_at_all(struct trail *trail)
{
	for (; trail->looked < trail->fresh_used; trail->looked++) {
		struct fresh *fresh = fresh_at(trail, trail->looked);

		look_at(trail->look, fresh->pid, fresh->fd, &fresh->seen);
	}
}

static void drop_fresh(struct trail *trail, size_t at)
{
	if (at == 0)
		trail->fresh_first++;
	else
		memmove(fresh_at(trail, at), fresh_at(trail, at + 1),
			(trail->fresh_used - at - 1) * sizeof(struct fresh));
	trail->fresh_used--;
	trail->looked--;
}

static void push_exit(struct trail *trail, const struct conn *point)
{
	for (size_t i = 0; i < trail->fresh_used; i++) {
		const struct fresh *fresh = fresh_at(trail, i);
		struct calls_seen seen;

		if (fresh->tid != point->tid || fresh->ts_ns != point->ts_ns)
			continue;
		seen = fresh->seen;
		drop_fresh(trail, i);
		calls_push(trail->calls, point, &seen);
		return;
	}
	calls_push(trail->calls, point, NULL);
}

static void settle(struct trail *trail, uint64_t before_ns)
{
	struct conn *point;

	while ((point = order_pop(&trail->order, before_ns)) != NULL)
		if (point->witnesses == POINT_EXIT)
			push_exit(trail, point);
		else
			calls_push(trail->calls, point, NULL);
	calls_settle(trail->calls, before_ns);
	trail->horizon_ns = before_ns;
}

void trail_pass(struct trail *trail, uint64_t horizon_ns)
{
	look_at_all(trail);
	if (horizon_ns > HOLD_NS)
		settle(trail, horizon_ns - HOLD_NS);
}

void trail_end(struct trail *trail)
{
	uint64_t horizon_ns = trail->horizon_ns;

	look_at_all(trail);
	settle(trail, UINT64_MAX);
	trail->horizon_ns = horizon_ns;
}

void trail_lost(struct trail *trail)
{
	calls_lost(trail->calls);
}

bool trail_holds(const struct trail *trail)
{
	return trail->order.used || calls_first_ns(trail->calls) != UINT64_MAX;
}

uint64_t trail_horizon(const struct trail *trail)
{
	uint64_t first_ns = calls_first_ns(trail->calls);

	return first_ns < trail->horizon_ns ? first_ns : trail->horizon_ns;
}
