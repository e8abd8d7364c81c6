/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time spans that are counted by length, against the sorted spans. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "histogram.h"
#include "waitlines.h"

#define COUNT 1000

static int compare(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return *a < *b ? -1 : *a > *b;
}

/* From nanoseconds to minutes, as many of each magnitude. */
static void fill(struct histogram *histogram, uint64_t *spans)
{
	uint64_t random = 4711;

	for (int i = 0; i < COUNT; i++) {
		random = random * 6364136223846793005 + 1442695040888963407;
		spans[i] = (random >> 33) % (1ULL << (10 + random % 29)) + 1;
		histogram_add(histogram, spans[i]);
	}
	qsort(spans, COUNT, sizeof(*spans), compare);
}

static void test_histogram_percentile(void **state)
{
	struct histogram histogram = { .count = 0 };
	uint64_t spans[COUNT];

	(void)state;
	assert_int_equal(histogram_percentile(&histogram, 50), 0);
	fill(&histogram, spans);
	assert_int_equal(histogram.count, COUNT);
	assert_int_equal(histogram.max_ns, spans[COUNT - 1]);
	for (unsigned percent = 1; percent <= 100; percent++) {
		uint64_t right = spans[COUNT / 100 * percent - 1];
		uint64_t found = histogram_percentile(&histogram, percent);

		/* A bucket is a quarter of where it begins, or of 1 us. */
		if (found > right + right / 4 + 250 ||
		    found + found / 4 + 250 < right)
			fail_msg("%u%%: %lu is not %lu", percent,
				 (unsigned long)found, (unsigned long)right);
	}
}

static void test_histogram_octaves(void **state)
{
	struct histogram histogram = { .count = 0 }, twice = { .count = 0 };
	uint64_t sum = 0;

	(void)state;
	histogram_add(&histogram, 1);
	histogram_add(&histogram, 999);
	histogram_add(&histogram, 1000);
	histogram_add(&histogram, 1999);
	histogram_add(&histogram, 2000);
	histogram_add(&histogram, UINT64_MAX);
	assert_int_equal(histogram_octave(&histogram, 0), 2);
	assert_int_equal(histogram_octave(&histogram, 1), 2);
	assert_int_equal(histogram_octave(&histogram, 2), 1);
	assert_int_equal(histogram_octave(&histogram, HISTOGRAM_OCTAVES - 1),
			 1);
	assert_int_equal(histogram_from_ns(0), 0);
	assert_int_equal(histogram_from_ns(2), 2000);
	histogram_merge(&twice, &histogram);
	histogram_merge(&twice, &histogram);
	for (unsigned i = 0; i < HISTOGRAM_OCTAVES; i++)
		sum += histogram_octave(&twice, i);
	assert_int_equal(sum, 12);
	assert_int_equal(twice.count, 12);
	assert_true(twice.max_ns == UINT64_MAX);
}

static void test_histogram_bars(void **state)
{
	struct histogram histogram = { .count = 0 };
	struct out out = { .fd = -1 };
	static const char wanted[] =
		"    WAIT    COUNT\n"
		"    <1us        1 #\n"
		"  1.00us        0\n"
		"  2.00us      200 "
		"########################################################\n"
		"  4.00us      100 ############################\n"
		"       -        7\n";

	(void)state;
	histogram_add(&histogram, 5);
	for (int i = 0; i < 300; i++)
		histogram_add(&histogram, i < 200 ? 3000 : 5000);
	assert_int_equal(waitlines_print(&histogram, 7, &out), 0);
	assert_int_equal(out.used, strlen(wanted));
	assert_memory_equal(out.data, wanted, out.used);
	free(out.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_histogram_percentile),
		cmocka_unit_test(test_histogram_octaves),
		cmocka_unit_test(test_histogram_bars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
