/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quick at low rates, cheap at high ones, and asleep without any. */
#include "unit.h"

#include "pace.h"

#define BUFFER_KB 1024

static void test_pace_low_rate(void **state)
{
	struct pace pace;

	(void)state;
	pace_init(&pace, true, BUFFER_KB);
	for (int i = 0; i < 1000; i++) {
		assert_true(pace_takes_wakeup(&pace, false));
		pace_slept(&pace, false, true, false);
		/* A record while the first is held wakes at once as well. */
		assert_true(pace_takes_wakeup(&pace, true));
		assert_int_equal(pace_timeout_ms(&pace, true), PACE_PAUSE_MS);
		pace_slept(&pace, true, false, true);
	}
}

static void test_pace_high_rate(void **state)
{
	struct pace pace;
	int woken = 0;

	(void)state;
	pace_init(&pace, true, BUFFER_KB);
	for (int pauses = 0; pauses < 100;) {
		bool takes = pace_takes_wakeup(&pace, true);

		woken += takes;
		pauses += !takes;
		pace_slept(&pace, true, takes, !takes);
	}
	/* Those there were at first, for no pause brings nothing. */
	assert_uint_in_range(woken, 1, 20);
	/* Once all is printed, and nothing comes, they are back. */
	for (int i = 0; i < 20; i++)
		pace_slept(&pace, false, false, true);
	for (woken = 0; pace_takes_wakeup(&pace, true); woken++)
		pace_slept(&pace, true, true, false);
	assert_uint_in_range(woken, 10, 20);
}

/* After the first ones who can wait is woken by one of several alone. */
static void test_pace_patient(void **state)
{
	struct pace pace;
	int woken = 0;

	(void)state;
	pace_init(&pace, false, BUFFER_KB);
	for (; pace_takes_wakeup(&pace, true); woken++)
		pace_slept(&pace, true, true, false);
	assert_uint_in_range(woken, 10, 20);
	for (int i = 0; i < 100; i++) {
		assert_true(pace_takes_wakeup(&pace, false));
		pace_slept(&pace, false, true, false);
		assert_false(pace_takes_wakeup(&pace, true));
		assert_int_equal(pace_timeout_ms(&pace, true), PACE_PAUSE_MS);
		pace_slept(&pace, true, false, true);
		pace_slept(&pace, false, false, true);
	}
}

/* Who waits for others to come reads them all at once. */
static void test_pace_waiting(void **state)
{
	struct pace pace;

	(void)state;
	pace_init(&pace, false, BUFFER_KB);
	while (pace_takes_wakeup(&pace, true))
		pace_slept(&pace, true, true, false);
	for (int i = 0; i < 100; i++) {
		pace_slept(&pace, false, true, false);
		assert_true(pace_is_waiting(&pace));
		assert_false(pace_takes_wakeup(&pace, false));
		assert_int_equal(pace_timeout_ms(&pace, false), PACE_PAUSE_MS);
		/* A signal, or nothing: in either case what came is read. */
		pace_slept(&pace, false, false, i % 2);
		assert_false(pace_is_waiting(&pace));
		assert_true(pace_takes_wakeup(&pace, false));
	}
	/* Not while there are rows, which cannot be held any longer. */
	pace_slept(&pace, true, true, false);
	assert_false(pace_is_waiting(&pace));
	/* Nor at first, for somebody who has just started it. */
	pace_init(&pace, false, BUFFER_KB);
	pace_slept(&pace, false, true, false);
	assert_false(pace_is_waiting(&pace));
	/* What was looked up may be gone after a pause: at once. */
	pace_init(&pace, true, BUFFER_KB);
	while (pace_takes_wakeup(&pace, true))
		pace_slept(&pace, true, true, false);
	for (int i = 0; i < 100; i++) {
		pace_slept(&pace, false, true, false);
		assert_false(pace_is_waiting(&pace));
		pace_slept(&pace, true, false, true);
	}
}

/* Longer pauses where many come, shorter ones where buffers may fill up. */
static void test_pace_busy(void **state)
{
	static const struct {
		bool is_eager;
		uint64_t buffer_kb, records;
		int pause_ms;
	} cases[] = {
		{ false, BUFFER_KB, 10, PACE_PAUSE_MS },
		{ false, BUFFER_KB, 200, PACE_LONG_MS },
		{ false, BUFFER_KB, 4000, PACE_PAUSE_MS },
		{ false, 8, 200, PACE_PAUSE_MS },
		{ true, BUFFER_KB, 200, PACE_PAUSE_MS },
	};
	struct pace pace;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		pace_init(&pace, cases[i].is_eager, cases[i].buffer_kb);
		pace_read(&pace, cases[i].records);
		assert_int_equal(pace_timeout_ms(&pace, true),
				 cases[i].pause_ms);
		/* The same rate, in what was the pause. */
		pace_read(&pace, cases[i].records *
					 (1 + pace.pause_ms / PACE_PAUSE_MS));
		assert_int_equal(pace_timeout_ms(&pace, true),
				 cases[i].pause_ms);
		/* No more, or those of another capture, which are fewer. */
		pace_read(&pace, pace.records - i % 2);
		assert_int_equal(pace_timeout_ms(&pace, true), PACE_PAUSE_MS);
	}
}

static void test_pace_idle(void **state)
{
	struct pace pace;

	(void)state;
	pace_init(&pace, true, BUFFER_KB);
	for (int i = 0; i < 100; i++) {
		assert_uint_in_range(pace_timeout_ms(&pace, false), 500, 1000);
		pace_slept(&pace, false, i % 10 == 0, i % 10 != 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pace_low_rate),
		cmocka_unit_test(test_pace_high_rate),
		cmocka_unit_test(test_pace_patient),
		cmocka_unit_test(test_pace_waiting),
		cmocka_unit_test(test_pace_busy),
		cmocka_unit_test(test_pace_idle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
