/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and durations: what is taken, and everything that must not be. */
#include "unit.h"

#include <errno.h>
#include <string.h>

#include "num.h"

static void test_num_parse(void **state)
{
	static const struct {
		const char *text;
		uint64_t min, max, expected;
		int error;
	} cases[] = {
		{ "0", 0, 9, 0, 0 },
		{ "9", 0, 9, 9, 0 },
		{ "007", 0, 9, 7, 0 },
		{ "18446744073709551615", 0, UINT64_MAX, UINT64_MAX, 0 },
		{ "18446744073709551616", 0, UINT64_MAX, 0, ERANGE },
		{ "99999999999999999999", 0, UINT64_MAX, 0, ERANGE },
		{ "10", 0, 9, 0, ERANGE },
		{ "9", 0, 3, 0, ERANGE },
		{ "0", 1, 9, 0, ERANGE },
		{ "", 0, 9, 0, EINVAL },
		{ "-1", 0, 9, 0, EINVAL },
		{ "+1", 0, 9, 0, EINVAL },
		{ " 1", 0, 9, 0, EINVAL },
		{ "1 ", 0, 9, 0, EINVAL },
		{ "12abc", 0, 99, 0, EINVAL },
		{ "0x1", 0, 9, 0, EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint64_t value = 4711;
		int result;

		errno = 0;
		result = num_parse(cases[i].text, cases[i].min, cases[i].max,
				   &value);
		assert_int_equal(result, cases[i].error ? -1 : 0);
		assert_int_equal(errno, cases[i].error);
		assert_int_equal(value,
				 cases[i].error ? 4711 : cases[i].expected);
	}
}

static void test_num_parse_duration(void **state)
{
	static const struct {
		const char *text;
		uint64_t expected; /* 0: refused */
	} cases[] = {
		{ "90", 90000000000 },
		{ "90s", 90000000000 },
		{ "250ms", 250000000 },
		{ "5m", 300000000000 },
		{ "2h", 7200000000000 },
		{ "1d", 86400000000000 },
		{ "0", 0 },
		{ "0s", 0 },
		{ "", 0 },
		{ "s", 0 },
		{ "5x", 0 },
		{ "5 m", 0 },
		{ "5mm", 0 },
		{ "1.5s", 0 },
		{ "-1s", 0 },
		{ "36600d", 3162240000000000000 },
		{ "36601d", 0 },
		{ "18446744073709551615d", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint64_t ns = 0;
		int result = num_parse_duration(cases[i].text, &ns);

		assert_int_equal(result, cases[i].expected ? 0 : -1);
		assert_int_equal(ns, cases[i].expected);
	}
}

static void test_num_format(void **state)
{
	static const struct {
		uint64_t value;
		const char *expected;
	} cases[] = {
		{ 0, "0" },
		{ 7, "7" },
		{ 10, "10" },
		{ 65535, "65535" },
		{ UINT64_MAX, "18446744073709551615" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char buf[20];
		unsigned length = num_format(buf, cases[i].value);

		assert_int_equal(length, strlen(cases[i].expected));
		assert_memory_equal(buf, cases[i].expected, length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_num_parse),
		cmocka_unit_test(test_num_parse_duration),
		cmocka_unit_test(test_num_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
