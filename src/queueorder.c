/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Knows when the order of a queue can be believed, and what in it can be
 * forgotten. Pure.
 */
#include "queued.h"

#include <limits.h>

/* How long a call may have gone unread that has taken one. */
#define LATE_NS 1000000000ULL

/* Whether somebody else must have taken it. */
static bool is_taken(const struct listener *listener,
		     const struct queue_entry *entry, uint64_t enter_ns)
{
	if (entry->closed_by && entry->closed_ns < enter_ns)
		return true;
	return entry->conn.ts_ns < listener->mark_ns &&
	       listener->mark_exit_ns < enter_ns;
}

/* The next one from @at on that may still be in the queue. */
static int skip_taken(const struct queue *queue,
		      const struct listener *listener, int at,
		      uint64_t enter_ns)
{
	while (at != QUEUE_NONE &&
	       is_taken(listener, &queue->entries[at], enter_ns))
		at = queue->entries[at].in[QUEUE_WAITING].next;
	return at;
}

static bool is_order_known(const struct conn *a, const struct conn *b)
{
	return b->ts_ns > a->ts_ns + QUEUE_FUZZ_NS ||
	       (a->ts_ns && a->cpu == b->cpu);
}

/*
 * Who was called so long before must have waited: the queue was empty then, in
 * step or not.
 */
#define BLOCKED_NS 10000000

static int first_since(const struct queue *queue,
		       const struct listener *listener, uint64_t enter_ns)
{
	int at = listener->waiting.first;

	while (at != QUEUE_NONE && queue->entries[at].conn.ts_ns < enter_ns)
		at = queue->entries[at].in[QUEUE_WAITING].next;
	return enter_ns && at != QUEUE_NONE &&
			       queue->entries[at].conn.ts_ns >
				       enter_ns + BLOCKED_NS ?
		       at :
		       QUEUE_NONE;
}

int queue_first(struct queue *queue, const struct listeners_key *key,
		uint64_t enter_ns, uint64_t exit_ns)
{
	const struct listener *listener =
		listeners_find(&queue->listeners, key, exit_ns);
	const struct queue_entry *entries = queue->entries;
	int first, second;

	if (!listener || listener->sockets != 1)
		return QUEUE_NONE;
	if (listener->is_in_step && enter_ns >= listener->step_ns)
		first = skip_taken(queue, listener, listener->waiting.first,
				   enter_ns);
	else
		first = first_since(queue, listener, enter_ns);
	if (first == QUEUE_NONE || entries[first].conn.ts_ns >= exit_ns)
		return QUEUE_NONE;
	second = skip_taken(queue, listener,
			    entries[first].in[QUEUE_WAITING].next, enter_ns);
	if (second != QUEUE_NONE &&
	    !is_order_known(&entries[first].conn, &entries[second].conn))
		return QUEUE_NONE;
	return first;
}

/*
 * In a storm on a port that several share thousands may be left: then it goes
 * unclaimed, and a call of another port may be suspected in vain.
 */
#define CLAIM_LOOKS 64

static int find_unclaimed(const struct queue *queue,
			  const struct listener *listener, uint16_t port,
			  uint64_t enter_ns, uint64_t exit_ns)
{
	unsigned looks = port ? CLAIM_LOOKS : UINT_MAX;
	int at = listener->waiting.first;

	for (; at != QUEUE_NONE && looks > 0; looks--) {
		const struct queue_entry *entry = &queue->entries[at];

		if (!entry->is_claimed && entry->conn.ts_ns < exit_ns &&
		    (!port || entry->conn.port == port) &&
		    !is_taken(listener, entry, enter_ns))
			return at;
		at = entry->in[QUEUE_WAITING].next;
	}
	return QUEUE_NONE;
}

bool queue_claim(struct queue *queue, uint16_t port, uint64_t enter_ns,
		 uint64_t exit_ns)
{
	for (int i = LISTENERS_NOBODY; i < queue->listeners.count; i++) {
		const struct listener *listener = &queue->listeners.of[i];
		int at = find_unclaimed(queue, listener, port, enter_ns,
					exit_ns);

		if (at == QUEUE_NONE)
			continue;
		queue->entries[at].is_claimed = true;
		return true;
	}
	return queue->is_short;
}

struct listeners_key queue_only(const struct queue *queue, uint64_t exit_ns)
{
	struct listeners_key only = { .port = 0 };

	for (int i = LISTENERS_NOBODY; i < queue->listeners.count; i++) {
		const struct listener *listener = &queue->listeners.of[i];
		int first = listener->waiting.first;

		if (first == QUEUE_NONE ||
		    queue->entries[first].conn.ts_ns >= exit_ns)
			continue;
		if (only.port || i == LISTENERS_NOBODY)
			return (struct listeners_key){ .port = 0 };
		only = listener->key;
	}
	return only;
}

static void drop_all(struct queue *queue, struct listener *listener)
{
	while (listener->waiting.first != QUEUE_NONE)
		queued_drop(queue, listener->waiting.first);
}

/* Closed, but by nobody who accepted: it was accepted unseen. */
static void expire_closed(struct queue *queue, uint64_t before_ns)
{
	while (queue->closed.first != QUEUE_NONE) {
		int at = queue->closed.first;

		if (queue->entries[at].closed_ns >= before_ns)
			return;
		queue->listeners.of[queue->entries[at].listener].is_in_step =
			false;
		queued_drop(queue, at);
	}
}

static void expire_listener(struct queue *queue, struct listener *listener,
			    uint64_t before_ns)
{
	if (listener->until_ns && listener->until_ns < before_ns) {
		drop_all(queue, listener);
		listener->key.port = 0;
		return;
	}
	while (listener->waiting.first != QUEUE_NONE &&
	       listener->mark_exit_ns < before_ns &&
	       queue->entries[listener->waiting.first].conn.ts_ns <
		       listener->mark_ns)
		queued_drop(queue, listener->waiting.first);
}

void queue_expire(struct queue *queue, uint64_t now_ns)
{
	uint64_t before_ns = now_ns > LATE_NS ? now_ns - LATE_NS : 0;

	expire_closed(queue, before_ns);
	for (int i = LISTENERS_NOBODY + 1; i < queue->listeners.count; i++)
		if (queue->listeners.of[i].key.port)
			expire_listener(queue, &queue->listeners.of[i],
					before_ns);
}
