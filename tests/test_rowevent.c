/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows and losses as records, in this machine's byte order and the other one,
 * and records that are not what they seem.
 */
#include "unit.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "rowevent.h"
#include "rowformat.h"

static struct rowevent known;
static char formats[ROWEVENT_KINDS][ROWEVENT_FORMAT_SIZE];

static int learn(void **state)
{
	(void)state;
	for (int kind = 0; kind < ROWEVENT_KINDS; kind++) {
		size_t length = rowformat_text(formats[kind], kind);

		if (length >= ROWEVENT_FORMAT_SIZE ||
		    !rowformat_learn(&known, "tcpwho", formats[kind], length))
			return -1;
	}
	return 0;
}

/* Number by number, as a machine of the other byte order would write it. */
static void swap(uint8_t *record, const char *format)
{
	unsigned offset, size;

	while ((format = strstr(format, "\tfield:")) != NULL) {
		const char *end = strchr(format, '\n');
		const char *numbers = strstr(format, "offset:");
		bool is_bytes = memmem(format, numbers - format, "];", 2);

		assert_int_equal(
			sscanf(numbers, "offset:%u;\tsize:%u", &offset, &size),
			2);
		for (unsigned i = 0; !is_bytes && i < size / 2; i++) {
			uint8_t byte = record[offset + i];

			record[offset + i] = record[offset + size - 1 - i];
			record[offset + size - 1 - i] = byte;
		}
		format = end;
	}
}

static const struct conn example = {
	.ts_ns = 5,
	.time_ns = 1700000000123456789,
	.uid = 1000,
	.pid = 12345,
	.tid = 12346,
	.cpu = 77,
	.port = 443,
	.port_source = 54321,
	.family = 6,
	.witnesses = CONN_ACCEPT | CONN_GRAFT,
	.cmd = "nginx: worker",
};

static void assert_decodes(const uint8_t *bytes, size_t size, bool is_swapped,
			   const struct conn *wanted, const char *wanted_host)
{
	/* A copy with nothing behind it, for ASan to see the end. */
	uint8_t *copy = malloc(size);
	struct rawrec record = {
		.ts_ns = 5, .size = size, .data = copy, .is_swapped = is_swapped
	};
	struct losses losses = { .count = { 0 } };
	struct conn conn;
	char host[HOST_SIZE];

	memcpy(copy, bytes, size);
	assert_int_equal(rowevent_decode(&known, &record, &conn, host, &losses),
			 DECODE_OK);
	assert_memory_equal(&conn, wanted, sizeof(conn));
	assert_string_equal(host, wanted_host);
	free(copy);
}

static void test_rowevent_row(void **state)
{
	uint8_t bytes[ROWEVENT_SIZE];
	struct conn conn = example;
	size_t size;

	(void)state;
	inet_pton(AF_INET6, "2001:db8::1", &conn.ip_local);
	inet_pton(AF_INET6, "fe80::2", &conn.ip_source);
	size = rowevent_put(bytes, &conn, "elsewhere");
	assert_int_equal(size % 4, 0);
	assert_decodes(bytes, size, false, &conn, "elsewhere");
	swap(bytes, formats[ROWEVENT_ROW]);
	assert_decodes(bytes, size, true, &conn, "elsewhere");
	size = rowevent_put(bytes, &conn, "");
	assert_decodes(bytes, size, false, &conn, "");
}

/* Of which more is known, the longest names among it. */
static void test_rowevent_wide(void **state)
{
	uint8_t bytes[ROWEVENT_SIZE];
	struct conn conn = example;
	char name[NAMES_LENGTH];
	size_t size;

	(void)state;
	memset(name, 'n', sizeof(name));
	conn.wait_ns = 123456789012;
	conn.queue = 1;
	conn.backlog = 4097;
	conn.netns = 4026531840;
	conn.state = 7;
	conn.if_name = names_add("eth0", 4);
	conn.user = names_add("nobody", 6);
	conn.cgroup = names_add(name, sizeof(name));
	size = rowevent_put(bytes, &conn, "elsewhere");
	assert_int_equal(size % 4, 0);
	assert_decodes(bytes, size, false, &conn, "elsewhere");
	swap(bytes, formats[ROWEVENT_WIDE]);
	assert_decodes(bytes, size, true, &conn, "elsewhere");
	/* One of them is enough; a queue of which nobody knows is none. */
	conn = example;
	conn.state = 1;
	size = rowevent_put(bytes, &conn, "");
	assert_decodes(bytes, size, false, &conn, "");
}

static void test_rowevent_lost(void **state)
{
	struct losses losses = { .count = { [LOSS_ALONE] = 3 } };
	struct losses told[2] = { { .count = { 0 } }, { .count = { 0 } } };
	uint8_t bytes[ROWEVENT_SIZE];
	char host[HOST_SIZE];
	struct conn conn;

	(void)state;
	losses.gaps = (struct gaps){ 2, 3000, { 10, 20000, true, 99 } };
	for (int i = 0; i < 2 * LOSS_COUNT; i++) {
		size_t size = rowevent_put_lost(bytes, i / 2, &losses);
		struct rawrec record = { .size = size,
					 .data = bytes,
					 .is_swapped = i & 1 };

		if (i & 1)
			swap(bytes, formats[ROWEVENT_LOST]);
		assert_int_equal(rowevent_decode(&known, &record, &conn, host,
						 &told[i & 1]),
				 DECODE_SKIP);
	}
	losses.count[LOSS_GAPS] = 2;
	for (int i = 0; i < 2; i++) {
		assert_memory_equal(told[i].count, losses.count,
				    sizeof(losses.count));
		assert_int_equal(told[i].gaps.count, 2);
		assert_int_equal(told[i].gaps.length_ns, 3000);
		assert_int_equal(told[i].gaps.all.from_ns, 10);
		assert_int_equal(told[i].gaps.all.until_ns, 20000);
		assert_true(told[i].gaps.all.is_counted);
		assert_int_equal(told[i].gaps.all.established, 99);
	}
}

/* Cut short it is counted as such; of a host outside of it none is read. */
static void test_rowevent_damaged(void **state)
{
	struct losses losses = { .count = { 0 } };
	uint8_t bytes[ROWEVENT_SIZE];
	size_t size = rowevent_put(bytes, &example, "h"), bad = 0, other = 0;
	char host[HOST_SIZE];
	struct conn conn;

	(void)state;
	for (size_t cut = 0; cut <= size; cut++) {
		uint8_t *copy = malloc(cut + 1);
		struct rawrec record = { .size = cut, .data = copy };
		enum decode_result result;

		memcpy(copy, bytes, cut);
		/* Wherever the length of the host is, it is too much now. */
		for (size_t i = 24; i < cut && i < 32; i++)
			copy[i] = 0xff;
		result = rowevent_decode(&known, &record, &conn, host, &losses);
		bad += result == DECODE_BAD;
		other += result == DECODE_OTHER;
		if (result == DECODE_OK)
			assert_string_equal(host, "");
		free(copy);
	}
	assert_int_equal(other, 2); /* without a whole type */
	assert_true(bad > 80);
}

/* Other groups' events, and ours without what a row must have. */
/* A second format that lacks what is needed must leave the first as it is. */
static void test_rowevent_twice(void **state)
{
	static const char poor[] =
		"name: row\nID: 7\nformat:\n"
		"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
		"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
		"\tfield:u8 saddr_v6[16];\toffset:65000;\tsize:16;\tsigned:0;\n";
	struct rowevent twice = known;

	(void)state;
	assert_false(rowformat_learn(&twice, "tcpwho", poor, strlen(poor)));
	assert_memory_equal(&twice, &known, sizeof(known));
}

static void test_rowevent_others(void **state)
{
	struct rowevent none = { .kinds = { { .id = 0 } } };
	char format[ROWEVENT_FORMAT_SIZE];
	size_t length = rowformat_text(format, ROWEVENT_ROW);

	(void)state;
	assert_false(rowformat_learn(&none, "sched", format, length));
	memcpy(strstr(format, "name: row"), "name: rox", 9);
	assert_false(rowformat_learn(&none, "tcpwho", format, length));
	memcpy(strstr(format, "name: rox"), "name: row", 9);
	memcpy(strstr(format, "witnesses;"), "witnesseX;", 10);
	assert_false(rowformat_learn(&none, "tcpwho", format, length));
	assert_int_equal(none.kinds[ROWEVENT_ROW].id, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rowevent_row),
		cmocka_unit_test(test_rowevent_wide),
		cmocka_unit_test(test_rowevent_lost),
		cmocka_unit_test(test_rowevent_damaged),
		cmocka_unit_test(test_rowevent_twice),
		cmocka_unit_test(test_rowevent_others),
	};

	return cmocka_run_group_tests(tests, learn, NULL);
}
