/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two records side by side are one; whatever else comes stays as it is. */
#include "unit.h"

#include "join.h"
#include "pair.h"

#define TCP 100
#define MAX_OUT 16

static struct conn out[MAX_OUT];
static size_t out_count;

static void take(void *context, struct conn *conn)
{
	(void)context;
	assert_uint_in_range(out_count, 0, MAX_OUT - 1);
	out[out_count++] = *conn;
}

static struct conn make(unsigned witness, uint64_t ts_ns, uint32_t tid,
			uint32_t cpu)
{
	struct conn conn = {
		.ts_ns = ts_ns,
		.tid = tid,
		.cpu = cpu,
		.witnesses = witness,
		.family = witness == CONN_GRAFT ? 4 : 0,
		.prot = witness == CONN_GRAFT ? TCP : 0,
	};

	return conn;
}

static void push_conn(struct pair *pair, struct conn conn)
{
	struct conn *room = pair_room(pair);

	*room = conn;
	pair_push(pair, room, take, NULL);
}

static void push(struct pair *pair, unsigned witness, uint64_t ts_ns,
		 uint32_t tid, uint32_t cpu)
{
	push_conn(pair, make(witness, ts_ns, tid, cpu));
}

static int reset(void **state)
{
	(void)state;
	out_count = 0;
	return 0;
}

static void test_pair_adjacent(void **state)
{
	struct pair pair = { .is_held = false };

	(void)state;
	push(&pair, CONN_ACCEPT, 1, 10, 0);
	assert_int_equal(out_count, 0);
	push(&pair, CONN_GRAFT, 2, 10, 0);
	assert_int_equal(out_count, 1);
	assert_int_equal(out[0].witnesses, CONN_ACCEPT | CONN_GRAFT);
	assert_int_equal(out[0].ts_ns, 2);
	assert_int_equal(out[0].accept_ns, 1);
	pair_flush(&pair, take, NULL);
	assert_int_equal(out_count, 1);
}

/* Another thread's, another CPU's, one behind the other: as they came. */
static void test_pair_apart(void **state)
{
	static const struct {
		unsigned witness;
		uint32_t tid, cpu;
	} records[] = {
		{ CONN_ACCEPT, 10, 0 }, { CONN_GRAFT, 11, 0 },
		{ CONN_ACCEPT, 10, 0 }, { CONN_GRAFT, 10, 1 },
		{ CONN_ACCEPT, 10, 0 }, { CONN_ACCEPT, 10, 0 },
		{ CONN_ACCEPT, 12, 0 },
	};
	struct pair pair = { .is_held = false };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(records); i++)
		push(&pair, records[i].witness, i + 1, records[i].tid,
		     records[i].cpu);
	pair_flush(&pair, take, NULL);
	assert_int_equal(out_count, COUNT_OF(records));
	for (size_t i = 0; i < COUNT_OF(records); i++) {
		assert_int_equal(out[i].ts_ns, i + 1);
		assert_int_equal(out[i].witnesses, records[i].witness);
	}
}

/* An accept event that tells all may be another kernel's accept alone. */
static void test_pair_whole(void **state)
{
	struct conn accept = make(CONN_ACCEPT, 1, 10, 0);
	struct pair pair = { .is_held = false };

	(void)state;
	accept.family = 4;
	push_conn(&pair, accept);
	assert_int_equal(out_count, 1);
}

static struct join join;
static size_t row_count;
static struct conn last_row;

static void count_row(void *context, const struct conn *conn)
{
	(void)context;
	last_row = *conn;
	row_count++;
}

static void join_all(void)
{
	/* Of two CPUs, in time order. */
	for (uint64_t ts_ns = 0; ts_ns < 10; ts_ns++)
		for (size_t i = 0; i < out_count; i++)
			if (out[i].ts_ns == ts_ns)
				join_push(&join, &out[i], count_row, NULL);
	join_expire(&join, UINT64_MAX, count_row, NULL);
}

static int reset_join(void **state)
{
	join = (struct join){ .has_both = true };
	row_count = 0;
	return reset(state);
}

/* Accepts on one CPU, is moved before its graft, and comes back. */
static void test_pair_moved(void **state)
{
	struct pair pairs[2] = { { .is_held = false } };
	struct conn accepts[] = { make(CONN_ACCEPT, 1, 10, 0),
				  make(CONN_ACCEPT, 3, 10, 1) };

	(void)state;
	for (int i = 0; i < 2; i++) {
		accepts[i].sock = accepts[i].ts_ns;
		accepts[i].queue = accepts[i].ts_ns;
		accepts[i].backlog = 128;
	}
	push_conn(&pairs[0], accepts[0]);
	push(&pairs[0], CONN_GRAFT, 4, 10, 0);
	push(&pairs[1], CONN_GRAFT, 2, 10, 1);
	push_conn(&pairs[1], accepts[1]);
	pair_flush(&pairs[1], take, NULL);
	join_all();
	/* The second row is of the second accept. */
	assert_int_equal(last_row.ts_ns, 4);
	assert_int_equal(last_row.sock, 3);
	assert_int_equal(last_row.queue, 3);
	assert_int_equal(last_row.accept_ns, 3);
	assert_int_equal(row_count, 2);
	assert_int_equal(join.accept_alone, 0);
	assert_int_equal(join.graft_alone, 0);
	assert_int_equal(join.missed, 0);
}

/* The graft of its first accept was lost; the second is a pair. */
static void test_pair_after_lost_graft(void **state)
{
	struct pair pair = { .is_held = false };

	(void)state;
	push(&pair, CONN_ACCEPT, 1, 10, 0);
	pair_flush(&pair, take, NULL);
	push(&pair, CONN_ACCEPT, 3, 10, 0);
	push(&pair, CONN_GRAFT, 4, 10, 0);
	join_all();
	assert_int_equal(row_count, 2);
	assert_int_equal(join.accept_alone, 1);
	assert_int_equal(join.graft_alone, 0);
	assert_int_equal(join.missed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_pair_adjacent, reset),
		cmocka_unit_test_setup(test_pair_apart, reset),
		cmocka_unit_test_setup(test_pair_whole, reset),
		cmocka_unit_test_setup(test_pair_moved, reset_join),
		cmocka_unit_test_setup(test_pair_after_lost_graft, reset_join),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
