/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The judge of the self-test must see every kind of wrong record. */
#include "unit.h"

#include <string.h>

#include "extra.h"
#include "selftest.h"

#define BOTH (CONN_ACCEPT | CONN_GRAFT)

/* The place of the accept that its client has reset. */
#define RESET 3

#define MS 1000000ULL

/* Two accepts, seen by a lean accept event and a graft event, out of order. */
static struct selftest sample(void)
{
	struct selftest selftest = { .tid = 5, .ended_ns = 100 * MS };

	for (unsigned i = 0; i < 2; i++) {
		struct conn truth = {
			.tid = 5,
			.uid = 61579,
			.family = 4,
			.port = 4000 + i,
			.port_source = 5000 + i,
			.ts_ns = 10 * i * MS,
		};
		struct conn graft = truth, accept = { .tid = 5 };

		selftest.truth[i * RESET] = truth;
		accept.witnesses = CONN_ACCEPT;
		accept.uid = CONN_UID_UNKNOWN;
		accept.ts_ns = 10 * i * MS + 1;
		graft.witnesses = CONN_GRAFT;
		graft.ts_ns = 10 * i * MS + 2;
		selftest.records[3 - 2 * i] = accept;
		selftest.records[2 - 2 * i] = graft;
	}
	selftest.taken = 4;
	return selftest;
}

static void test_selftest_proven(void **state)
{
	struct selftest selftest = sample();
	struct selftest_verdict verdict = selftest_judge(&selftest, BOTH);

	(void)state;
	assert_int_equal(verdict.missed, 0);
	assert_false(verdict.has_wrong_tuple);
	assert_false(verdict.has_wrong_uid);
	assert_false(verdict.has_wrong_time);
	assert_int_equal(verdict.result[FIELDS_GRAFT][0], SELFTEST_PROVEN);
	assert_int_equal(verdict.result[FIELDS_ACCEPT][RESET], SELFTEST_PROVEN);
	assert_int_equal(verdict.result[FIELDS_ACCEPT][1], SELFTEST_ABSENT);
}

static struct selftest_verdict judge_changed(unsigned at, const void *from,
					     const void *value, size_t size,
					     const struct selftest *base)
{
	struct selftest changed = *base;
	size_t offset = (const char *)from - (const char *)&base->records[at];

	memcpy((char *)&changed.records[at] + offset, value, size);
	return selftest_judge(&changed, BOTH);
}

static void test_selftest_wrong_records(void **state)
{
	const struct selftest base = sample();
	const struct conn *graft = &base.records[2];
	const uint16_t port = 1;
	const uint8_t byte = 9;
	const uint64_t early = 1, late = 102 * MS;
	const uint32_t uid = 0;

	(void)state;
	assert_true(judge_changed(2, &graft->port, &port, 2, &base)
			    .has_wrong_tuple);
	assert_true(judge_changed(2, &graft->port_source, &port, 2, &base)
			    .has_wrong_tuple);
	assert_true(judge_changed(2, &graft->family, &byte, 1, &base)
			    .has_wrong_tuple);
	assert_true(judge_changed(2, &graft->ip_local, &byte, 1, &base)
			    .has_wrong_tuple);
	assert_true(judge_changed(2, &graft->ip_source, &byte, 1, &base)
			    .has_wrong_tuple);
	/* The second accept was at 10 ms, the end at 100. */
	assert_true(judge_changed(0, &base.records[0].ts_ns, &late, 8, &base)
			    .has_wrong_time);
	assert_true(judge_changed(1, &base.records[1].ts_ns, &early, 8, &base)
			    .has_wrong_time);
	assert_true(
		judge_changed(2, &graft->uid, &uid, 4, &base).has_wrong_uid);
}

static void test_selftest_reset(void **state)
{
	const struct selftest base = sample();
	/* Records are in reverse: the later graft comes first. */
	const struct conn *graft = &base.records[0];
	struct selftest_verdict verdict;
	uint16_t port = 1;

	(void)state;
	verdict = judge_changed(0, &graft->port, &port, 2, &base);
	assert_true(verdict.has_wrong_reset_port);
	assert_false(verdict.has_wrong_tuple);
	port = 0;
	verdict = judge_changed(0, &graft->port, &port, 2, &base);
	assert_false(verdict.has_wrong_reset_port);
	assert_true(judge_changed(2, &base.records[2].port, &port, 2, &base)
			    .has_wrong_tuple);
}

/* Where a record tells it, it is there: 0 is what another field has. */
static void test_selftest_inet_sport(void **state)
{
	struct selftest base = sample();
	const struct conn *graft = &base.records[0];
	struct selftest_verdict verdict;
	const uint16_t port = 0;

	(void)state;
	base.has_inet_sport = true;
	assert_false(selftest_judge(&base, BOTH).has_wrong_reset_port);
	base = sample();
	base.has_inet_sport = true;
	verdict = judge_changed(0, &graft->port, &port, 2, &base);
	assert_true(verdict.has_wrong_reset_port);
	assert_false(verdict.has_wrong_tuple);
	assert_int_equal(verdict.result[FIELDS_GRAFT][RESET], SELFTEST_WRONG);
	/* Beside a graft an accept does not tell it. */
	assert_int_equal(verdict.result[FIELDS_ACCEPT][RESET], SELFTEST_PROVEN);
}

/* Only of what was asked for, and not of an event that does not tell. */
static void test_selftest_extras(void **state)
{
	struct selftest base = sample();
	const struct conn *graft = &base.records[2];
	const uint32_t wrong = 17;

	(void)state;
	base.truth[0].netns = 4026531840;
	base.truth[0].ifindex = base.records[2].ifindex = 1;
	base.truth[0].state = 1;
	base.extras = EXTRA_STATE | EXTRA_NETNS | EXTRA_IF;
	assert_int_equal(
		judge_changed(2, &graft->state, &base.truth[0].state, 4, &base)
			.wrong_extras,
		0);
	assert_int_equal(
		judge_changed(2, &graft->netns, &wrong, 4, &base).wrong_extras,
		EXTRA_NETNS);
	assert_int_equal(judge_changed(2, &graft->ifindex, &wrong, 4, &base)
				 .wrong_extras,
			 EXTRA_IF);
	assert_int_equal(
		judge_changed(2, &graft->state, &wrong, 4, &base).wrong_extras,
		EXTRA_STATE);
	base.extras = EXTRA_NETNS;
	assert_int_equal(judge_changed(2, &graft->ifindex, &wrong, 4, &base)
				 .wrong_extras,
			 0);
}

/* Of the one before it in the queue there are records, too. */
static void test_selftest_queue(void **state)
{
	struct selftest base = sample();
	struct selftest found;

	(void)state;
	base.extras = EXTRA_QUEUE;
	for (unsigned i = 0; i < 2; i++) {
		base.records[4 + i] = base.records[2 + i];
		base.records[4 + i].ts_ns = 0;
		base.truth[i * RESET].queue = 2;
		base.truth[i * RESET].backlog = 78;
	}
	base.taken = 6;
	for (unsigned i = 0; i < 4; i++) {
		base.records[i].queue = 2;
		base.records[i].backlog = 78;
	}
	found = base;
	assert_int_equal(selftest_judge(&found, BOTH).wrong_extras, 0);
	assert_false(selftest_judge(&found, BOTH).has_wrong_tuple);
	/* A graft need not tell it, but what it tells must be right. */
	found = base;
	found.records[2].backlog = found.records[2].queue = 0;
	assert_int_equal(selftest_judge(&found, BOTH).wrong_extras, 0);
	found = base;
	found.records[2].queue = 1;
	assert_int_equal(selftest_judge(&found, BOTH).wrong_extras,
			 EXTRA_QUEUE);
	found = base;
	found.records[3].backlog = found.records[3].queue = 0;
	assert_int_equal(selftest_judge(&found, BOTH).wrong_extras,
			 EXTRA_QUEUE);
}

static void test_selftest_missed(void **state)
{
	struct selftest selftest = sample();

	(void)state;
	selftest.taken = 3;
	assert_int_equal(selftest_judge(&selftest, BOTH).missed, CONN_ACCEPT);
	assert_int_equal(
		selftest_judge(&selftest, BOTH).result[FIELDS_ACCEPT][RESET],
		SELFTEST_MISSED);
	selftest.taken = 0;
	assert_int_equal(selftest_judge(&selftest, BOTH).missed, BOTH);
	assert_int_equal(selftest_judge(&selftest, CONN_GRAFT).missed,
			 CONN_GRAFT);
}

static void test_selftest_one_too_many(void **state)
{
	struct selftest selftest = sample();

	(void)state;
	selftest.records[4] = selftest.records[2];
	selftest.records[4].ts_ns = 99 * MS;
	selftest.taken = 5;
	assert_true(selftest_judge(&selftest, BOTH).has_wrong_tuple);
}

static void test_selftest_take(void **state)
{
	struct selftest selftest = { .tid = 0 };
	struct conn own = { .tid = 5 }, other = { .tid = 6 };

	(void)state;
	assert_false(selftest_take(&selftest, &own));
	selftest.tid = 5;
	assert_false(selftest_take(&selftest, &other));
	for (int i = 0; i < SELFTEST_RECORDS + 5; i++)
		assert_true(selftest_take(&selftest, &own));
	assert_int_equal(selftest.taken, SELFTEST_RECORDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_selftest_proven),
		cmocka_unit_test(test_selftest_wrong_records),
		cmocka_unit_test(test_selftest_reset),
		cmocka_unit_test(test_selftest_inet_sport),
		cmocka_unit_test(test_selftest_extras),
		cmocka_unit_test(test_selftest_queue),
		cmocka_unit_test(test_selftest_missed),
		cmocka_unit_test(test_selftest_one_too_many),
		cmocka_unit_test(test_selftest_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
