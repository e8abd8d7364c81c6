/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes one of an accept and the graft behind it. Pure; what does not lie
 * side by side is for join, which alone knows what is missing.
 */
#include "pair.h"

void pair_merge(struct conn *graft, const struct conn *accept)
{
	graft->witnesses |= accept->witnesses;
	graft->accept_ns = accept->ts_ns;
	/* With MPTCP that of a graft is another one. */
	graft->sock = accept->sock;
	if (accept->backlog) {
		graft->backlog = accept->backlog;
		graft->queue = accept->queue;
	}
	if (!graft->pid)
		graft->pid = accept->pid;
	if (!graft->port)
		graft->port = accept->port;
}

bool pair_is_half(const struct conn *conn)
{
	return conn->witnesses == CONN_ACCEPT && !conn->family;
}

bool pair_is_of(const struct conn *accept, const struct conn *graft)
{
	return graft->witnesses == CONN_GRAFT && graft->tid == accept->tid &&
	       graft->cpu == accept->cpu;
}

void pair_push(struct pair *pair, struct conn *conn, pair_out out,
	       void *context)
{
	if (pair->is_held && pair_is_of(&pair->held, conn)) {
		pair->is_held = false;
		pair_merge(conn, &pair->held);
	}
	pair_flush(pair, out, context);
	if (!pair_is_half(conn)) {
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
