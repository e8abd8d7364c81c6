/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds out which connection each call of accept has taken.
 */
#ifndef TCPWHO_CALLS_H
#define TCPWHO_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "points.h"
#include "queue.h"

/* Threads whose last call is remembered. */
#define CALLS_THREADS 4096

/* What a look at the new descriptor has found. */
enum calls_look {
	CALLS_UNSEEN, /* nobody has looked */
	CALLS_GONE,   /* closed, or its process has ended */
	CALLS_PEER,   /* both ends */
	CALLS_RESET,  /* the local end alone */
	CALLS_OTHER,  /* no TCP socket */
};

struct calls_seen {
	enum calls_look look;
	uint64_t from_ns, at_ns; /* that what was seen was there, and the end */
	struct conn ends;
};

/* How rows were told. */
enum calls_how {
	CALLS_BY_FD,	/* by the new descriptor, while it was open */
	CALLS_BY_CLOSE, /* by which connection the thread has closed then */
	CALLS_BY_ORDER, /* by the order of the queue */
	CALLS_UNKNOWN,	/* rows without a source */
	CALLS_UNTOLD,	/* no port either: perhaps it was not TCP */
	CALLS_HOWS
};

enum calls_listener {
	CALLS_LISTENER_UNKNOWN,
	CALLS_LISTENER_TCP, /* and the key is set */
	CALLS_LISTENER_OTHER,
};

/* What the pairing asks for; all NULL where there is nobody to be asked. */
struct calls_hands {
	/* A row; tuple and port as far as they are known */
	void (*row)(void *context, const struct conn *conn, enum calls_how how);
	/* What descriptor @fd of the thread of @row was at the time */
	enum calls_listener (*listener)(void *context, const struct conn *row,
					int fd, struct listeners_key *key);
	void *context;
	uint32_t own_tid; /* who looks; 0: nobody */
	uint64_t wait_ns; /* for what nobody has looked at; 0: looks come */
};

struct calls;

/** calls_new - returns NULL with errno; freed with calls_free, takes NULL */
struct calls *calls_new(const struct calls_hands *hands);
void calls_free(struct calls *calls);

/** calls_queue - its queues, to tell them what was there before */
struct queue *calls_queue(struct calls *calls);

/**
 * calls_push - the next point, in time order
 * @seen: for a POINT_EXIT what was found, or NULL; its pid, cmd and, as prot,
 *	uid are those of the row
 */
void calls_push(struct calls *calls, const struct conn *point,
		const struct calls_seen *seen);

/** calls_settle - all points before @horizon_ns were pushed: rows that follow */
void calls_settle(struct calls *calls, uint64_t horizon_ns);

/** calls_first_ns - when the earliest row to come was; UINT64_MAX: none */
uint64_t calls_first_ns(const struct calls *calls);

/**
 * calls_know - its queues hold all that was there before, and all that is
 *	established from @since_ns on will be pushed
 *
 * Only then can it be said of a call that it has returned no connection.
 */
void calls_know(struct calls *calls, uint64_t since_ns);

/** calls_lost - points are missing from here on */
void calls_lost(struct calls *calls);

#endif
