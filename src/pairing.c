/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ways to tell which connection a call has returned, from the surest to
 * the order of the queue. Pure.
 */
#include "pairing.h"

#include <limits.h>

/* Of one thread at once. */
#define GROUP 64

#define SEVERAL UINT_MAX

static void copy_ends(struct conn *row, const struct conn *ends)
{
	row->ip_local = ends->ip_local;
	row->ip_source = ends->ip_source;
	row->port = ends->port;
	row->port_source = ends->port_source;
	row->family = ends->family;
}

static void tell(struct calls *calls, struct call *call, enum calls_how how)
{
	struct thread *thread = pairing_find_thread(calls, call->row.tid);

	call->is_told = true;
	call->how = how;
	call->is_spent = true;
	if (thread && call->key.port) {
		thread->key = call->key;
		thread->key_fd = call->listener_fd;
	}
}

void pairing_tell_entry(struct calls *calls, struct call *call, int entry,
			enum calls_how how)
{
	const struct conn *conn = &queue_at(calls->queue, entry)->conn;
	struct listeners_key owner = queue_owner(calls->queue, entry);

	copy_ends(&call->row, conn);
	call->row.wait_ns = call->row.ts_ns - conn->ts_ns;
	call->established_ns = conn->ts_ns;
	if (owner.port)
		call->key = owner;
	queue_take(calls->queue, entry, call->row.ts_ns);
	tell(calls, call, how);
}

/* Whether the descriptor may have been that call's when it was looked at. */
static bool can_be_seen(const struct call *call, const struct call *looked)
{
	return call == looked ||
	       (call->fd == looked->fd && call->row.pid == looked->row.pid &&
		call->enter_ns < looked->seen.from_ns);
}

/* Whose look it may have been, beside the one that it was meant for. */
static unsigned count_seen(const struct calls *calls, size_t at,
			   struct call **untold)
{
	struct call *looked = pairing_call_at(calls, at);
	unsigned count = 0;

	*untold = NULL;
	for (size_t i = at; i < calls->used; i++) {
		struct call *call = pairing_call_at(calls, i);

		if (i > at &&
		    call->row.ts_ns > looked->seen.from_ns + PAIRING_SLACK_NS)
			break;
		if (!can_be_seen(call, looked))
			continue;
		count++;
		if (call->is_told)
			continue;
		/* Of several nobody knows which. */
		if (*untold)
			return SEVERAL;
		*untold = call;
	}
	return count;
}

void pairing_tell_by_look(struct calls *calls, size_t at, bool is_last)
{
	const struct call *looked = pairing_call_at(calls, at);
	const struct conn *ends = &looked->seen.ends;
	struct call *call;
	unsigned count;
	int entry;

	if (looked->seen.look != CALLS_PEER)
		return;
	count = count_seen(calls, at, &call);
	if (!call || (count > 1 && !is_last) || count == SEVERAL)
		return;
	entry = queue_find(calls->queue, ends);
	if (entry != QUEUE_NONE) {
		if (pairing_can_be(call, queue_at(calls->queue, entry)))
			pairing_tell_entry(calls, call, entry, CALLS_BY_FD);
		return;
	}
	/* From before the start; else a descriptor that is no more the same. */
	if (count > 1 ||
	    !listeners_has(queue_listeners(calls->queue), ends->port))
		return;
	copy_ends(&call->row, ends);
	tell(calls, call, CALLS_BY_FD);
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

static bool is_group_sound(const struct calls *calls, const struct group *group)
{
	for (size_t i = 0; i < group->call_count; i++) {
		const struct queue_entry *entry =
			queue_at(calls->queue, group->entries[i]);

		if (!pairing_can_be(group->calls[i], entry) ||
		    entry->closed_ns < group->calls[i]->row.ts_ns)
			return false;
		if (i > 0 &&
		    entry->conn.ts_ns <
			    queue_at(calls->queue, group->entries[i - 1])
					    ->conn.ts_ns +
				    QUEUE_FUZZ_NS &&
		    entry->conn.cpu !=
			    queue_at(calls->queue, group->entries[i - 1])
				    ->conn.cpu)
			return false;
	}
	return true;
}

/* A thread takes one after the other, whatever others take meanwhile. */
void pairing_tell_by_closes(struct calls *calls, size_t at, size_t ripe)
{
	struct group group = { .call_count = 0 };

	if (pairing_call_at(calls, at)->is_told)
		return;
	gather_calls(calls, at, ripe, &group);
	gather_entries(calls, &group);
	if (group.call_count != group.entry_count ||
	    !is_group_sound(calls, &group))
		return;
	for (size_t i = 0; i < group.call_count; i++)
		pairing_tell_entry(calls, group.calls[i], group.entries[i],
				   CALLS_BY_CLOSE);
}

static enum calls_listener ask_listener(struct calls *calls, struct call *call)
{
	const struct calls_hands *hands = &calls->hands;

	if (hands->listener && call->listener_fd >= 0)
		return hands->listener(hands->context, &call->row,
				       call->listener_fd, &call->key);
	/* Of a recording there is nobody to be asked. */
	if (!hands->listener && !call->key.port)
		call->key = queue_only(calls->queue, call->row.ts_ns);
	return call->key.port ? CALLS_LISTENER_TCP : CALLS_LISTENER_UNKNOWN;
}

/*
 * Calls at the same time may have returned in another order than they took;
 * and who was established later than what a later call took was not taken.
 */
static bool fits_others(const struct calls *calls, size_t at,
			const struct conn *first)
{
	const struct call *call = pairing_call_at(calls, at);

	for (size_t i = 0; i < calls->used; i++) {
		const struct call *other = pairing_call_at(calls, i);
		bool is_later = other->enter_ns > call->row.ts_ns;

		if (i == at)
			continue;
		if (!other->is_told && !is_later &&
		    other->row.ts_ns > call->enter_ns &&
		    (!other->key.port ||
		     listeners_same(&other->key, &call->key)))
			return false;
		if (other->is_told && is_later && other->established_ns &&
		    listeners_same(&other->key, &call->key) &&
		    first->ts_ns > other->established_ns + QUEUE_FUZZ_NS)
			return false;
	}
	return true;
}

static void tell_local_end(struct calls *calls, struct call *call)
{
	if (call->key.port)
		listeners_doubt(queue_listeners(calls->queue), &call->key);
	if (call->key.port)
		call->row.port = call->key.port;
	else if (call->seen.look == CALLS_RESET)
		call->row.port = call->seen.ends.port;
	if (call->seen.look == CALLS_RESET)
		call->row.ip_local = call->seen.ends.ip_local;
	tell(calls, call, call->row.port ? CALLS_UNKNOWN : CALLS_UNTOLD);
}

void pairing_tell_by_order(struct calls *calls, size_t at)
{
	struct call *call = pairing_call_at(calls, at);
	enum calls_listener listener;
	int entry;

	if (call->is_told)
		return;
	listener = ask_listener(calls, call);
	if (listener == CALLS_LISTENER_OTHER ||
	    (listener == CALLS_LISTENER_UNKNOWN &&
	     call->seen.look == CALLS_OTHER)) {
		tell(calls, call, CALLS_HOWS);
		return;
	}
	entry = queue_first(calls->queue, &call->key, call->enter_ns,
			    call->row.ts_ns);
	if (entry != QUEUE_NONE &&
	    fits_others(calls, at, &queue_at(calls->queue, entry)->conn))
		pairing_tell_entry(calls, call, entry, CALLS_BY_ORDER);
	else
		tell_local_end(calls, call);
}
