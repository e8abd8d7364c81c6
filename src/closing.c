/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tells which connection a call has returned by which one its thread closes.
 * Pure.
 */
#include "pairing.h"

/* Of one thread at once. */
#define GROUP 64

/*
 * What a call has returned of which nothing was known when its row was printed
 * may be closed any time.
 */
static bool may_be_older(const struct thread *thread,
			 const struct queue_entry *entry)
{
	return entry->conn.ts_ns < thread->unknown_ns;
}

/* The one call of a thread that can have returned it before @closed_ns. */
static struct call *find_only(const struct calls *calls,
			      const struct thread *thread,
			      const struct queue_entry *entry,
			      uint64_t closed_ns)
{
	uint64_t number = thread->last;
	struct call *only = NULL;

	if (may_be_older(thread, entry))
		return NULL;
	while (number != PAIRING_NO_CALL && number >= calls->number) {
		struct call *call =
			pairing_call_at(calls, number - calls->number);

		number = call->before;
		if (!pairing_can_be(call, entry))
			break;
		if (call->is_spent || call->row.ts_ns > closed_ns)
			continue;
		if (only)
			return NULL;
		only = call;
	}
	return only;
}

/*
 * While we had a copy of it the thread has closed its own, unseen: the one call
 * that had that descriptor when we looked.
 */
static struct call *find_looked(const struct calls *calls,
				const struct queue_entry *entry,
				const struct conn *point)
{
	const struct call *looked = NULL;
	struct call *only = NULL;

	for (size_t i = calls->used; i > 0 && !looked; i--) {
		const struct call *call = pairing_call_at(calls, i - 1);

		if (pairing_has_seen(call, point))
			looked = call;
	}
	for (size_t i = 0; i < calls->used && looked; i++) {
		struct call *call = pairing_call_at(calls, i);

		if (call->is_spent || call->fd != looked->fd ||
		    call->row.pid != looked->row.pid ||
		    !pairing_can_be(call, entry))
			continue;
		if (only)
			return NULL;
		only = call;
	}
	return only;
}

/*
 * A thread that has one call open and closes a connection of a queue has
 * accepted that one, or else who accepted it would have handed it over to
 * one that accepts itself.
 */
static struct call *find_closed(struct calls *calls,
				const struct queue_entry *entry,
				const struct conn *point)
{
	const struct thread *thread = pairing_find_thread(calls, point->tid);

	if (point->tid == calls->hands.own_tid)
		return find_looked(calls, entry, point);
	return thread ? find_only(calls, thread, entry, point->ts_ns) : NULL;
}

void pairing_close(struct calls *calls, const struct conn *point)
{
	int entry = queue_find(calls->queue, point);
	struct call *call;

	if (entry == QUEUE_NONE)
		return;
	call = find_closed(calls, queue_at(calls->queue, entry), point);
	queue_close(calls->queue, entry, call ? call->row.tid : point->tid,
		    point->ts_ns);
	if (!call)
		return;
	call->closed = entry;
	call->is_spent = true;
	/* A descriptor that was looked at tells more, if it still was the same. */
	if (call->seen.look != CALLS_PEER ||
	    point->ts_ns < call->seen.from_ns ||
	    point->tid == calls->hands.own_tid)
		pairing_tell_entry(calls, call, entry,
				   point->tid == calls->hands.own_tid ?
					   CALLS_BY_FD :
					   CALLS_BY_CLOSE);
}

void pairing_tell_by_rest(struct calls *calls)
{
	int at = queue_next_closed(calls->queue, QUEUE_NONE);

	while (at != QUEUE_NONE) {
		const struct queue_entry *entry = queue_at(calls->queue, at);
		int next = queue_next_closed(calls->queue, at);
		const struct thread *thread =
			pairing_find_thread(calls, entry->closed_by);
		struct call *call = thread ? find_only(calls, thread, entry,
						       entry->closed_ns) :
					     NULL;

		if (call)
			pairing_tell_entry(calls, call, at, CALLS_BY_CLOSE);
		at = next;
	}
}

static bool is_waiting(const struct calls *calls, const struct call *call)
{
	const struct queue_entry *entry = queue_at(calls->queue, call->closed);

	return entry->closed_by == call->row.tid &&
	       entry->closed_ns > call->row.ts_ns &&
	       pairing_can_be(call, entry);
}

void pairing_tell_by_close(struct calls *calls, struct call *call)
{
	if (!call->is_told && call->closed != QUEUE_NONE &&
	    is_waiting(calls, call))
		pairing_tell_entry(calls, call, call->closed, CALLS_BY_CLOSE);
}

/* What one thread has called and closed, each in order. */
struct group {
	struct call *calls[GROUP];
	int entries[GROUP];
	size_t call_count, entry_count;
};

static void gather_calls(const struct calls *calls, size_t from, size_t ripe,
			 struct group *group)
{
	uint32_t tid = pairing_call_at(calls, from)->row.tid;

	for (size_t i = from; i < ripe && group->call_count < GROUP; i++) {
		struct call *call = pairing_call_at(calls, i);

		if (call->row.tid == tid && !call->is_told)
			group->calls[group->call_count++] = call;
	}
}

static void insert_entry(const struct calls *calls, struct group *group,
			 int entry)
{
	uint64_t ts_ns = queue_at(calls->queue, entry)->conn.ts_ns;
	size_t at = group->entry_count++;

	while (at > 0 &&
	       queue_at(calls->queue, group->entries[at - 1])->conn.ts_ns >
		       ts_ns) {
		group->entries[at] = group->entries[at - 1];
		at--;
	}
	group->entries[at] = entry;
}

static void gather_entries(const struct calls *calls, struct group *group)
{
	const struct call *last;
	int entry = QUEUE_NONE;

	if (!group->call_count)
		return;
	last = group->calls[group->call_count - 1];
	while ((entry = queue_next_closed(calls->queue, entry)) != QUEUE_NONE &&
	       group->entry_count < GROUP) {
		const struct queue_entry *closed =
			queue_at(calls->queue, entry);

		if (closed->closed_by == last->row.tid &&
		    closed->conn.ts_ns < last->row.ts_ns &&
		    closed->closed_ns > group->calls[0]->row.ts_ns)
			insert_entry(calls, group, entry);
	}
}

/* Of two from before the start nobody knows which came first. */
static bool is_before(const struct conn *a, const struct conn *b)
{
	return b->ts_ns >= a->ts_ns + QUEUE_FUZZ_NS ||
	       (a->ts_ns && a->cpu == b->cpu);
}

static bool is_group_sound(struct calls *calls, const struct group *group)
{
	const struct thread *thread =
		pairing_find_thread(calls, group->calls[0]->row.tid);
	const struct queue_entry *before = NULL;

	for (size_t i = 0; i < group->call_count; i++) {
		const struct queue_entry *entry =
			queue_at(calls->queue, group->entries[i]);

		if (!thread || may_be_older(thread, entry) ||
		    !pairing_can_be(group->calls[i], entry) ||
		    entry->closed_ns < group->calls[i]->row.ts_ns ||
		    (before && !is_before(&before->conn, &entry->conn)))
			return false;
		before = entry;
	}
	return true;
}

/* A thread takes one after the other, whatever others take meanwhile. */
void pairing_tell_by_closes(struct calls *calls, size_t at, size_t ripe)
{
	struct group group = { .call_count = 0 };

	if (pairing_call_at(calls, at)->is_told ||
	    queue_next_closed(calls->queue, QUEUE_NONE) == QUEUE_NONE)
		return;
	gather_calls(calls, at, ripe, &group);
	gather_entries(calls, &group);
	if (!group.call_count || group.call_count != group.entry_count ||
	    !is_group_sound(calls, &group))
		return;
	for (size_t i = 0; i < group.call_count; i++)
		pairing_tell_entry(calls, group.calls[i], group.entries[i],
				   CALLS_BY_CLOSE);
}
