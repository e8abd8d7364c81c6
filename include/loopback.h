/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Accepts whose truth is known: a child makes them over its own loopback.
 */
#ifndef TCPWHO_LOOPBACK_H
#define TCPWHO_LOOPBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "conn.h"

/* The name of the thread that accepts; others may have it too. */
#define LOOPBACK_CMD "tcpwho-selftest"

/* One connection to be made and accepted. */
struct loopback_accept {
	int family, protocol;	     /* as for socket(2) */
	const char *server, *client; /* their addresses; ports are any */
	uint32_t uid;		     /* real user id of who accepts */
	unsigned flags;
	int backlog; /* for listen(2) */
};

/* By its client, before it is accepted. */
#define LOOPBACK_RESET 1
/* The listener is bound to the loopback interface, where it can be. */
#define LOOPBACK_BOUND 2
/* Another one is before it in the queue, which the child accepts first. */
#define LOOPBACK_SECOND 4

/**
 * loopback_run - let a child make connections and accept them
 * @wanted: @count of them
 * @truth: room for @count; addresses, ports, uid, tid, state, netns, ifindex,
 *	queue, backlog
 *	and a ts_ns just before the accept (CLOCK_MONOTONIC) of each that was made; family 0 of those that the kernel cannot make, IPv6 or MPTCP
 *
 * They are made one after the other. The child has a network namespace of its own, where there are such, so that nothing of it
 * is on the machine's interfaces. When this returns it has ended.
 *
 * Returns how many were made, or -1 with errno when none was.
 */
int loopback_run(const struct loopback_accept *wanted, unsigned count,
		 struct conn *truth);

/**
 * loopback_counted - how many the machine's own counters have, in all
 *
 * None, but where the child cannot have a network namespace of its own.
 */
unsigned long loopback_counted(void);

/** loopback_was - whether @tid was such a child, all of whose accepts are ours */
bool loopback_was(uint32_t tid);

#endif
