/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compares what the witnesses saw of known accepts with their truth. Does
 * not decide what follows from it.
 */
#include "selftest.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "loopback.h"

/* What no uid in the neighbourhood is by chance. */
#define ODD_UID 61579

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

#define V4 "127.83.61.7", "127.19.211.5", ODD_UID
#define MAPPED "::ffff:127.83.61.9", "::ffff:127.19.211.3", ODD_UID
#define V6 "::1", "::1", ODD_UID

static const struct loopback_accept accepts[SELFTEST_ACCEPTS] = {
	{ AF_INET, 0, V4, false },
	{ AF_INET6, 0, MAPPED, false },
	{ AF_INET6, 0, V6, false },
	{ AF_INET, 0, V4, true },
	{ AF_INET, IPPROTO_MPTCP, V4, false },
	{ AF_INET6, IPPROTO_MPTCP, V6, false },
};

int selftest_run(struct selftest *selftest)
{
	*selftest = (struct selftest){ .tid = 0 };
	if (loopback_run(accepts, SELFTEST_ACCEPTS, selftest->truth) < 0)
		return -1;
	for (int i = 0; i < SELFTEST_ACCEPTS; i++)
		if (selftest->truth[i].family)
			selftest->tid = selftest->truth[i].tid;
	return 0;
}

bool selftest_take(struct selftest *selftest, const struct conn *conn)
{
	if (!selftest->tid || conn->tid != selftest->tid)
		return false;
	if (selftest->taken < SELFTEST_RECORDS)
		selftest->records[selftest->taken++] = *conn;
	return true;
}

static int compare_times(const void *left, const void *right)
{
	const struct conn *a = left, *b = right;

	return a->ts_ns < b->ts_ns ? -1 : a->ts_ns > b->ts_ns;
}

static bool is_same_tuple(const struct conn *a, const struct conn *b)
{
	return a->family == b->family && a->port_source == b->port_source &&
	       !memcmp(&a->ip_local, &b->ip_local, sizeof(a->ip_local)) &&
	       !memcmp(&a->ip_source, &b->ip_source, sizeof(a->ip_source));
}

static void judge_record(const struct conn *conn, const struct conn *truth,
			 bool is_reset, struct selftest_verdict *verdict)
{
	/* An accept beside a graft tells no tuple, at most the port. */
	if (conn->family && !is_same_tuple(conn, truth))
		verdict->has_wrong_tuple = true;
	/* After a reset it comes from elsewhere, or is not known. */
	if (is_reset && conn->port)
		verdict->has_wrong_reset_port |= conn->port != truth->port;
	else if (!is_reset && (conn->family || conn->port))
		verdict->has_wrong_tuple |= conn->port != truth->port;
	if (conn->uid != CONN_UID_UNKNOWN && conn->uid != truth->uid)
		verdict->has_wrong_uid = true;
}

static const struct conn *next_record(const struct selftest *selftest,
				      unsigned witness, unsigned *at)
{
	while (*at < selftest->taken) {
		const struct conn *conn = &selftest->records[(*at)++];

		if (conn->witnesses == witness)
			return conn;
	}
	return NULL;
}

/* Its k-th record is of the k-th accept. */
static void judge_witness(const struct selftest *selftest, unsigned witness,
			  struct selftest_verdict *verdict)
{
	unsigned at = 0;

	for (int i = 0; i < SELFTEST_ACCEPTS; i++) {
		const struct conn *truth = &selftest->truth[i];
		const struct conn *conn;

		if (!truth->family)
			continue;
		conn = next_record(selftest, witness, &at);
		if (!conn) {
			verdict->missed |= witness;
			return;
		}
		judge_record(conn, truth, accepts[i].is_reset, verdict);
	}
	if (next_record(selftest, witness, &at))
		verdict->has_wrong_tuple = true;
}

struct selftest_verdict selftest_judge(struct selftest *selftest,
				       unsigned armed)
{
	struct selftest_verdict verdict = { .missed = 0 };

	/* The child may have run on several CPUs. */
	qsort(selftest->records, selftest->taken, sizeof(struct conn),
	      compare_times);
	judge_witness(selftest, CONN_ACCEPT, &verdict);
	judge_witness(selftest, CONN_GRAFT, &verdict);
	verdict.missed &= armed;
	return verdict;
}
