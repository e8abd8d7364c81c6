/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A value counts as found only where it is right at every accept. */
#include "unit.h"

#include <string.h>

#include "memdump.h"

#define SIZE 64

static void put(struct memdump *dump, uint64_t ts_ns, size_t at, uint16_t value)
{
	unsigned char bytes[SIZE] = { 0 };

	memcpy(bytes + at, &value, sizeof(value));
	/* What one accept has by chance, the others have not. */
	memcpy(bytes + 4, &ts_ns, sizeof(value));
	memdump_take(dump, ts_ns, bytes);
}

static void test_memdump_find(void **state)
{
	static const uint16_t values[] = { 100, 200, 300 };
	struct memdump dump = { .size = SIZE };

	(void)state;
	/* Taken out of order, as from several CPUs. */
	put(&dump, 30, 40, 300);
	put(&dump, 10, 40, 100);
	assert_int_equal(memdump_find(&dump, values, 2, 0), -1);
	put(&dump, 20, 40, 200);
	assert_int_equal(memdump_find(&dump, values, 2, 0), 40);
	assert_int_equal(memdump_find(&dump, values, 2, 40), 40);
	assert_int_equal(memdump_find(&dump, values, 2, 42), -1);
	/* An odd start has odd places only. */
	assert_int_equal(memdump_find(&dump, values, 2, 1), -1);
}

static void test_memdump_wrong_once(void **state)
{
	static const uint16_t values[] = { 100, 200, 300 };
	struct memdump dump = { .size = SIZE };

	(void)state;
	put(&dump, 10, 40, 100);
	put(&dump, 20, 40, 200);
	put(&dump, 30, 42, 300);
	assert_int_equal(memdump_find(&dump, values, 2, 0), -1);
}

static void test_memdump_end(void **state)
{
	static const uint16_t values[] = { 100, 200, 300 };
	struct memdump dump = { .size = SIZE };

	(void)state;
	for (int i = 0; i < 3; i++)
		put(&dump, i + 1, SIZE - 2, values[i]);
	assert_int_equal(memdump_find(&dump, values, 2, 0), SIZE - 2);
	assert_int_equal(memdump_find(&dump, values, 2, SIZE), -1);
	/* One more than there were: somebody else's is among them. */
	put(&dump, 9, SIZE - 2, 100);
	assert_int_equal(memdump_find(&dump, values, 2, 0), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memdump_find),
		cmocka_unit_test(test_memdump_wrong_once),
		cmocka_unit_test(test_memdump_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
