/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compares what the witnesses saw of known accepts with their truth. Does
 * not decide what follows from it.
 */
#include "selftest.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "extra.h"
#include "loopback.h"
#include "walltime.h"

/* What no uid in the neighbourhood is by chance. */
#define ODD_UID 61579

/* Tracing's CLOCK_MONOTONIC is read without a lock (ktime_get_mono_fast_ns). */
#define SLACK_NS 1000000

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

#define V4 "127.83.61.7", "127.19.211.5", ODD_UID
#define MAPPED "::ffff:127.83.61.9", "::ffff:127.19.211.3", ODD_UID
#define V6 "::1", "::1", ODD_UID

static const struct loopback_accept accepts[SELFTEST_ACCEPTS] = {
	{ AF_INET, 0, V4, LOOPBACK_BOUND, 77 },
	{ AF_INET6, 0, MAPPED, 0, 63 },
	{ AF_INET6, 0, V6, 0, 71 },
	{ AF_INET, 0, V4, LOOPBACK_RESET, 59 },
	{ AF_INET, IPPROTO_MPTCP, V4, 0, 83 },
	{ AF_INET6, IPPROTO_MPTCP, V6, 0, 91 },
};

const char *selftest_accept_name(int which)
{
	static const char *const names[SELFTEST_ACCEPTS] = {
		"ipv4",	 "ipv4-mapped", "ipv6",
		"reset", "mptcp-ipv4",	"mptcp-ipv6",
	};

	return names[which];
}

/* What has an accept more, before its own. */
static bool has_another(const struct selftest *selftest, int which)
{
	return which == 0 && selftest->extras & EXTRA_QUEUE;
}

int selftest_run(struct selftest *selftest, const struct fields_kernel *kernel)
{
	struct loopback_accept wanted[SELFTEST_ACCEPTS];

	*selftest = (struct selftest){
		.started_ns = walltime_mono_ns(),
		.extras = kernel->extras,
		.has_inet_sport =
			offsets_have(&kernel->offsets, OFFSET_INET_SPORT),
	};
	memcpy(wanted, accepts, sizeof(wanted));
	for (int i = 0; i < SELFTEST_ACCEPTS; i++)
		if (has_another(selftest, i))
			wanted[i].flags |= LOOPBACK_SECOND;
	if (loopback_run(wanted, SELFTEST_ACCEPTS, selftest->truth) < 0)
		return -1;
	for (int i = 0; i < SELFTEST_ACCEPTS; i++)
		if (selftest->truth[i].family)
			selftest->tid = selftest->truth[i].tid;
	selftest->ended_ns = walltime_mono_ns();
	return 0;
}

static bool take_handshake(struct selftest *selftest, const struct conn *conn)
{
	for (int i = 0; i < SELFTEST_ACCEPTS; i++) {
		const struct conn *truth = &selftest->truth[i];

		if (!truth->family || truth->port_source != conn->port_source ||
		    memcmp(&truth->ip_source, &conn->ip_source,
			   sizeof(truth->ip_source)) != 0)
			continue;
		selftest->handshakes[i] = *conn;
		return true;
	}
	return false;
}

bool selftest_keep(struct selftest *selftest, const struct conn *conn)
{
	if (conn->witnesses == CONN_ESTABLISHED)
		return take_handshake(selftest, conn);
	if (conn->tid != selftest->tid)
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

/*
 * After a reset it comes from inet_sport or is not known. Where that is not
 * read as it is, the kernel's filter of ports would drop every row.
 */
static bool has_right_port(const struct conn *conn, const struct conn *truth,
			   bool may_lack)
{
	if (!conn->port && (may_lack || !conn->family))
		return true;
	return conn->port == truth->port;
}

/* The one that the accept returned, before it did. */
static bool is_its_handshake(const struct selftest *selftest, int which,
			     const struct conn *conn)
{
	const struct conn *handshake = &selftest->handshakes[which];
	/* With MPTCP the socket that is grafted is another one. */
	bool is_same = conn->witnesses == CONN_ACCEPT ||
		       accepts[which].protocol != IPPROTO_MPTCP;

	return handshake->sock && (handshake->sock == conn->sock || !is_same) &&
	       handshake->ts_ns + SLACK_NS >= selftest->started_ns &&
	       handshake->ts_ns <= conn->ts_ns;
}

/* Those that a record does not tell are not wrong. */
static unsigned find_wrong(const struct conn *conn, const struct conn *truth,
			   unsigned extras)
{
	unsigned wrong = 0;

	if (conn->state && conn->state != truth->state)
		wrong |= EXTRA_STATE;
	if (conn->netns && conn->netns != truth->netns)
		wrong |= EXTRA_NETNS;
	/* Most are bound to none. */
	if (conn->family && conn->ifindex != truth->ifindex)
		wrong |= EXTRA_IF;
	/* An accept always tells it, a graft of MPTCP does not. */
	if ((conn->backlog || conn->witnesses == CONN_ACCEPT) &&
	    (conn->backlog != truth->backlog || conn->queue != truth->queue))
		wrong |= EXTRA_QUEUE;
	return wrong & extras;
}

static enum selftest_result judge_record(const struct conn *conn,
					 const struct conn *truth,
					 const struct selftest *selftest,
					 bool is_reset,
					 struct selftest_verdict *verdict)
{
	bool has_port = has_right_port(conn, truth,
				       is_reset && !selftest->has_inet_sport);
	/* An accept beside a graft tells no tuple, at most the port. */
	bool has_tuple = !conn->family || is_same_tuple(conn, truth);
	bool has_time = conn->ts_ns + SLACK_NS >= truth->ts_ns &&
			conn->ts_ns <= selftest->ended_ns + SLACK_NS;
	bool has_uid = conn->uid == CONN_UID_UNKNOWN || conn->uid == truth->uid;

	verdict->has_wrong_tuple |= !has_tuple || (!has_port && !is_reset);
	verdict->has_wrong_reset_port |= !has_port && is_reset;
	verdict->has_wrong_time |= !has_time;
	verdict->has_wrong_uid |= !has_uid;
	return has_port && has_tuple && has_time && has_uid ? SELFTEST_PROVEN :
							      SELFTEST_WRONG;
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

/*
 * Tracepoints alone do not tell which one was reset before its accept when
 * nobody is there any more to be looked at.
 */
static bool is_untold(const struct conn *conn)
{
	return conn->witnesses == CONN_TRACE && !conn->family;
}

static enum selftest_result judge_untold(bool is_reset)
{
	return is_reset ? SELFTEST_ABSENT : SELFTEST_MISSED;
}

/* Its k-th record is of the k-th accept. */
static void judge_event(const struct selftest *selftest, unsigned event,
			struct selftest_verdict *verdict)
{
	enum selftest_result *result = verdict->result[event];
	unsigned witness = FIELDS_WITNESS(event);
	unsigned at = 0;

	for (int i = 0; i < SELFTEST_ACCEPTS; i++) {
		const struct conn *truth = &selftest->truth[i];
		bool is_reset = accepts[i].flags & LOOPBACK_RESET;
		const struct conn *conn;

		if (!truth->family)
			continue;
		if (has_another(selftest, i))
			next_record(selftest, witness, &at);
		conn = next_record(selftest, witness, &at);
		if (!conn)
			result[i] = SELFTEST_MISSED;
		else if (is_untold(conn))
			result[i] = judge_untold(is_reset);
		else
			result[i] = judge_record(conn, truth, selftest,
						 is_reset, verdict);
		if (result[i] == SELFTEST_MISSED) {
			verdict->missed |= witness;
			continue;
		}
		verdict->wrong_extras |=
			find_wrong(conn, truth, selftest->extras);
		if (selftest->extras & EXTRA_WAIT &&
		    !is_its_handshake(selftest, i, conn))
			verdict->wrong_extras |= EXTRA_WAIT;
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
	for (int i = 0; i < SELFTEST_WITNESSES; i++)
		if (armed & FIELDS_WITNESS(i))
			judge_event(selftest, i, &verdict);
	return verdict;
}
