/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's count of connections, and when it makes one wonder. */
#include "unit.h"

#include "passive.h"

static void test_passive_parse(void **state)
{
	static const struct {
		const char *text;
		int result;
		uint64_t opens;
	} cases[] = {
		{ "Ip: Forwarding DefaultTTL\nIp: 1 64\n"
		  "Tcp: RtoAlgorithm MaxConn ActiveOpens PassiveOpens CurrEstab\n"
		  "Tcp: 1 -1 12 3456789012 7\n"
		  "Udp: InDatagrams\nUdp: 9\n",
		  0, 3456789012 },
		{ "Ip: A\nIp: 1\nTcp: PassiveOpens InSegs\nTcp: 5 6\n", 0, 5 },
		/* The number is not there, or not where it should be. */
		{ "Ip: A\nIp: 1\nTcp: A PassiveOpens B\nTcp: 5\n", -1, 0 },
		{ "Ip: A\nIp: 1\nTcp: A PassiveOpens B\nTcp: 5\nUdp: 6 7\n", -1,
		  0 },
		{ "Ip: A\nIp: 1\nTcp: A PassiveOpens B\nTcp: 5 x 7\n", -1, 0 },
		{ "Ip: A\nIp: 1\nTcp: A B C\nTcp: 5 6 7\n", -1, 0 },
		{ "Ip: A\nIp: 1\nTcp: A B\nTcp: 5 6\nX: PassiveOpens Y\n", -1,
		  0 },
		{ "Ip: A\nIp: 1\nTcp: A PassiveOpens B\n", -1, 0 },
		{ "", -1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint64_t opens = 0;
		int result = passive_parse(cases[i].text, &opens);

		if (result != cases[i].result || opens != cases[i].opens)
			fail_msg("%zu: %d, %ju", i, result, (uintmax_t)opens);
	}
}

/* As passive_open leaves it when the kernel says 100. */
static struct passive begin(uint64_t *limit)
{
	struct passive passive;

	passive_open(&passive);
	passive_close(&passive);
	passive.opens = passive.base = 100;
	*limit = passive.limit;
	return passive;
}

static void test_passive_records(void **state)
{
	uint64_t limit;
	struct passive passive = begin(&limit);

	(void)state;
	/* As long as records come there is nothing to wonder about. */
	for (uint64_t i = 1; i < 100; i++)
		assert_int_equal(passive_look(&passive, 100 + 1000 * i, i), 0);
}

static void test_passive_silence(void **state)
{
	uint64_t limit;
	struct passive passive = begin(&limit);

	(void)state;
	assert_true(limit > 1);
	/* Too few, however long. */
	for (int i = 0; i < 100; i++)
		assert_int_equal(passive_look(&passive, 100 + limit - 1, 0), 0);
	assert_false(passive_wonders(&passive));
	/* Enough, but only just made. */
	assert_int_equal(passive_look(&passive, 100 + limit, 0), 0);
	assert_true(passive_wonders(&passive));
	assert_int_equal(passive_look(&passive, 100 + limit + 1, 0), limit);
	/* A record after all. */
	assert_int_equal(passive_look(&passive, 100 + limit + 1, 1), 0);
	assert_int_equal(passive_look(&passive, 100 + limit + 1, 1), 0);
}

static void test_passive_clear(void **state)
{
	uint64_t limit, opens = 100;
	struct passive passive = begin(&limit);
	int proofs = 0;

	(void)state;
	/* A server that does not accept: 4096 connections, one a look. */
	for (; opens < 100 + 4096; opens++) {
		if (!passive_look(&passive, opens, 7 * proofs))
			continue;
		proofs++;
		passive_clear(&passive, 7 * proofs, false);
	}
	assert_uint_in_range(proofs, 5, 12);
	limit = passive.limit;
	passive_clear(&passive, 7 * proofs, true);
	assert_int_equal(passive.limit, limit);
	/* Once accepts were seen it wonders as early as at the start. */
	assert_int_equal(passive_look(&passive, opens, 999), 0);
	assert_int_equal(passive_look(&passive, opens + limit, 999), 0);
	assert_int_equal(passive_look(&passive, opens + limit, 999), limit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passive_parse),
		cmocka_unit_test(test_passive_records),
		cmocka_unit_test(test_passive_silence),
		cmocka_unit_test(test_passive_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
