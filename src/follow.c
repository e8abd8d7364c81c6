/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Goes over from the flight recorder to a live capture without a gap and
 * without a row twice. Pure but for reading the recorder.
 *
 * The capture is armed first. All that became a row before the moment at which
 * the recorder is looked at is printed from there, what the capture saw of it
 * is left out, and all the rest is the capture's.
 */
#include "follow.h"

#include <string.h>

#include "dump.h"
#include "loopback.h"

/*
 * Two probes stamp one accept some microseconds apart; more if the machine
 * itself stands still between them. Connections that are alike in all else
 * are farther apart.
 */
#define APART_NS 100000000ULL

/* What a capture makes to prove itself is no row here, as it is none there. */
static void drop_own(struct follow *follow, uint64_t from_ns)
{
	struct order *held = &follow->held.rows;
	size_t kept = 0;

	for (size_t i = 0; i < held->used; i++)
		if (!loopback_was(order_at(held, i)->tid) ||
		    order_at(held, i)->ts_ns < from_ns)
			*order_at(held, kept++) = *order_at(held, i);
	held->used = kept;
}

int follow_open(struct follow *follow, const struct opts *opts,
		uint64_t from_ns)
{
	if (!opts->follows)
		return 0;
	if (dump_read(&follow->held)) {
		held_free(&follow->held);
		return -1;
	}
	dump_warn(&follow->held);
	drop_own(follow, from_ns);
	follow->is_open = true;
	return 0;
}

static bool is_equal(const struct conn *a, const struct conn *b)
{
	/* Of a reset connection one of the witnesses may not know the port. */
	return a->tid == b->tid && a->port_source == b->port_source &&
	       a->family == b->family &&
	       (a->port == b->port || !a->port || !b->port) &&
	       !memcmp(&a->ip_source, &b->ip_source, sizeof(a->ip_source)) &&
	       !memcmp(&a->ip_local, &b->ip_local, sizeof(a->ip_local));
}

/* Whether the row was held; each is found once. */
static bool find(struct follow *follow, const struct conn *conn)
{
	struct order *held = &follow->held.rows;

	while (follow->next < held->used &&
	       order_at(held, follow->next)->ts_ns + APART_NS < conn->ts_ns)
		follow->next++;
	for (size_t i = follow->next; i < held->used; i++) {
		struct conn *row = order_at(held, i);

		if (row->ts_ns > conn->ts_ns + APART_NS)
			return false;
		if (!is_equal(row, conn))
			continue;
		row->tid = 0;
		return true;
	}
	return false;
}

/*
 * Of one that the recorder has not stamped before the moment our stamp may be
 * some microseconds before it: then the moment is as true, and keeps order.
 */
static bool is_known(void *context, struct conn *conn)
{
	struct follow *follow = context;
	uint64_t at_ns = follow->held.at_ns;

	if (find(follow, conn))
		return true;
	if (conn->ts_ns < at_ns && conn->ts_ns + APART_NS > at_ns) {
		conn->time_ns += at_ns - conn->ts_ns;
		conn->ts_ns = at_ns;
	}
	return false;
}

void follow_print(struct follow *follow, struct rows *rows,
		  struct procinfo *procinfo, uint64_t wall_offset_ns)
{
	const struct order *held = &follow->held.rows;

	if (!follow->is_open)
		return;
	follow->held.wall_offset_ns = wall_offset_ns;
	dump_fill(&follow->held, procinfo);
	for (size_t i = dump_take_last(&follow->held, rows); i < held->used;
	     i++)
		rows_row(rows, order_at(held, i));
	rows->is_known = is_known;
	rows->knows = follow;
}

void follow_close(struct follow *follow, struct capture_losses *losses)
{
	losses->kernel.buffer += follow->held.losses.kernel.buffer;
	losses->undecoded += follow->held.losses.undecoded;
	held_free(&follow->held);
}
