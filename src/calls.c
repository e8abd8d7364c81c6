/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pairs calls of accept with connections: holds what is not told yet and
 * hands out rows in order. Pure: looks nowhere itself.
 */
#include "pairing.h"

#include <stdlib.h>
#include <string.h>

#define SLACK_TIMES 3

struct calls *calls_new(const struct calls_hands *hands)
{
	struct calls *calls = calloc(1, sizeof(*calls));

	if (!calls)
		return NULL;
	calls->hands = *hands;
	calls->queue = queue_new();
	if (calls->queue)
		return calls;
	calls_free(calls);
	return NULL;
}

void calls_free(struct calls *calls)
{
	if (!calls)
		return;
	queue_free(calls->queue);
	free(calls->calls);
	free(calls);
}

struct queue *calls_queue(struct calls *calls)
{
	return calls->queue;
}

static struct thread *take_thread(struct calls *calls, uint32_t tid)
{
	struct thread *thread = &calls->threads[tid % CALLS_THREADS];

	if (thread->tid != tid)
		*thread = (struct thread){
			.tid = tid,
			.key_fd = -1,
			.last = PAIRING_NO_CALL,
		};
	return thread;
}

static void enter(struct calls *calls, const struct conn *point)
{
	struct thread *thread = take_thread(calls, point->tid);

	thread->is_in_call = true;
	thread->listener_fd = point->uid;
	thread->enter_ns = point->ts_ns;
}

static struct call *add_call(struct calls *calls)
{
	size_t size = calls->size ? calls->size * 2 : 64;
	struct call *grown;

	if (calls->first + calls->used < calls->size)
		return pairing_call_at(calls, calls->used++);
	if (calls->first > calls->size / 2) {
		memmove(calls->calls, calls->calls + calls->first,
			calls->used * sizeof(*calls->calls));
		calls->first = 0;
		return pairing_call_at(calls, calls->used++);
	}
	grown = reallocarray(calls->calls, size, sizeof(*grown));
	if (!grown)
		return NULL;
	calls->calls = grown;
	calls->size = size;
	return pairing_call_at(calls, calls->used++);
}

static void leave(struct calls *calls, const struct conn *point,
		  const struct calls_seen *seen)
{
	struct thread *thread = take_thread(calls, point->tid);
	struct call *call = add_call(calls);

	if (!call) {
		calls_lost(calls);
		return;
	}
	*call = (struct call){
		.row = *point,
		.enter_ns = thread->is_in_call ? thread->enter_ns : 0,
		.listener_fd = thread->is_in_call ? thread->listener_fd : -1,
		.fd = point->uid,
		.closed = QUEUE_NONE,
		.before = thread->last,
	};
	call->row.witnesses = CONN_TRACE;
	call->row.uid = point->prot;
	call->row.prot = 0;
	if (seen)
		call->seen = *seen;
	/* The descriptor may be another listener's by now. */
	if (thread->key_fd == call->listener_fd &&
	    listeners_listened(queue_listeners(calls->queue), &thread->key,
			       call->enter_ns, point->ts_ns))
		call->key = thread->key;
	thread->is_in_call = false;
	thread->last = calls->number + calls->used - 1;
}

static struct listeners_key key_of(const struct conn *point)
{
	return (struct listeners_key){
		.ip = point->ip_local,
		.port = point->port,
		.family = point->pid,
	};
}

void calls_push(struct calls *calls, const struct conn *point,
		const struct calls_seen *seen)
{
	struct listeners_key key = key_of(point);

	switch (point->witnesses) {
	case POINT_ENTER: enter(calls, point); break;
	case POINT_EXIT: leave(calls, point, seen); break;
	case POINT_ESTABLISHED: queue_establish(calls->queue, point); break;
	case POINT_CLOSED: pairing_close(calls, point); break;
	case POINT_LISTENS:
		listeners_listen(queue_listeners(calls->queue), &key,
				 point->ts_ns);
		break;
	case POINT_SHUT:
		listeners_shut(queue_listeners(calls->queue), &key,
			       point->ts_ns);
		break;
	}
}

/*
 * What was seen may be a later call's that has not returned yet. Where the look
 * came late the machine is busy, and so may that call: 7 ms were seen where it
 * was 8 ms late.
 */
static uint64_t slack_ns(const struct call *call)
{
	if (call->seen.look != CALLS_PEER || call->seen.at_ns < call->row.ts_ns)
		return PAIRING_SLACK_NS;
	return PAIRING_SLACK_NS +
	       SLACK_TIMES * (call->seen.at_ns - call->row.ts_ns);
}

/* All that could be found out is found out. */
static bool is_ripe(const struct calls *calls, const struct call *call,
		    uint64_t horizon_ns)
{
	uint64_t at_ns = call->seen.at_ns;

	/* What it saw, of another call by then, was closed when it was over. */
	if (call->is_told)
		return call->seen.look != CALLS_PEER || at_ns < horizon_ns;
	if (call->seen.look == CALLS_UNSEEN)
		at_ns = call->row.ts_ns + calls->hands.wait_ns;
	return at_ns + slack_ns(call) < horizon_ns;
}

static size_t count_ripe(const struct calls *calls, uint64_t horizon_ns)
{
	size_t ripe = 0;

	while (ripe < calls->used &&
	       is_ripe(calls, pairing_call_at(calls, ripe), horizon_ns))
		ripe++;
	return ripe;
}

static void take_untold(void *context, const struct conn *row)
{
	const struct calls *calls = context;

	calls->hands.row(calls->hands.context, row, CALLS_UNTOLD);
}

static void hand_out_one(struct calls *calls, const struct call *call)
{
	if (call->how == CALLS_UNTOLD)
		untold_add(&calls->untold, &call->row, call->enter_ns,
			   take_untold, calls);
	else if (call->how != CALLS_HOWS)
		calls->hands.row(calls->hands.context, &call->row, call->how);
}

static void hand_out(struct calls *calls, size_t ripe)
{
	for (size_t i = 0; i < ripe; i++)
		hand_out_one(calls, pairing_call_at(calls, i));
	calls->used -= ripe;
	calls->number += ripe;
	calls->first = calls->used ? calls->first + ripe : 0;
}

static uint64_t min_ns(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* On a busy machine a look comes late: what its call needs is kept till then. */
static uint64_t needed_ns(const struct calls *calls, uint64_t horizon_ns)
{
	return min_ns(horizon_ns, min_ns(calls_first_ns(calls),
					 untold_first_ns(&calls->untold)));
}

void calls_settle(struct calls *calls, uint64_t horizon_ns)
{
	size_t ripe = count_ripe(calls, horizon_ns);

	for (size_t i = 0; i < ripe; i++)
		pairing_tell_by_look(calls, i, false);
	for (size_t i = 0; i < ripe; i++)
		pairing_tell_by_close(calls, pairing_call_at(calls, i));
	/* What was closed while we had it is closed by us: again, with less doubt. */
	for (size_t i = ripe; i > 0; i--)
		pairing_tell_by_look(calls, i - 1, true);
	pairing_tell_by_rest(calls);
	for (size_t i = 0; i < ripe; i++)
		pairing_tell_by_closes(calls, i, ripe);
	pairing_sum_up(calls);
	for (size_t i = 0; i < ripe; i++)
		pairing_tell_by_order(calls, i);
	hand_out(calls, ripe);
	untold_settle(&calls->untold, calls->queue, horizon_ns, take_untold,
		      calls);
	queue_expire(calls->queue, needed_ns(calls, horizon_ns));
}

uint64_t calls_first_ns(const struct calls *calls)
{
	return calls->used ? pairing_call_at(calls, 0)->row.ts_ns : UINT64_MAX;
}

void calls_know(struct calls *calls, uint64_t since_ns)
{
	untold_know(&calls->untold, since_ns);
}

void calls_lost(struct calls *calls)
{
	untold_doubt(&calls->untold);
	listeners_doubt_all(queue_listeners(calls->queue));
	for (size_t i = 0; i < CALLS_THREADS; i++)
		calls->threads[i].is_in_call = false;
}
