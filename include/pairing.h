/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inside of pairing, for the three modules that do it.
 */
#ifndef TCPWHO_PAIRING_H
#define TCPWHO_PAIRING_H

#include <string.h>

#include "calls.h"
#include "untold.h"

#define PAIRING_NO_CALL UINT64_MAX

/*
 * A descriptor is there a moment before the call is seen to return, so it is
 * known that much later whose it was when it was looked at.
 */
#define PAIRING_SLACK_NS 5000000

struct call {
	struct conn row;
	uint64_t enter_ns; /* 0: before the start */
	int32_t listener_fd;
	int32_t fd;
	struct calls_seen seen;
	struct listeners_key key; /* port 0: not known */
	/* Of all later calls, the first of those that are untold, or told */
	uint64_t later_enter_ns, later_established_ns;
	int closed;	 /* what the thread has closed next, or QUEUE_NONE */
	uint64_t before; /* the thread's call before, by its number */
	bool is_spent;	 /* what it closes from here on is another call's */
	bool is_told;
	enum calls_how how;
};

struct thread {
	uint32_t tid;
	bool is_in_call;
	int32_t listener_fd;
	uint64_t enter_ns;
	uint64_t last;		  /* the number of its last call */
	struct listeners_key key; /* what it has last accepted from */
	int32_t key_fd;		  /* by that descriptor */
	uint64_t unknown_ns;	  /* when it has last returned one unknown */
};

struct calls {
	struct calls_hands hands;
	struct queue *queue;
	struct call *calls;
	size_t first, used, size;
	uint64_t number; /* of the first one */
	struct untold untold;
	struct thread threads[CALLS_THREADS];
};

/** pairing_call_at - the call before which there are @i others */
static inline struct call *pairing_call_at(const struct calls *calls, size_t i)
{
	return &calls->calls[calls->first + i];
}

/** pairing_find_thread - what is remembered of it, or NULL */
static inline struct thread *pairing_find_thread(struct calls *calls,
						 uint32_t tid)
{
	struct thread *thread = &calls->threads[tid % CALLS_THREADS];

	return thread->tid == tid ? thread : NULL;
}

/** pairing_can_be - whether that call may have returned that connection */
static inline bool pairing_can_be(const struct call *call,
				  const struct queue_entry *entry)
{
	return entry->conn.ts_ns < call->row.ts_ns;
}

/** pairing_established - when what it has returned was, if wait_ns is known */
static inline uint64_t pairing_established(const struct call *call)
{
	return call->row.ts_ns - call->row.wait_ns;
}

/** pairing_has_seen - whether its look found the connection of @point */
static inline bool pairing_has_seen(const struct call *call,
				    const struct conn *point)
{
	const struct conn *ends = &call->seen.ends;

	return call->seen.look == CALLS_PEER &&
	       call->seen.from_ns <= point->ts_ns &&
	       ends->port_source == point->port_source &&
	       ends->port == point->port &&
	       !memcmp(&ends->ip_source, &point->ip_source,
		       sizeof(ends->ip_source));
}

/** pairing_tell_entry - it has returned that one */
void pairing_tell_entry(struct calls *calls, struct call *call, int entry,
			enum calls_how how);

/**
 * pairing_tell_by_look - by what was seen of its descriptor
 * @at: the number of a call that may be told already; as below
 * @is_last: nothing better will be known of others that had that descriptor
 */
void pairing_tell_by_look(struct calls *calls, size_t at, bool is_last);

/** pairing_close - a connection was closed, see POINT_CLOSED */
void pairing_close(struct calls *calls, const struct conn *point);

/** pairing_tell_by_close - by what its thread has closed next */
void pairing_tell_by_close(struct calls *calls, struct call *call);

/**
 * pairing_tell_by_rest - by what threads have closed, now that more of their
 * calls are told
 */
void pairing_tell_by_rest(struct calls *calls);

/**
 * pairing_tell_by_closes - all of a thread by all that it has closed
 * @ripe: so many calls are to be told
 */
void pairing_tell_by_closes(struct calls *calls, size_t at, size_t ripe);

/** pairing_sum_up - get ready for pairing_tell_by_order */
void pairing_sum_up(struct calls *calls);

/** pairing_tell_by_order - by the order of its queue, or that it is unknown */
void pairing_tell_by_order(struct calls *calls, size_t at);

#endif
