/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes one row of what two witnesses saw.
 */
#ifndef TCPWHO_JOIN_H
#define TCPWHO_JOIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "waits.h"

/* Threads between the two probes at once; more go on unpaired. */
#define JOIN_PENDING 64

/* A thread may sleep between the two probes, to lock the socket. */
#define JOIN_WAIT_NS 1000000000ULL

/* TCP, TCPv6 and MPTCP of both. */
#define JOIN_PROTS 8

/* Threads that are remembered; one that is forgotten is taken for new. */
#define JOIN_SEEN 4096

typedef void (*join_row)(void *context, const struct conn *conn);

/* All zero passes on what one witness saw. */
struct join {
	bool has_both;
	bool has_waits; /* records tell the ends of handshakes, too */
	struct waits *waits;
	struct join *first; /* of the same machine, whose waits serve us too */
	struct conn pending[JOIN_PENDING]; /* accepts that wait for a graft */
	size_t used;
	uint64_t prots[JOIN_PROTS];
	size_t prot_count;
	uint32_t seen[JOIN_SEEN]; /* threads that made a record */
	uint64_t unsure_from_ns, unsure_until_ns;
	uint64_t accept_alone; /* rows that graft did not see */
	uint64_t graft_alone;  /* rows that accept did not see */
	uint64_t missed;       /* of both, those that nothing explains */
	uint64_t settled;      /* of these, those that nothing will */
};

/** join_free - forget what it holds */
void join_free(struct join *join);

/**
 * join_learn - @prot (of a struct conn) is TCP
 *
 * Once one is known, what only graft saw is a row only with such a protocol:
 * SCTP passes there too.
 */
void join_learn(struct join *join, uint64_t prot);

/** join_settle - both witnesses were armed up to now, without a break */
void join_settle(struct join *join);

/**
 * join_unsure - between these times a witness may have been off
 *
 * What the other one saw alone then, or since join_settle, is no miss. Nor is, from then on, the
 * first graft of each thread: it was waiting when accept was armed.
 */
void join_unsure(struct join *join, uint64_t from_ns, uint64_t until_ns);

/**
 * join_push - the next record, in time order; completed in place
 * @row: called for each row that is complete by now
 */
void join_push(struct join *join, struct conn *conn, join_row row,
	       void *context);

/**
 * join_lost - how many accepts are missing when @events records were lost
 *
 * Beside each row of one witness lies the lost record of the other; of every
 * other accept both are lost. Threads that were waiting before the start have
 * no accept record to lose, which makes it too few by half their number.
 * With the ends of handshakes it is an estimate: there is one for each accept,
 * and some of connections that were never accepted.
 */
uint64_t join_lost(const struct join *join, uint64_t events);

/**
 * join_missed - how many rows one witness missed, though it was armed and
 * none of the @events records that were lost explains it
 */
uint64_t join_missed(const struct join *join, uint64_t events);

/**
 * join_expire - rows whose other witness did not come
 * @before_ns: of accepts before this time
 */
void join_expire(struct join *join, uint64_t before_ns, join_row row,
		 void *context);

#endif
