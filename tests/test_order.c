/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time order over CPUs. */
#include "unit.h"

#include "order.h"

static void push(struct order *order, uint64_t ts_ns, uint32_t cpu)
{
	struct conn conn = { .ts_ns = ts_ns, .cpu = cpu };

	assert_int_equal(order_push(order, &conn), 0);
}

static const struct conn *first(const struct order *order, uint64_t horizon_ns)
{
	const struct conn *conn = order->used ? order_at(order, 0) : NULL;

	return conn && conn->ts_ns < horizon_ns ? conn : NULL;
}

/* The next one, before @horizon_ns, must be this. */
static void pop(struct order *order, uint64_t horizon_ns, uint64_t ts_ns)
{
	const struct conn *conn = first(order, horizon_ns);

	assert_non_null(conn);
	assert_int_equal(conn->ts_ns, ts_ns);
	order_drop(order);
}

static void test_order_merges(void **state)
{
	struct order order = { 0 };

	(void)state;
	push(&order, 1, 0);
	push(&order, 4, 0);
	push(&order, 6, 0);
	push(&order, 2, 1);
	push(&order, 3, 1);
	push(&order, 5, 1);
	for (uint64_t ts_ns = 1; ts_ns <= 6; ts_ns++)
		pop(&order, 7, ts_ns);
	assert_null(first(&order, 7));
	order_free(&order);
}

static void test_order_holds_back(void **state)
{
	struct order order = { 0 };

	(void)state;
	push(&order, 20, 0);
	push(&order, 10, 1);
	assert_null(first(&order, 10));
	pop(&order, 20, 10);
	assert_null(first(&order, 20));
	/* Late, but before what is held: still in order. */
	push(&order, 15, 1);
	pop(&order, 100, 15);
	pop(&order, 100, 20);
	assert_null(first(&order, UINT64_MAX));
	order_free(&order);
}

/* More than it holds at first, all at one time: as they came. */
static void test_order_is_stable(void **state)
{
	struct order order = { 0 };

	(void)state;
	push(&order, 8, 0);
	for (uint32_t i = 0; i < 5000; i++)
		push(&order, 7, i);
	for (uint32_t i = 0; i < 5000; i++) {
		assert_int_equal(first(&order, 8)->cpu, i);
		order_drop(&order);
	}
	assert_null(first(&order, 8));
	order_free(&order);
}

/* Always some are held: what was taken out must make room for others. */
static void test_order_stays_small(void **state)
{
	struct order order = { 0 };

	(void)state;
	for (uint64_t ts_ns = 0; ts_ns < 100000; ts_ns++) {
		push(&order, ts_ns ^ 1, 0);
		if (ts_ns >= 100)
			pop(&order, UINT64_MAX, ts_ns - 100);
	}
	assert_uint_in_range(order.size, 100, 1000);
	order_free(&order);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_merges),
		cmocka_unit_test(test_order_holds_back),
		cmocka_unit_test(test_order_is_stable),
		cmocka_unit_test(test_order_stays_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
