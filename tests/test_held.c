/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the recorder holds becomes rows up to the moment of the look, and live
 * leaves out those and no others.
 */
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "follow.h"

#define SECOND 1000000000ULL
#define AT (100 * SECOND)
#define PROT 0xc0ffee

static void add(struct order *events, uint64_t ts_ns, uint32_t tid,
		uint8_t witnesses, uint16_t port_source)
{
	const struct conn conn = {
		.ts_ns = ts_ns,
		.tid = tid,
		.witnesses = witnesses,
		.port_source = port_source,
		.port = 22,
		.family = 4,
		.prot = witnesses == CONN_GRAFT ? PROT : 0,
	};

	assert_int_equal(order_push(events, &conn), 0);
}

static void add_pair(struct order *events, uint64_t ts_ns, uint32_t tid,
		     uint16_t port_source)
{
	add(events, ts_ns, tid, CONN_ACCEPT, port_source);
	add(events, ts_ns + 1000, tid, CONN_GRAFT, port_source);
}

static void free_both(struct held *held, struct order *events)
{
	held_free(held);
	order_free(events);
}

static void test_cut(void **state)
{
	struct held held = { .at_ns = AT };
	struct order events = { .used = 0 };

	(void)state;
	add_pair(&events, AT - 3 * SECOND, 7, 1);
	/* Of the second the accept has no graft, which nothing explains. */
	add(&events, AT - 2 * SECOND, 7, CONN_ACCEPT, 2);
	/* One became a row after the moment, one has not yet become one. */
	add(&events, AT - 500, 8, CONN_ACCEPT, 3);
	add(&events, AT - 100, 9, CONN_ACCEPT, 4);
	add(&events, AT + 500, 8, CONN_GRAFT, 3);
	held_join(&held, &events, true);
	assert_int_equal(held.rows.used, 3);
	assert_int_equal(order_at(&held.rows, 0)->witnesses,
			 CONN_ACCEPT | CONN_GRAFT);
	assert_int_equal(order_at(&held.rows, 1)->port_source, 2);
	assert_int_equal(order_at(&held.rows, 2)->port_source, 4);
	assert_true(held.has_halves);
	assert_int_equal(held.join.missed, 1);
	free_both(&held, &events);
}

/* An accept is not joined to what its thread did much later. */
static void test_stale(void **state)
{
	struct held held = { .at_ns = AT, .since_ns = 1 };
	struct order events = { .used = 0 };

	(void)state;
	add_pair(&events, SECOND, 6, 1);
	add(&events, 2 * SECOND, 7, CONN_ACCEPT, 2);
	add(&events, 9 * SECOND, 7, CONN_GRAFT, 3);
	held_join(&held, &events, true);
	assert_int_equal(held.rows.used, 3);
	assert_int_equal(order_at(&held.rows, 1)->witnesses, CONN_ACCEPT);
	assert_int_equal(order_at(&held.rows, 2)->witnesses, CONN_GRAFT);
	assert_false(held.has_halves);
	free_both(&held, &events);
}

static struct conn live_row(uint64_t ts_ns, uint32_t tid, uint16_t port_source)
{
	return (struct conn){ .ts_ns = ts_ns,
			      .time_ns = ts_ns + 5,
			      .tid = tid,
			      .port_source = port_source,
			      .port = 22,
			      .family = 4 };
}

static void test_seam(void **state)
{
	struct opts opts = { .follows = true, .has_no_header = true };
	struct follow follow = { .is_open = true, .held.at_ns = AT };
	struct procinfo *procinfo = procinfo_open(false);
	struct rows rows = { .limit = 0 };
	struct order events = { .used = 0 };
	struct conn conn;

	(void)state;
	column_default(&opts.columns);
	assert_int_equal(rows_open(&rows, &opts, STDOUT_FILENO), 0);
	rows.limit = 2;
	add_pair(&events, AT - 3 * SECOND, 7, 1);
	add_pair(&events, AT - 90000, 7, 1);
	add_pair(&events, AT - 50000, 8, 1);
	held_join(&follow.held, &events, true);
	follow_print(&follow, &rows, procinfo, 0);
	assert_int_equal(rows.counted.given, 2);
	assert_int_equal(rows.limit, 0);
	/* Each once, however alike; the old one is too far away. */
	conn = live_row(AT - 91000, 7, 1);
	assert_true(rows.is_known(rows.knows, &conn));
	assert_false(rows.is_known(rows.knows, &conn));
	conn = live_row(AT - 40000, 8, 2);
	assert_false(rows.is_known(rows.knows, &conn));
	/* It was not before the moment, or the recorder would have it. */
	assert_int_equal(conn.ts_ns, AT);
	assert_int_equal(conn.time_ns, AT + 5);
	conn = live_row(AT - 49000, 8, 1);
	assert_true(rows.is_known(rows.knows, &conn));
	/* From now on nobody looks any more. */
	conn = live_row(AT + SECOND, 8, 1);
	assert_false(rows.is_known(rows.knows, &conn));
	assert_int_equal(conn.ts_ns, AT + SECOND);
	rows_close(&rows);
	procinfo_close(procinfo);
	free_both(&follow.held, &events);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_seam),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
