/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which descriptors need no look. */
#include "unit.h"

#include "fresh.h"

static void add(struct fresh *fresh, uint64_t ts_ns, uint32_t pid, int fd)
{
	const struct conn point = { .ts_ns = ts_ns, .tid = pid, .pid = pid };

	assert_int_equal(fresh_add(fresh, &point, fd), 0);
}

static struct calls_seen take(struct fresh *fresh, uint64_t ts_ns, uint32_t pid)
{
	const struct conn point = { .ts_ns = ts_ns, .tid = pid, .pid = pid };
	struct calls_seen seen;

	assert_true(fresh_take(fresh, &point, &seen));
	return seen;
}

/* When is not known, but before the other got it. */
static void test_fresh_closed(void **state)
{
	struct fresh fresh = { .used = 0 };

	(void)state;
	add(&fresh, 10, 1, 5);
	add(&fresh, 20, 2, 5);
	add(&fresh, 30, 1, 6);
	add(&fresh, 40, 1, 5);
	assert_int_equal(take(&fresh, 10, 1).look, CALLS_GONE);
	assert_int_equal(take(&fresh, 20, 2).look, CALLS_UNSEEN);
	assert_int_equal(take(&fresh, 30, 1).look, CALLS_UNSEEN);
	assert_int_equal(take(&fresh, 40, 1).look, CALLS_UNSEEN);
	fresh_free(&fresh);
}

/* What closes it may be read until then. */
static void test_fresh_closed_at(void **state)
{
	struct fresh fresh = { .used = 0 };

	(void)state;
	add(&fresh, 10, 1, 5);
	add(&fresh, 40, 1, 5);
	assert_int_equal(take(&fresh, 10, 1).at_ns, 40);
	fresh_free(&fresh);
}

/* Read from two CPUs, the later one first. */
static void test_fresh_closed_unordered(void **state)
{
	struct fresh fresh = { .used = 0 };
	struct calls_seen seen;

	(void)state;
	add(&fresh, 40, 1, 5);
	add(&fresh, 10, 1, 5);
	seen = take(&fresh, 10, 1);
	assert_int_equal(seen.look, CALLS_GONE);
	assert_int_equal(seen.at_ns, 40);
	assert_int_equal(take(&fresh, 40, 1).look, CALLS_UNSEEN);
	fresh_free(&fresh);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fresh_closed),
		cmocka_unit_test(test_fresh_closed_at),
		cmocka_unit_test(test_fresh_closed_unordered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
