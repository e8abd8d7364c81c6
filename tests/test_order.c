/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time order over CPUs. */
#include "unit.h"

#include "order.h"

static void push(struct order *order, uint64_t ts_ns, uint32_t cpu)
{
	struct conn conn = { .ts_ns = ts_ns, .cpu = cpu };

	assert_int_equal(order_push(order, &conn), 0);
}

static void test_order_merges(void **state)
{
	static const uint64_t expected[] = { 1, 2, 3, 4, 5, 6 };
	struct order order = { 0 };

	(void)state;
	push(&order, 1, 0);
	push(&order, 4, 0);
	push(&order, 6, 0);
	push(&order, 2, 1);
	push(&order, 3, 1);
	push(&order, 5, 1);
	assert_int_equal(order_ready(&order, 7), 6);
	for (size_t i = 0; i < COUNT_OF(expected); i++)
		assert_int_equal(order.slots[i].conn.ts_ns, expected[i]);
	order_free(&order);
}

static void test_order_holds_back(void **state)
{
	struct order order = { 0 };

	(void)state;
	push(&order, 20, 0);
	push(&order, 10, 1);
	assert_int_equal(order_ready(&order, 10), 0);
	assert_int_equal(order_ready(&order, 20), 1);
	order_drop(&order, 1);
	/* Late, but before what is held: still in order. */
	push(&order, 15, 1);
	assert_int_equal(order_ready(&order, 100), 2);
	assert_int_equal(order.slots[0].conn.ts_ns, 15);
	assert_int_equal(order.slots[1].conn.ts_ns, 20);
	order_drop(&order, 2);
	assert_int_equal(order_ready(&order, UINT64_MAX), 0);
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
	assert_int_equal(order_ready(&order, 8), 5000);
	for (uint32_t i = 0; i < 5000; i++)
		assert_int_equal(order.slots[i].conn.cpu, i);
	order_free(&order);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_merges),
		cmocka_unit_test(test_order_holds_back),
		cmocka_unit_test(test_order_is_stable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
