/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of gaps. */
#include "unit.h"

#include <stdlib.h>
#include <time.h>

#include "gaps.h"

#define SECOND UINT64_C(1000000000)

static int set_zone(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	return 0;
}

static void test_gaps_format(void **state)
{
	const struct gap one = { SECOND, 2 * SECOND + SECOND / 2, true, 3 };
	const struct gap two = { 3600 * SECOND, 3601 * SECOND, true, 4 };
	const struct gap uncounted = { 7200 * SECOND, 7260 * SECOND, false, 0 };
	struct gaps gaps = { .count = 0 };
	char text[GAPS_SIZE];

	(void)state;
	gaps_format(text, &gaps);
	assert_string_equal(text, "");
	gaps_add(&gaps, &one);
	gaps_format(text, &gaps);
	assert_string_equal(text, "between 00:00:01.000 and 00:00:02.500, when "
				  "the kernel counted 3 connections "
				  "established");
	gaps_add(&gaps, &two);
	gaps_format(text, &gaps);
	assert_string_equal(text, "2 times, 2.500 s in all, between "
				  "00:00:01.000 and 01:00:01.000, when the "
				  "kernel counted 7 connections established");
	/* A sum without one of them would be too small. */
	gaps_add(&gaps, &uncounted);
	gaps_format(text, &gaps);
	assert_string_equal(text, "3 times, 62.500 s in all, between "
				  "00:00:01.000 and 02:01:00.000");
	gap_format(text, &uncounted);
	assert_string_equal(text, "between 02:00:00.000 and 02:01:00.000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_gaps_format, set_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
