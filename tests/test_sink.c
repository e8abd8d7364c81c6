/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables and JSON, byte for byte. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "addr.h"
#include "lookup.h"
#include "sink.h"

#define ALL \
	"UID,CMD,PID,PORT,IP_SOURCE,TIME,TID,PORT_SOURCE,IP_LOCAL,FAMILY,CPU"

static const uint8_t source[] = { 203, 0, 113, 9 }, local[] = { 10, 0, 0, 1 };

static struct conn sample(void)
{
	struct conn conn = {
		.time_ns = 1700000000123456789,
		.uid = 1000,
		.pid = 77,
		.tid = 78,
		.cpu = 3,
		.ip_local = addr_from_ipv4(local),
		.ip_source = addr_from_ipv4(source),
		.port = 443,
		.port_source = 40001,
		.family = 4,
		.cmd = "nginx",
	};

	return conn;
}

#define LINE_SIZE 4096

/* Of those alone that were added there are names. */
static bool is_of_host(size_t at)
{
	return at >= offsetof(struct conn, host) &&
	       at < offsetof(struct conn, host) +
			       sizeof(((struct conn *)0)->host);
}

static void check(const struct sink_ops *ops, const char *list,
		  const struct conn *conn, const char *expected)
{
	struct column_list columns;
	const char *bad;
	size_t length;
	struct out out;
	struct sink sink = { .ops = ops, .columns = &columns, .out = &out };

	column_default(&columns);
	if (list)
		assert_int_equal(column_parse(&columns, list, &bad, &length),
				 0);
	assert_int_equal(out_open(&out, STDOUT_FILENO), 0);
	assert_int_equal(ops->header(&sink), 0);
	assert_int_equal(ops->row(&sink, conn), 0);
	assert_int_equal(out_lines(&out), ops == &sink_table ? 2 : 1);
	out_reserve(&out, 1)[0] = '\0';
	assert_string_equal(out.data, expected);
	out_close(&out);
}

/* Of one whose name is another machine's no more than the number is known. */
static void test_sink_interface(void **state)
{
	struct conn conn = sample();

	(void)state;
	lookup_elsewhere(&conn);
	check(&sink_json, "PORT,IF", &conn, "{\"port\":443,\"if\":null}\n");
	conn.ifindex = UINT32_MAX;
	lookup_elsewhere(&conn);
	check(&sink_json, "PORT,IF", &conn,
	      "{\"port\":443,\"if\":\"if4294967295\"}\n");
	conn.ifindex = 7;
	lookup_elsewhere(&conn);
	check(&sink_table, "PORT,IF", &conn,
	      "  PORT       IF\n   443      if7\n");
}

static void test_sink_table_default(void **state)
{
	struct conn conn = sample();
	char expected[256];

	(void)state;
	sprintf(expected, "%6s %16s %6s %6s %16s\n%6d %16s %6d %6d %16s\n",
		"UID", "CMD", "PID", "PORT", "IP_SOURCE", 1000, "nginx", 77,
		443, "203.0.113.9");
	check(&sink_table, NULL, &conn, expected);
}

static void test_sink_table_all(void **state)
{
	struct conn conn = sample();

	(void)state;
	check(&sink_table, ALL, &conn,
	      "   UID              CMD    PID   PORT        IP_SOURCE"
	      "         TIME    TID PORT_SOURCE         IP_LOCAL FAMILY CPU\n"
	      "  1000            nginx     77    443      203.0.113.9"
	      " 22:13:20.123     78       40001         10.0.0.1      4   3\n");
}

/* The last line that is printed. */
static void print_last(struct sink *sink, const struct conn *conn, char *line)
{
	assert_int_equal(sink->ops->row(sink, conn), 0);
	snprintf(line, LINE_SIZE, "%.*s", (int)sink->out->used,
		 sink->out->data);
	out_discard(sink->out);
}

/* What stands in a row never depends on the row before it. */
static void check_again(const struct sink_ops *ops)
{
	struct column_list columns = { .count = 0 };
	struct out outs[2] = { { .fd = -1 }, { .fd = -1 } };
	struct sink used = { .ops = ops, .columns = &columns, .out = &outs[0] };
	char expected[LINE_SIZE], line[LINE_SIZE];
	struct conn conn = sample();
	const struct column *column;

	for (size_t i = 0; (column = column_at(i)) != NULL; i++)
		columns.column[columns.count++] = column;
	for (size_t i = 0; i < 8 * sizeof(conn) * 3; i++) {
		struct sink fresh = {
			.ops = ops,
			.columns = &columns,
			.out = &outs[1],
		};

		print_last(&used, &conn, line);
		print_last(&fresh, &conn, expected);
		assert_string_equal(line, expected);
		/* Each bit on its own, and the same row again. */
		if (i % 3 < 2 && !is_of_host(i / 3 / 8))
			((unsigned char *)&conn)[i / 3 / 8] ^= 1 << i / 3 % 8;
	}
	out_close(&outs[0]);
	out_close(&outs[1]);
}

static void test_sink_again(void **state)
{
	(void)state;
	check_again(&sink_table);
	check_again(&sink_json);
}

static void test_sink_table_widths(void **state)
{
	const struct column *column;

	(void)state;
	for (size_t i = 0; (column = column_at(i)) != NULL; i++)
		assert_uint_in_range(column->width, 1, COLUMN_MAX_WIDTH);
}

static void test_sink_table_wide(void **state)
{
	struct conn conn = sample();

	(void)state;
	memset(conn.cmd, 1, 15);
	memset(&conn.ip_source, 0xee, 16);
	check(&sink_table, "CMD,IP_SOURCE", &conn,
	      "             CMD        IP_SOURCE\n"
	      "\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01\\x01"
	      "\\x01\\x01\\x01 eeee:eeee:eeee:eeee:eeee:eeee:eeee:eeee\n");
}

static void test_sink_unknown(void **state)
{
	struct conn conn = { .uid = CONN_UID_UNKNOWN, .cmd = "x" };

	(void)state;
	check(&sink_table, ALL, &conn,
	      "   UID              CMD    PID   PORT        IP_SOURCE"
	      "         TIME    TID PORT_SOURCE         IP_LOCAL FAMILY CPU\n"
	      "     -                x      -      -                -"
	      "            -      -           -                -      -   0\n");
	check(&sink_json, ALL, &conn,
	      "{\"uid\":null,\"cmd\":\"x\",\"pid\":null,\"port\":null,"
	      "\"ip_source\":null,\"time\":null,\"tid\":null,"
	      "\"port_source\":null,\"ip_local\":null,\"family\":null,"
	      "\"cpu\":0}\n");
}

static void test_sink_json_all(void **state)
{
	struct conn conn = sample();

	(void)state;
	check(&sink_json, ALL, &conn,
	      "{\"uid\":1000,\"cmd\":\"nginx\",\"pid\":77,\"port\":443,"
	      "\"ip_source\":\"203.0.113.9\","
	      "\"time\":\"2023-11-14T22:13:20.123456+00:00\",\"tid\":78,"
	      "\"port_source\":40001,\"ip_local\":\"10.0.0.1\","
	      "\"family\":4,\"cpu\":3}\n");
}

static void test_sink_json_escapes(void **state)
{
	struct conn conn = sample();

	(void)state;
	strcpy(conn.cmd, "a\"b\\c\033");
	check(&sink_json, "CMD", &conn,
	      "{\"cmd\":\"a\\\"b\\\\x5cc\\\\x1b\"}\n");
}

static void test_sink_time_zone(void **state)
{
	struct conn conn = sample();

	(void)state;
	setenv("TZ", "XXX-5:30", 1);
	tzset();
	/* Another second than before: the last one's zone is remembered. */
	conn.time_ns += 1000000000;
	check(&sink_json, "TIME", &conn,
	      "{\"time\":\"2023-11-15T03:43:21.123456+05:30\"}\n");
}

static int set_utc(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sink_interface),
		cmocka_unit_test(test_sink_table_default),
		cmocka_unit_test(test_sink_table_all),
		cmocka_unit_test(test_sink_again),
		cmocka_unit_test(test_sink_table_widths),
		cmocka_unit_test(test_sink_table_wide),
		cmocka_unit_test(test_sink_unknown),
		cmocka_unit_test(test_sink_json_all),
		cmocka_unit_test(test_sink_json_escapes),
		cmocka_unit_test(test_sink_time_zone),
	};

	return cmocka_run_group_tests(tests, set_utc, NULL);
}
