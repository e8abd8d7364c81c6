/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row of two witnesses, and of one where there is only one. */
#include "unit.h"

#include <string.h>

#include "join.h"

#define TCP 100
#define SCTP 200
#define MAX_ROWS 100

static struct conn rows[MAX_ROWS];
static size_t row_count;

static void take_row(void *context, const struct conn *conn)
{
	(void)context;
	assert_uint_in_range(row_count, 0, MAX_ROWS - 1);
	rows[row_count++] = *conn;
}

static void push(struct join *join, unsigned witness, uint64_t ts_ns,
		 uint32_t tid, uint64_t prot)
{
	struct conn conn = {
		.ts_ns = ts_ns,
		.tid = tid,
		.prot = prot,
		.witnesses = witness,
		.port = witness == CONN_ACCEPT ? 80 : 0,
		.uid = witness == CONN_GRAFT ? 7 : CONN_UID_UNKNOWN,
	};

	join_push(join, &conn, take_row, NULL);
}

static int reset(void **state)
{
	(void)state;
	row_count = 0;
	return 0;
}

static void test_join_pairs(void **state)
{
	struct join join = { .has_both = true };

	(void)state;
	push(&join, CONN_ACCEPT, 1, 10, 0);
	push(&join, CONN_ACCEPT, 2, 20, 0);
	assert_int_equal(row_count, 0);
	push(&join, CONN_GRAFT, 3, 20, TCP);
	push(&join, CONN_GRAFT, 4, 10, TCP);
	assert_int_equal(row_count, 2);
	assert_int_equal(rows[0].tid, 20);
	assert_int_equal(rows[0].uid, 7);
	assert_int_equal(rows[0].port, 80);
	assert_int_equal(rows[0].witnesses, CONN_ACCEPT | CONN_GRAFT);
	assert_int_equal(rows[1].tid, 10);
	assert_int_equal(join.used + join.accept_alone + join.graft_alone, 0);
}

static void test_join_graft_alone(void **state)
{
	struct join join = { .has_both = true };

	(void)state;
	join_learn(&join, TCP);
	join_learn(&join, TCP);
	join_learn(&join, 0);
	assert_int_equal(join.prot_count, 1);
	push(&join, CONN_GRAFT, 1, 10, TCP);
	push(&join, CONN_GRAFT, 2, 10, SCTP);
	assert_int_equal(row_count, 1);
	assert_int_equal(join.graft_alone, 1);
	/* With an accept it is a row whatever its protocol is called. */
	push(&join, CONN_ACCEPT, 3, 10, 0);
	push(&join, CONN_GRAFT, 4, 10, SCTP);
	assert_int_equal(row_count, 2);
}

static void test_join_accept_alone(void **state)
{
	struct join join = { .has_both = true };

	(void)state;
	push(&join, CONN_ACCEPT, 1, 10, 0);
	push(&join, CONN_ACCEPT, 5, 10, 0);
	assert_int_equal(row_count, 1);
	assert_int_equal(rows[0].ts_ns, 1);
	join_expire(&join, 5, take_row, NULL);
	assert_int_equal(row_count, 1);
	join_expire(&join, 6, take_row, NULL);
	assert_int_equal(row_count, 2);
	assert_int_equal(join.accept_alone, 2);
}

static void test_join_many_pending(void **state)
{
	struct join join = { .has_both = true };

	(void)state;
	for (uint32_t i = 0; i < JOIN_PENDING + 2; i++)
		push(&join, CONN_ACCEPT, i, i + 1, 0);
	assert_int_equal(row_count, 2);
	assert_int_equal(rows[1].tid, 2);
	for (uint32_t i = 2; i < JOIN_PENDING + 2; i++)
		push(&join, CONN_GRAFT, 1000 + i, i + 1, TCP);
	assert_int_equal(row_count, JOIN_PENDING + 2);
	assert_int_equal(join.accept_alone, 2);
}

static void test_join_one_witness(void **state)
{
	struct join join = { .has_both = false };

	(void)state;
	join_learn(&join, TCP);
	push(&join, CONN_ACCEPT, 1, 10, 0);
	push(&join, CONN_GRAFT, 2, 10, TCP);
	push(&join, CONN_GRAFT, 3, 10, SCTP);
	assert_int_equal(row_count, 2);
	assert_int_equal(join.accept_alone + join.graft_alone, 0);
}

static void test_join_lost(void **state)
{
	struct join both = { .has_both = true,
			     .accept_alone = 1,
			     .graft_alone = 2 };
	struct join one = { .has_both = false };

	(void)state;
	assert_int_equal(join_lost(&both, 0), 0);
	assert_int_equal(join_lost(&both, 3), 0);
	assert_int_equal(join_lost(&both, 4), 1);
	assert_int_equal(join_lost(&both, 203), 100);
	assert_int_equal(join_lost(&one, 203), 203);
}

/* What the one saw and the other did not, though both were armed. */
static void test_join_missed(void **state)
{
	struct join join = { .has_both = true };

	(void)state;
	join_learn(&join, TCP);
	join_unsure(&join, 0, 10);
	/* Accept is armed first. */
	push(&join, CONN_ACCEPT, 5, 1, 0);
	push(&join, CONN_ACCEPT, 6, 1, 0);
	push(&join, CONN_GRAFT, 7, 1, TCP);
	assert_int_equal(join.accept_alone, 1);
	/* Threads that were waiting when it was armed, the first time. */
	push(&join, CONN_GRAFT, 20, 2, TCP);
	push(&join, CONN_GRAFT, 21, 3, TCP);
	assert_int_equal(join.graft_alone, 2);
	assert_int_equal(join_missed(&join, 0), 0);
	push(&join, CONN_GRAFT, 22, 2, TCP);
	assert_int_equal(join_missed(&join, 0), 1);
	push(&join, CONN_ACCEPT, 23, 3, 0);
	push(&join, CONN_GRAFT, 24, 3, TCP);
	push(&join, CONN_GRAFT, 25, 3, TCP);
	assert_int_equal(join_missed(&join, 0), 2);
	push(&join, CONN_ACCEPT, 26, 4, 0);
	join_expire(&join, 27, take_row, NULL);
	assert_int_equal(join_missed(&join, 0), 3);
	/* A lost record explains one each. */
	assert_int_equal(join_missed(&join, 2), 1);
	assert_int_equal(join_missed(&join, 100), 0);
	assert_int_equal(join.accept_alone + join.graft_alone, 6);
}

static void test_join_unsure(void **state)
{
	struct join join = { .has_both = true };

	(void)state;
	join_learn(&join, TCP);
	push(&join, CONN_GRAFT, 1, 1, TCP);
	push(&join, CONN_GRAFT, 2, 1, TCP);
	join_settle(&join);
	/* Somebody has switched accept off, which is noticed at 6. */
	push(&join, CONN_GRAFT, 5, 1, TCP);
	assert_int_equal(join_missed(&join, 0), 2);
	join_unsure(&join, 3, 8);
	assert_int_equal(join_missed(&join, 0), 1);
	push(&join, CONN_GRAFT, 7, 1, TCP);
	assert_int_equal(join_missed(&join, 0), 1);
	/* It waits again when accept is armed again, at 8. */
	join_unsure(&join, 3, 8);
	push(&join, CONN_GRAFT, 9, 1, TCP);
	assert_int_equal(join_missed(&join, 0), 1);
	push(&join, CONN_GRAFT, 10, 1, TCP);
	assert_int_equal(join_missed(&join, 0), 2);
	/* At the end accept goes first. */
	join_settle(&join);
	join_unsure(&join, 11, UINT64_MAX);
	push(&join, CONN_GRAFT, 12, 1, TCP);
	push(&join, CONN_GRAFT, 13, 1, TCP);
	assert_int_equal(join_missed(&join, 0), 2);
}

/* A handshake may be recorded in another buffer than its accept. */
static void test_join_waits_of_machine(void **state)
{
	struct join first = { .has_both = false };
	struct join second = { .first = &first };
	struct conn end = { .ts_ns = 5,
			    .sock = 1,
			    .port_source = 7,
			    .witnesses = CONN_ESTABLISHED };
	struct conn accept = { .ts_ns = 9,
			       .sock = 1,
			       .port_source = 7,
			       .witnesses = CONN_ACCEPT };

	(void)state;
	join_push(&first, &end, take_row, NULL);
	assert_int_equal(row_count, 0);
	join_push(&second, &accept, take_row, NULL);
	assert_int_equal(row_count, 1);
	assert_int_equal(rows[0].wait_ns, 4);
	assert_null(second.waits);
	join_free(&second);
	join_free(&first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_join_pairs, reset),
		cmocka_unit_test_setup(test_join_graft_alone, reset),
		cmocka_unit_test_setup(test_join_accept_alone, reset),
		cmocka_unit_test_setup(test_join_many_pending, reset),
		cmocka_unit_test_setup(test_join_one_witness, reset),
		cmocka_unit_test(test_join_lost),
		cmocka_unit_test_setup(test_join_missed, reset),
		cmocka_unit_test_setup(test_join_unsure, reset),
		cmocka_unit_test_setup(test_join_waits_of_machine, reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
