/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Accepts over time: whatever comes in whatever order, nothing is lost or in
 * the wrong place when buckets become wider.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "timeline.h"

#define ROWS 3000
#define MS_NS UINT64_C(1000000)
#define SECOND_NS UINT64_C(1000000000)
#define START_NS (1700000000 * SECOND_NS)

static struct timeline timeline;

static struct {
	uint64_t time_ns, wait_ns;
	uint16_t port;
} rows[ROWS];

static uint64_t random_below(uint64_t limit)
{
	return ((uint64_t)rand() << 31 | (uint64_t)rand()) % limit;
}

static void add_all(uint64_t span_ns, unsigned ports)
{
	memset(&timeline, 0, sizeof(timeline));
	for (int i = 0; i < ROWS; i++) {
		rows[i].time_ns = START_NS + random_below(span_ns);
		rows[i].port = rand() % ports;
		rows[i].wait_ns = rand() % 3 ? random_below(SECOND_NS) : 0;
		timeline_add(&timeline, rows[i].time_ns, rows[i].port,
			     rows[i].wait_ns);
	}
}

static uint64_t count_rows(uint64_t from_ns, uint64_t until_ns, int port)
{
	uint64_t count = 0;

	for (int i = 0; i < ROWS; i++)
		count += rows[i].time_ns >= from_ns &&
			 rows[i].time_ns < until_ns &&
			 (port < 0 || rows[i].port == port);
	return count;
}

static uint64_t count_waits(uint64_t from_ns, uint64_t until_ns)
{
	uint64_t count = 0;

	for (int i = 0; i < ROWS; i++)
		count += rows[i].time_ns >= from_ns &&
			 rows[i].time_ns < until_ns && rows[i].wait_ns;
	return count;
}

static void check_bucket(size_t at)
{
	uint64_t from_ns = timeline_from_ns(&timeline, at);
	uint64_t until_ns = timeline_from_ns(&timeline, at + 1);
	uint64_t counted = 0;

	for (size_t i = 0; i <= timeline.ports; i++) {
		uint32_t count = timeline.port[i].counts[at];

		counted += count;
		if (i && !timeline.folded)
			assert_int_equal(count,
					 count_rows(from_ns, until_ns,
						    timeline.port[i].port));
	}
	assert_int_equal(counted, count_rows(from_ns, until_ns, -1));
	assert_int_equal(timeline.waits[at].count,
			 count_waits(from_ns, until_ns));
}

static void check_all(void)
{
	assert_uint_in_range(timeline.count, 1, TIMELINE_BUCKETS);
	assert_int_equal(count_rows(timeline_from_ns(&timeline, 0),
				    timeline_from_ns(&timeline, timeline.count),
				    -1),
			 ROWS);
	for (size_t at = 0; at < timeline.count; at++)
		check_bucket(at);
}

static void test_timeline_spans(void **state)
{
	static const uint64_t spans[] = {
		1,
		300 * MS_NS,
		321 * MS_NS,
		SECOND_NS,
		37 * SECOND_NS,
		3600 * SECOND_NS,
		100000 * SECOND_NS,
		UINT64_C(4000000000) * SECOND_NS,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++) {
		add_all(spans[i], 20);
		check_all();
		/* As fine as there is room for, but for a step of five. */
		if (spans[i] > 400 * MS_NS)
			assert_uint_in_range(timeline.count,
					     TIMELINE_BUCKETS / 5,
					     TIMELINE_BUCKETS);
	}
}

static void test_timeline_any_time(void **state)
{
	(void)state;
	memset(&timeline, 0, sizeof(timeline));
	timeline_add(&timeline, UINT64_MAX, 1, 1);
	timeline_add(&timeline, 1, 2, UINT64_MAX);
	timeline_add(&timeline, UINT64_MAX / 2, 3, 0);
	assert_uint_in_range(timeline.count, 2, TIMELINE_BUCKETS);
	assert_int_equal(timeline.ports, 3);
}

static void test_timeline_ports(void **state)
{
	uint64_t count = 0;

	(void)state;
	add_all(10 * SECOND_NS, 1000);
	assert_true(timeline.folded > 0);
	check_all();
	timeline_sort(&timeline);
	for (size_t i = 0; i <= timeline.ports; i++) {
		count += timeline.port[i].count;
		if (i > 1)
			assert_true(timeline.port[i].count <=
				    timeline.port[i - 1].count);
	}
	assert_int_equal(count, ROWS);
}

static void test_timeline_mark(void **state)
{
	static const struct {
		uint64_t from_ms, until_ms;
		bool is_in;
	} outside[] = { { 0, 997, false },
			{ 0, 999, true },
			{ 1100, 2000, true },
			{ 1102, 2000, false },
			{ 1300, 1300, false } };

	(void)state;
	memset(&timeline, 0, sizeof(timeline));
	/* There is nothing yet. */
	assert_false(timeline_mark(&timeline, 0, UINT64_MAX, 3));
	for (int i = 0; i < 100; i++)
		timeline_add(&timeline, START_NS + i * MS_NS, 80, 0);
	assert_true(timeline_mark(&timeline, START_NS + 10 * MS_NS,
				  START_NS + 12 * MS_NS, 7));
	assert_true(
		timeline_mark(&timeline, START_NS + 99 * MS_NS, UINT64_MAX, 2));
	for (int i = 0; i < 100; i++) {
		assert_int_equal(timeline.is_marked[i],
				 (i >= 10 && i <= 12) || i == 99);
		assert_int_equal(timeline.lost[i], i == 12 ? 7 :
						   i == 99 ? 2 :
							     0);
	}
	for (size_t i = 0; i < COUNT_OF(outside); i++)
		assert_int_equal(
			timeline_mark(&timeline,
				      START_NS - SECOND_NS +
					      outside[i].from_ms * MS_NS,
				      START_NS - SECOND_NS +
					      outside[i].until_ms * MS_NS,
				      0),
			outside[i].is_in);
	/* A hundred times as long: what is marked moves with its time. */
	timeline_add(&timeline, START_NS + 10000 * MS_NS, 80, 0);
	assert_int_equal(timeline.width_ns, 100 * MS_NS);
	assert_true(timeline.is_marked[0] && !timeline.is_marked[1]);
	assert_int_equal(timeline.lost[0], 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_timeline_spans),
		cmocka_unit_test(test_timeline_any_time),
		cmocka_unit_test(test_timeline_ports),
		cmocka_unit_test(test_timeline_mark),
	};

	srand(20231114);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
