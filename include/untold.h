/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls of which not even the port is known: some may have been no TCP.
 */
#ifndef TCPWHO_UNTOLD_H
#define TCPWHO_UNTOLD_H

#include "queue.h"

/* Of more of them at once the oldest are believed to have been TCP. */
#define UNTOLD_MAX 256

struct untold_call {
	struct conn row;
	uint64_t enter_ns;
};

/* All zero has none, and knows of no queue. */
struct untold {
	struct untold_call of[UNTOLD_MAX];
	size_t used;
	uint64_t known_ns; /* 0: never */
};

/* Takes one that may have been TCP. */
typedef void (*untold_row)(void *context, const struct conn *row);

/** untold_know - all that is in a queue from @since_ns on is told */
void untold_know(struct untold *untold, uint64_t since_ns);

/** untold_doubt - that is over: connections are missing */
void untold_doubt(struct untold *untold);

/** untold_first_ns - when the earliest one was; UINT64_MAX: none */
uint64_t untold_first_ns(const struct untold *untold);

/** untold_add - a call has returned, and nobody knows what */
void untold_add(struct untold *untold, const struct conn *row,
		uint64_t enter_ns, untold_row take, void *context);

/**
 * untold_settle - all before @horizon_ns is told: which of them may have
 *	been TCP
 *
 * As many as there are connections that no other call has taken.
 */
void untold_settle(struct untold *untold, struct queue *queue,
		   uint64_t horizon_ns, untold_row take, void *context);

#endif
