/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Known accepts that must come back exactly before any row is believed.
 */
#ifndef TCPWHO_SELFTEST_H
#define TCPWHO_SELFTEST_H

#include <stdbool.h>
#include <stdint.h>

#include "conn.h"
#include "fields.h"

/* IPv4, IPv4-mapped, IPv6, reset, and MPTCP over IPv4 and IPv6. */
#define SELFTEST_ACCEPTS 6

/*
 * Two witnesses, one more accept for the one that is second in its queue, and
 * one more of each to see that there is one too many.
 */
#define SELFTEST_RECORDS (2 * SELFTEST_ACCEPTS + 4)

/* Those of FIELDS_EVENTS, and tracepoints. */
#define SELFTEST_WITNESSES 3

struct selftest {
	uint32_t tid; /* who accepted; its records are no rows */
	struct conn truth[SELFTEST_ACCEPTS]; /* family 0: was not made */
	struct conn records[SELFTEST_RECORDS];
	unsigned extras;     /* of extra.h, that records tell, too */
	bool has_inet_sport; /* which is there after a reset, too */
	unsigned taken;
	/* Of each, the end of its handshake; all unknown: was not seen */
	struct conn handshakes[SELFTEST_ACCEPTS];
	uint64_t started_ns, ended_ns; /* CLOCK_MONOTONIC */
};

/* What became of one accept with one witness. */
enum selftest_result {
	SELFTEST_ABSENT, /* the kernel cannot make it, or lacks the witness */
	SELFTEST_PROVEN,
	SELFTEST_MISSED,
	SELFTEST_WRONG,
};

/* What the records prove, by comparison with the truth. */
struct selftest_verdict {
	enum selftest_result result[SELFTEST_WITNESSES][SELFTEST_ACCEPTS];
	unsigned missed; /* witnesses that lack some */
	bool has_wrong_tuple;
	bool has_wrong_time;
	bool has_wrong_uid;
	bool has_wrong_reset_port; /* of what was reset before its accept */
	unsigned wrong_extras;	   /* of extra.h */
};

/**
 * selftest_run - let a child accept connections of its own
 * @kernel: what records tell
 *
 * See loopback_run; it has an odd real user id. When this returns all its
 * records are in the ring buffers.
 *
 * Returns 0, or -1 with errno when the connections could not be made.
 */
int selftest_run(struct selftest *selftest, const struct fields_kernel *kernel);

/** selftest_accept_name - such as "ipv4"; @which up to SELFTEST_ACCEPTS */
const char *selftest_accept_name(int which);

/* Of selftest_take, while there is a child. */
bool selftest_keep(struct selftest *selftest, const struct conn *conn);

/**
 * selftest_take - keep a record for the verdict, in any order
 *
 * Returns whether it was of the child, which makes it no row. Handshakes end
 * in whatever thread runs just then: they are the child's by their ports.
 */
static inline bool selftest_take(struct selftest *selftest,
				 const struct conn *conn)
{
	/* Each record passes here, and none is of a child that has ended. */
	return selftest->tid && selftest_keep(selftest, conn);
}

/** selftest_judge - compare all records with the truth */
struct selftest_verdict selftest_judge(struct selftest *selftest,
				       unsigned armed);

#endif
