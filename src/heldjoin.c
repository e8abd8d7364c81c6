/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Joins what the flight recorder holds to rows. Pure but for the names of the
 * kernel's protocols, which it asks for only where they matter.
 */
#include <string.h>

#include "held.h"
#include "protocols.h"

static void take_row(void *context, const struct conn *conn)
{
	struct held *held = context;

	/* What became a row later is for whoever looks later. */
	if (conn->ts_ns < held->at_ns && order_push(&held->rows, conn))
		held->is_short = true;
}

static void join_all(struct held *held, const struct order *events)
{
	uint64_t missed;

	held->rows.used = 0;
	join_unsure(&held->join, 0, held->since_ns);
	for (size_t i = 0; i < events->used; i++) {
		struct conn conn = *order_at(events, i);

		if (conn.ts_ns > JOIN_WAIT_NS)
			join_expire(&held->join, conn.ts_ns - JOIN_WAIT_NS,
				    take_row, held);
		join_push(&held->join, &conn, take_row, held);
	}
	join_expire(&held->join, held->at_ns - JOIN_WAIT_NS, take_row, held);
	/* Of the rest the graft is still to come, and not missed. */
	missed = held->join.missed;
	held->has_halves =
		held->join.used && held->join.pending[0].ts_ns < held->at_ns;
	join_expire(&held->join, UINT64_MAX, take_row, held);
	held->join.missed = missed;
}

static bool is_paired(const struct order *rows, uint64_t prot)
{
	for (size_t i = 0; i < rows->used; i++)
		if (order_at(rows, i)->witnesses != CONN_GRAFT &&
		    order_at(rows, i)->prot == prot)
			return true;
	return false;
}

/* What graft saw alone is TCP if both saw others of its protocol. */
static bool has_doubts(const struct order *rows)
{
	for (size_t i = 0; i < rows->used; i++)
		if (order_at(rows, i)->witnesses == CONN_GRAFT &&
		    !is_paired(rows, order_at(rows, i)->prot))
			return true;
	return false;
}

void held_join(struct held *held, const struct order *events, bool has_both)
{
	uint64_t prots[PROTOCOLS_MAX];
	size_t count;

	held->join.has_both = has_both;
	join_all(held, events);
	if (!has_doubts(&held->rows))
		return;
	count = protocols_find(PROTOCOLS_KALLSYMS, prots);
	memset(&held->join, 0, sizeof(held->join));
	held->join.has_both = has_both;
	for (size_t i = 0; i < count; i++)
		join_learn(&held->join, prots[i]);
	join_all(held, events);
}
