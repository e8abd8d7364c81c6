/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ring buffers' default size by the number of CPUs. */
#include "unit.h"

#include "buffersize.h"

#define MANY 8192

static void test_buffersize_default(void **state)
{
	static const struct {
		unsigned cpus;
		uint64_t kb;
	} cases[] = {
		{ 0, 1024 }, /* no division by it */
		{ 1, 1024 },  { 2, 1024 }, { 8, 1024 },	       { 44, 1024 },
		{ 45, 1023 }, { 64, 672 }, { 96, 394 },	       { 128, 256 },
		{ 237, 64 },  { 512, 64 }, { UINT32_MAX, 64 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(buffersize_default_kb(cases[i].cpus),
				 cases[i].kb);
}

/* More CPUs never get more each; what they get together is bounded. */
static void test_buffersize_bounds(void **state)
{
	uint64_t before_kb = buffersize_default_kb(1);

	(void)state;
	for (unsigned cpus = 2; cpus <= MANY; cpus++) {
		uint64_t kb = buffersize_default_kb(cpus);

		assert_in_range(kb, 64, before_kb);
		if (kb > 64)
			assert_in_range(kb * cpus, 0, 64 * 1024);
		before_kb = kb;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buffersize_default),
		cmocka_unit_test(test_buffersize_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
