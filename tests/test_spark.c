/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last minutes: counted by time, and drawn. */
#include "unit.h"

#include <string.h>

#include "history.h"
#include "spark.h"

#define STEP HISTORY_STEP_NS

static void test_spark_text(void **state)
{
	static const struct {
		uint32_t values[8];
		uint32_t largest;
		const char *ascii, *blocks;
	} cases[] = {
		{ { 0 }, 0, "        ", "        " },
		{ { 1, 2, 3, 4, 5, 6, 7, 8 }, 8, "_.,-=+*#", "▁▂▃▄▅▆▇█" },
		{ { 0, 1, 0, 1 }, 1, " # #    ", " █ █    " },
		/* One of a million is seen, and the largest does not overflow. */
		{ { 1, 1000000 }, 1000000, "_#      ", "▁█      " },
		{ { UINT32_MAX, UINT32_MAX / 2 },
		  UINT32_MAX,
		  "#-      ",
		  "█▄      " },
	};
	char buf[8 * SPARK_BYTES + 1];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(spark_text(buf, cases[i].values, 8, false),
				 cases[i].largest);
		assert_string_equal(buf, cases[i].ascii);
		assert_int_equal(spark_text(buf, cases[i].values, 8, true),
				 cases[i].largest);
		assert_string_equal(buf, cases[i].blocks);
	}
}

static void test_spark_history(void **state)
{
	struct history history = { .last = 0 };
	uint32_t values[4];

	(void)state;
	history_read(&history, 2 * STEP, values, 4);
	assert_memory_equal(values, ((uint32_t[]){ 0, 0, 0, 0 }), 16);
	history_add(&history, 1000 * STEP);
	history_add(&history, 1001 * STEP + 5);
	history_add(&history, 1001 * STEP + STEP - 1);
	history_add(&history, 1000 * STEP + 7); /* late */
	history_read(&history, 1001 * STEP, values, 4);
	assert_memory_equal(values, ((uint32_t[]){ 0, 0, 2, 2 }), 16);
	/* Time goes on without any. */
	history_read(&history, 1003 * STEP, values, 4);
	assert_memory_equal(values, ((uint32_t[]){ 2, 2, 0, 0 }), 16);
	history_add(&history, 1004 * STEP);
	history_read(&history, 1004 * STEP, values, 4);
	assert_memory_equal(values, ((uint32_t[]){ 2, 0, 0, 1 }), 16);
	/* Once around: nothing of what was there before. */
	history_add(&history, (1004 + HISTORY_STEPS) * STEP);
	history_read(&history, (1004 + HISTORY_STEPS) * STEP, values, 4);
	assert_memory_equal(values, ((uint32_t[]){ 0, 0, 0, 1 }), 16);
	history_add(&history, 1004 * STEP); /* too late to be kept */
	history_read(&history, 1004 * STEP, values, 4);
	assert_memory_equal(values, ((uint32_t[]){ 0, 0, 0, 0 }), 16);
	history_add(&history, 9000 * STEP);
	history_read(&history, 9000 * STEP, values, 4);
	assert_memory_equal(values, ((uint32_t[]){ 0, 0, 0, 1 }), 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spark_text),
		cmocka_unit_test(test_spark_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
