/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes one of an accept and the graft behind it. Pure; what does not lie
 * side by side is for join, which alone knows what is missing.
 */
#include "pair.h"

#include "rare.h"

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

static struct conn *held(struct pair *pair)
{
	return pair->conns + !pair->has_second;
}

/* Its graft is elsewhere, or lost. */
RARE static void give_up(struct pair *pair, pair_out out, void *context)
{
	out(context, held(pair));
}

void pair_push(struct pair *pair, struct conn *conn, pair_out out,
	       void *context)
{
	if (pair->is_held && pair_is_of(held(pair), conn))
		pair_merge(conn, held(pair));
	else if (pair->is_held)
		give_up(pair, out, context);
	pair->is_held = pair_is_half(conn);
	if (pair->is_held)
		pair->has_second = !pair->has_second;
	else
		out(context, conn);
}

void pair_flush(struct pair *pair, pair_out out, void *context)
{
	if (pair->is_held)
		give_up(pair, out, context);
	pair->is_held = false;
}
