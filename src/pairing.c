/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ways to tell which connection a call has returned, from the surest to
 * the order of the queue. Pure.
 */
#include "pairing.h"

#include <limits.h>

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
	/* Of one from before the start nobody knows since when. */
	if (conn->ts_ns)
		call->row.wait_ns = call->row.ts_ns - conn->ts_ns;
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

/* Its entry is gone: a later call has had that descriptor when it was seen. */
static bool is_anothers(const struct calls *calls, const struct conn *ends)
{
	for (size_t i = 0; i < calls->used; i++) {
		const struct call *call = pairing_call_at(calls, i);

		if (call->is_told && queue_same(&call->row, ends))
			return true;
	}
	return false;
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
	if (count > 1 || is_anothers(calls, ends) ||
	    !listeners_has(queue_listeners(calls->queue), ends->port))
		return;
	copy_ends(&call->row, ends);
	tell(calls, call, CALLS_BY_FD);
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

/* None of the later ones stands in the way: mostly so, and cheaply seen. */
static bool is_before_all(const struct call *call, const struct conn *first)
{
	return call->later_enter_ns > call->row.ts_ns &&
	       first->ts_ns <= call->later_established_ns;
}

static bool fits(const struct call *call, const struct call *other,
		 const struct conn *first)
{
	bool is_later = other->enter_ns > call->row.ts_ns;

	if (!other->is_told)
		return is_later || other->row.ts_ns <= call->enter_ns ||
		       (other->key.port &&
			!listeners_same(&other->key, &call->key));
	return !is_later || !other->row.wait_ns ||
	       !listeners_same(&other->key, &call->key) ||
	       first->ts_ns <= pairing_established(other) + QUEUE_FUZZ_NS;
}

/*
 * Calls at the same time may have returned in another order than they took;
 * and who was established later than what a later call took was not taken.
 */
static bool fits_others(const struct calls *calls, size_t at,
			const struct conn *first)
{
	const struct call *call = pairing_call_at(calls, at);

	/* Those in front are in the order of their ends. */
	for (size_t i = at; i > 0; i--) {
		const struct call *other = pairing_call_at(calls, i - 1);

		if (other->row.ts_ns <= call->enter_ns)
			break;
		if (!fits(call, other, first))
			return false;
	}
	if (is_before_all(call, first))
		return true;
	for (size_t i = at + 1; i < calls->used; i++)
		if (!fits(call, pairing_call_at(calls, i), first))
			return false;
	return true;
}

void pairing_sum_up(struct calls *calls)
{
	uint64_t enter_ns = UINT64_MAX, established_ns = UINT64_MAX;

	for (size_t i = calls->used; i > 0; i--) {
		struct call *call = pairing_call_at(calls, i - 1);

		call->later_enter_ns = enter_ns;
		call->later_established_ns = established_ns;
		if (!call->is_told && call->enter_ns < enter_ns)
			enter_ns = call->enter_ns;
		if (call->is_told && call->row.wait_ns &&
		    pairing_established(call) < established_ns)
			established_ns = pairing_established(call);
	}
}

static void tell_local_end(struct calls *calls, struct call *call)
{
	struct thread *thread = pairing_find_thread(calls, call->row.tid);

	if (call->key.port)
		listeners_doubt(queue_listeners(calls->queue), &call->key);
	if (call->key.port)
		call->row.port = call->key.port;
	else if (call->seen.look == CALLS_RESET)
		call->row.port = call->seen.ends.port;
	if (call->seen.look == CALLS_RESET)
		call->row.ip_local = call->seen.ends.ip_local;
	if (thread)
		thread->unknown_ns = call->row.ts_ns;
	if (call->row.port)
		queue_claim(calls->queue, call->row.port, call->enter_ns,
			    call->row.ts_ns);
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
