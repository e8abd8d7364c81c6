/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pairs an accept with the next graft of its thread. Not by socket: with
 * MPTCP the one sees the subflow and the other the connection. Pure.
 */
#include "join.h"

#include <string.h>

#include "pair.h"
#include "rare.h"

void join_free(struct join *join)
{
	waits_free(join->waits);
	join->waits = NULL;
}

void join_learn(struct join *join, uint64_t prot)
{
	for (size_t i = 0; i < join->prot_count; i++)
		if (join->prots[i] == prot)
			return;
	if (prot && join->prot_count < JOIN_PROTS)
		join->prots[join->prot_count++] = prot;
}

static bool is_tcp(const struct join *join, uint64_t prot)
{
	for (size_t i = 0; i < join->prot_count; i++)
		if (join->prots[i] == prot)
			return true;
	return join->prot_count == 0;
}

void join_settle(struct join *join)
{
	join->settled = join->missed;
}

void join_unsure(struct join *join, uint64_t from_ns, uint64_t until_ns)
{
	join->missed = join->settled;
	join->unsure_from_ns = from_ns;
	join->unsure_until_ns = until_ns;
	/* What nobody has written to takes no memory yet, nor shall it here. */
	for (size_t i = 0; i < JOIN_SEEN; i++)
		if (join->seen[i])
			join->seen[i] = 0;
}

static bool is_sure(const struct join *join, const struct conn *conn)
{
	return conn->ts_ns < join->unsure_from_ns ||
	       conn->ts_ns > join->unsure_until_ns;
}

/* Returns whether the thread had made a record before. */
static bool see(struct join *join, uint32_t tid)
{
	uint32_t *slot = &join->seen[tid % JOIN_SEEN];
	bool was_seen = *slot == tid;

	*slot = tid;
	return was_seen;
}

/* The place of the thread's accept in pending, or used. */
static size_t find(const struct join *join, uint32_t tid)
{
	size_t i = 0;

	while (i < join->used && join->pending[i].tid != tid)
		i++;
	return i;
}

/* The oldest stay in front. */
static void drop(struct join *join, size_t at)
{
	join->used--;
	if (at < join->used)
		memmove(&join->pending[at], &join->pending[at + 1],
			(join->used - at) * sizeof(struct conn));
}

static struct join *keeper(struct join *join)
{
	return join->first ? join->first : join;
}

/* From @sock's handshake to @accepted_ns. */
static inline void fill_wait(struct join *join, struct conn *conn,
			     uint64_t sock, uint64_t accepted_ns)
{
	struct waits *waits = keeper(join)->waits;

	if (waits && !conn->wait_ns)
		waits_fill(waits, conn, sock, accepted_ns);
}

RARE static void note_wait(struct join *join, const struct conn *conn)
{
	join = keeper(join);
	if (!join->waits)
		join->waits = waits_new();
	/* Without memory for it nobody knows how long they wait. */
	if (join->waits)
		waits_note(join->waits, conn);
}

RARE static void give_up(struct join *join, size_t at, join_row row,
			 void *context)
{
	struct conn conn = join->pending[at];

	drop(join, at);
	fill_wait(join, &conn, conn.sock, conn.ts_ns);
	join->accept_alone++;
	join->missed += is_sure(join, &conn);
	row(context, &conn);
}

static void push_accept(struct join *join, const struct conn *conn,
			join_row row, void *context)
{
	size_t same = find(join, conn->tid);

	see(join, conn->tid);
	/* It accepts again, so the graft of the last time is not to come. */
	if (same < join->used)
		give_up(join, same, row, context);
	else if (join->used == JOIN_PENDING)
		give_up(join, 0, row, context);
	join->pending[join->used++] = *conn;
}

/* What the accept has told, and its place among the pending. */
static void merge(struct join *join, size_t at, struct conn *graft)
{
	pair_merge(graft, &join->pending[at]);
	drop(join, at);
	fill_wait(join, graft, graft->sock, graft->accept_ns);
}

static void push_graft(struct join *join, struct conn *conn, join_row row,
		       void *context)
{
	size_t at = find(join, conn->tid);
	bool was_seen = see(join, conn->tid);

	if (at < join->used) {
		merge(join, at, conn);
	} else if (is_tcp(join, conn->prot)) {
		join->graft_alone++;
		join->missed += was_seen && is_sure(join, conn);
	} else {
		return;
	}
	/* Alone. */
	fill_wait(join, conn, conn->sock, conn->ts_ns);
	row(context, conn);
}

static void push_only(struct join *join, struct conn *conn, join_row row,
		      void *context)
{
	fill_wait(join, conn, conn->sock, conn->ts_ns);
	row(context, conn);
}

/*
 * Two records side by side on a CPU are an accept and another one's graft if
 * the thread has been elsewhere in between, where it left that accept's graft
 * and that graft's accept. Each of the four is of an accept then.
 */
RARE static void mend_pair(struct join *join, size_t at, struct conn *conn)
{
	pair_merge(conn, &join->pending[at]);
	drop(join, at);
	join->graft_alone -= join->graft_alone > 0;
	join->missed -= join->missed > join->settled;
}

/* Of a thread that has left an accept without its graft. */
RARE static void end_pending(struct join *join, struct conn *conn, join_row row,
			     void *context)
{
	size_t at = find(join, conn->tid);

	if (at < join->used && join->pending[at].ts_ns > conn->accept_ns)
		mend_pair(join, at, conn);
	else if (at < join->used)
		give_up(join, at, row, context);
}

static void push_pair(struct join *join, struct conn *conn, join_row row,
		      void *context)
{
	see(join, conn->tid);
	if (join->used)
		end_pending(join, conn, row, context);
	fill_wait(join, conn, conn->sock, conn->accept_ns);
	row(context, conn);
}

/* What one witness saw, or two records that do not lie side by side. */
static __attribute__((noinline)) void
push_one(struct join *join, struct conn *conn, join_row row, void *context)
{
	if (conn->witnesses == CONN_ESTABLISHED)
		note_wait(join, conn);
	else if (conn->witnesses == CONN_GRAFT && join->has_both)
		push_graft(join, conn, row, context);
	else if (join->has_both)
		push_accept(join, conn, row, context);
	else if (conn->witnesses == CONN_ACCEPT || is_tcp(join, conn->prot))
		push_only(join, conn, row, context);
}

void join_push(struct join *join, struct conn *conn, join_row row,
	       void *context)
{
	if (conn->witnesses == (CONN_ACCEPT | CONN_GRAFT))
		push_pair(join, conn, row, context);
	else
		push_one(join, conn, row, context);
}

uint64_t join_lost(const struct join *join, uint64_t events)
{
	uint64_t alone = join->accept_alone + join->graft_alone;

	if (join->has_waits)
		events -= events / (join->has_both ? 3 : 2);
	if (!join->has_both)
		return events;
	return events > alone ? (events - alone + 1) / 2 : 0;
}

uint64_t join_missed(const struct join *join, uint64_t events)
{
	return join->missed > events ? join->missed - events : 0;
}

void join_expire(struct join *join, uint64_t before_ns, join_row row,
		 void *context)
{
	while (join->used > 0 && join->pending[0].ts_ns < before_ns)
		give_up(join, 0, row, context);
}
