/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes one of an accept and the graft behind it. Pure; what does not lie
 * side by side is for join, which alone knows what is missing.
 */
#include "pair.h"

static bool is_pair(const struct conn *accept, const struct conn *graft)
{
	return graft->witnesses == CONN_GRAFT && graft->tid == accept->tid &&
	       graft->cpu == accept->cpu;
}

void pair_push(struct pair *pair, struct conn *conn, pair_out out,
	       void *context)
{
	if (pair->is_held && is_pair(&pair->held, conn)) {
		pair->is_held = false;
		conn->witnesses |= CONN_ACCEPT;
		conn->accept_ns = pair->held.ts_ns;
		/* With MPTCP that of a graft is another one. */
		conn->sock = pair->held.sock;
		if (pair->held.backlog) {
			conn->queue = pair->held.queue;
			conn->backlog = pair->held.backlog;
		}
		if (!conn->port)
			conn->port = pair->held.port;
	}
	pair_flush(pair, out, context);
	if (conn->witnesses != CONN_ACCEPT || conn->family) {
		out(context, conn);
		return;
	}
	pair->held = *conn;
	pair->is_held = true;
}

void pair_flush(struct pair *pair, pair_out out, void *context)
{
	if (pair->is_held)
		out(context, &pair->held);
	pair->is_held = false;
}
