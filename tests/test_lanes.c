/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time order over CPUs, against a plain sort of the same. */
#include "unit.h"

#include "lanes.h"

#define MANY 20000
#define SPAN 4000

static struct lanes lanes;
static struct conn all[MANY];
static size_t pushed, popped;
static uint64_t seed;

static uint32_t draw(uint32_t below)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (seed >> 33) % below;
}

static int reset(void **state)
{
	(void)state;
	pushed = popped = 0;
	seed = 4711;
	return 0;
}

static int release(void **state)
{
	(void)state;
	lanes_free(&lanes);
	return 0;
}

static void push(uint64_t ts_ns, uint32_t cpu)
{
	struct conn conn = { .ts_ns = ts_ns, .cpu = cpu, .tid = pushed };

	assert_true(pushed < MANY);
	all[pushed++] = conn;
	assert_int_equal(lanes_push(&lanes, &conn), 0);
}

/* As far as it goes; each at most once, none before another one's time. */
static void pop_before(uint64_t horizon_ns)
{
	static uint64_t last_ns;
	const struct conn *conn;

	if (!popped)
		last_ns = 0;
	while ((conn = lanes_pop(&lanes, horizon_ns)) != NULL) {
		assert_true(conn->ts_ns < horizon_ns);
		assert_true(conn->ts_ns >= last_ns);
		last_ns = conn->ts_ns;
		assert_int_equal(all[conn->tid].ts_ns, conn->ts_ns);
		assert_int_equal(all[conn->tid].cpu, conn->cpu);
		all[conn->tid].ts_ns = 0;
		popped++;
	}
	for (size_t i = 0; i < pushed; i++)
		assert_true(!all[i].ts_ns || all[i].ts_ns >= horizon_ns);
	assert_int_equal(lanes.used, pushed - popped);
}

/* A page of each CPU by turns, as the reader does. */
static void test_lanes_pages(void **state)
{
	uint64_t next_ns[64];

	(void)state;
	for (int cpu = 0; cpu < 64; cpu++)
		next_ns[cpu] = 1 + draw(SPAN);
	for (int round = 0; round < 10; round++) {
		uint64_t horizon_ns = UINT64_MAX;

		for (int cpu = 0; cpu < 64; cpu++) {
			for (uint32_t i = draw(50); i > 0; i--)
				push(next_ns[cpu] += draw(100), cpu);
			if (next_ns[cpu] < horizon_ns)
				horizon_ns = next_ns[cpu];
		}
		pop_before(horizon_ns);
	}
	pop_before(UINT64_MAX);
	assert_int_equal(popped, pushed);
}

/* CPUs come and go, and some are not in order themselves, nor known. */
static void test_lanes_disorder(void **state)
{
	static const uint32_t cpus[] = { 0, 1, 5, 63, 8191, 8192, UINT32_MAX };
	uint64_t now_ns = SPAN;

	(void)state;
	for (int round = 0; round < 300; round++) {
		for (uint32_t i = draw(30); i > 0; i--)
			push(now_ns + draw(SPAN), cpus[draw(COUNT_OF(cpus))]);
		now_ns += draw(SPAN);
		pop_before(draw(4) ? now_ns : now_ns - draw(SPAN));
	}
	pop_before(UINT64_MAX);
	assert_int_equal(popped, pushed);
}

/* At the same time that of the lower CPU, and of one CPU as they came. */
static void test_lanes_same_time(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 300; i++)
		push(7, i % 3);
	for (uint32_t i = 0; i < 300; i++) {
		const struct conn *conn = lanes_pop(&lanes, 8);

		assert_int_equal(conn->cpu, i / 100);
		assert_int_equal(conn->tid, i % 100 * 3 + i / 100);
	}
	assert_null(lanes_pop(&lanes, UINT64_MAX));
}

/* Also where it is known only later which lane is the first. */
static void test_lanes_later_tie(void **state)
{
	static const uint32_t expected[] = { 1, 0, 1 };

	(void)state;
	push(7, 0);
	push(5, 1);
	push(7, 1);
	for (size_t i = 0; i < COUNT_OF(expected); i++)
		assert_int_equal(lanes_pop(&lanes, 8)->cpu, expected[i]);
}

/* Filled one after the other and left, they keep no more than the last one. */
static void test_lanes_memory(void **state)
{
	const uint32_t many = 2000;
	size_t size = 0;

	(void)state;
	for (uint32_t cpu = 0; cpu < LANES_MOST; cpu++) {
		struct conn conn = { .ts_ns = 1, .cpu = cpu };

		for (uint32_t i = 0; i < many; i++)
			assert_int_equal(lanes_push(&lanes, &conn), 0);
		for (uint32_t i = 0; i < many; i++) {
			const struct conn *taken = lanes_pop(&lanes, 2);

			assert_int_equal(taken->cpu, cpu);
			assert_int_equal(taken->ts_ns, 1);
		}
		assert_null(lanes_pop(&lanes, 2));
	}
	for (size_t i = 0; i < LANES_MOST; i++)
		size += lanes.lanes[i].size;
	assert_uint_in_range(size, many, 2 * 2 * many);
}

/* One that is given out is there until the next, whatever becomes of its lane. */
static void test_lanes_lifetime(void **state)
{
	const int many = 300;

	(void)state;
	for (int round = 1; round < 3; round++) {
		for (int i = 0; i < many; i++)
			push(round, 0);
		pop_before(UINT64_MAX);
	}
	for (int i = 0; i < many; i++)
		push(10, 1);
	for (int i = 0; i < many; i++)
		push(20, 0);
	pop_before(15);
	push(30, 0);
	pop_before(UINT64_MAX);
	assert_int_equal(popped, pushed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_lanes_pages, reset,
						release),
		cmocka_unit_test_setup_teardown(test_lanes_disorder, reset,
						release),
		cmocka_unit_test_setup_teardown(test_lanes_same_time, reset,
						release),
		cmocka_unit_test_setup_teardown(test_lanes_later_tie, reset,
						release),
		cmocka_unit_test_setup_teardown(test_lanes_memory, reset,
						release),
		cmocka_unit_test_setup_teardown(test_lanes_lifetime, reset,
						release),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
