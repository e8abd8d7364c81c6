/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long a connection waited: only where its own handshake was seen. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "duration.h"
#include "handshake.h"
#include "join.h"

#define SOCK 0xffff888003a10000
#define MSK 0xffff888003a20000

static struct conn row;
static unsigned row_count;

static void take_row(void *context, const struct conn *conn)
{
	(void)context;
	row = *conn;
	row_count++;
}

static void push(struct join *join, unsigned witness, uint64_t ts_ns,
		 uint64_t sock, uint16_t port)
{
	struct conn conn = { .ts_ns = ts_ns,
			     .witnesses = witness,
			     .tid = 1,
			     .sock = sock,
			     .port_source = port };

	join_push(join, &conn, take_row, NULL);
}

static void test_waits_pair(void **state)
{
	struct join join = { .has_both = true };

	(void)state;
	push(&join, CONN_ESTABLISHED, 100, SOCK, 5000);
	/* A lean one tells the socket alone; the other's is MPTCP's. */
	push(&join, CONN_ACCEPT, 150, SOCK, 0);
	push(&join, CONN_GRAFT, 160, MSK, 5000);
	assert_int_equal(row.wait_ns, 50);
	/* It waits no longer, and another one may have its socket. */
	push(&join, CONN_ACCEPT, 200, SOCK, 0);
	push(&join, CONN_GRAFT, 210, SOCK, 5000);
	assert_int_equal(row.wait_ns, 0);
	/* Between the two: it did not wait. */
	push(&join, CONN_ACCEPT, 300, SOCK, 0);
	push(&join, CONN_ESTABLISHED, 305, SOCK, 5001);
	push(&join, CONN_GRAFT, 310, SOCK, 5001);
	assert_int_equal(row.wait_ns, 1);
	push(&join, CONN_ESTABLISHED, 400, SOCK, 5001);
	push(&join, CONN_GRAFT, 407, SOCK, 5001);
	assert_int_equal(row.wait_ns, 7);
	assert_int_equal(join.used, 0);
	join_free(&join);
}

/* The handshake of this one, or the accept of the one before, was lost. */
static void test_waits_other(void **state)
{
	struct join join = { .has_both = false };
	struct conn elsewhere = { .ts_ns = 120,
				  .witnesses = CONN_ACCEPT,
				  .sock = SOCK,
				  .port_source = 5000 };

	(void)state;
	push(&join, CONN_ESTABLISHED, 100, SOCK, 5000);
	push(&join, CONN_ACCEPT, 110, SOCK, 5001);
	assert_int_equal(row.wait_ns, 0);
	elsewhere.ip_source.s6_addr[15] = 1;
	join_push(&join, &elsewhere, take_row, NULL);
	assert_int_equal(row.wait_ns, 0);
	push(&join, CONN_ACCEPT, 130, SOCK + 1, 5000);
	assert_int_equal(row.wait_ns, 0);
	push(&join, CONN_ACCEPT, 140, SOCK, 5000);
	assert_int_equal(row.wait_ns, 40);
	/* At the same moment is known, too. */
	push(&join, CONN_ESTABLISHED, 200, SOCK, 5002);
	push(&join, CONN_ACCEPT, 200, SOCK, 5002);
	assert_int_equal(row.wait_ns, 1);
	join_free(&join);
}

/* More than there is room for: the newest are known. */
static void test_waits_full(void **state)
{
	struct join join = { .has_both = false };
	unsigned known = 0;

	(void)state;
	for (uint64_t i = 1; i <= 400000; i++)
		push(&join, CONN_ESTABLISHED, i, SOCK + i * 64, 7);
	row_count = 0;
	for (uint64_t i = 400000; i > 390000; i--) {
		push(&join, CONN_ACCEPT, i + 3, SOCK + i * 64, 7);
		known += row.wait_ns == 3;
	}
	assert_int_equal(row_count, 10000);
	assert_int_equal(known, 10000);
	join_free(&join);
}

static const char format[] =
	"name: inet_sock_set_state\n"
	"ID: 1400\n"
	"format:\n"
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
	"\n"
	"\tfield:const void * skaddr;\toffset:8;\tsize:8;\tsigned:0;\n"
	"\tfield:int oldstate;\toffset:16;\tsize:4;\tsigned:1;\n"
	"\tfield:int newstate;\toffset:20;\tsize:4;\tsigned:1;\n"
	"\tfield:__u16 sport;\toffset:24;\tsize:2;\tsigned:0;\n"
	"\tfield:__u16 dport;\toffset:26;\tsize:2;\tsigned:0;\n"
	"\tfield:__u16 protocol;\toffset:30;\tsize:2;\tsigned:0;\n"
	"\tfield:__u8 daddr_v6[16];\toffset:32;\tsize:16;\tsigned:0;\n"
	"\nprint fmt: \"\"\n";

struct record {
	uint16_t type;
	uint8_t flags, preempt;
	int32_t pid;
	uint64_t skaddr;
	int32_t oldstate, newstate;
	uint16_t sport, dport, family, protocol;
	uint8_t daddr_v6[16];
};

static bool decode_one(struct record record, struct conn *conn)
{
	struct handshake handshake = { .id = 0 };
	struct rawrec raw = { .ts_ns = 9,
			      .size = sizeof(record),
			      .data = &record };

	assert_true(
		handshake_learn(&handshake, "sock", format, strlen(format)));
	raw.size--;
	assert_false(handshake_is(&handshake, &raw));
	raw.size++;
	return handshake_is(&handshake, &raw) &&
	       handshake_decode(&handshake, &raw, conn);
}

static void test_handshake(void **state)
{
	const struct record good = { .type = 1400,
				     .skaddr = SOCK,
				     .oldstate = 3,
				     .newstate = 1,
				     .protocol = 6,
				     .dport = 5000,
				     .daddr_v6 = { 1 } };
	struct handshake other = { .id = 0 };
	struct record record = good;
	struct conn conn;

	(void)state;
	assert_false(handshake_learn(&other, "sock2", format, strlen(format)));
	assert_false(handshake_learn(&other, "sock", format, 100));
	assert_true(decode_one(record, &conn));
	assert_int_equal(conn.witnesses, CONN_ESTABLISHED);
	assert_int_equal(conn.ts_ns, 9);
	assert_int_equal(conn.sock, SOCK);
	assert_int_equal(conn.port_source, 5000);
	assert_int_equal(conn.ip_source.s6_addr[0], 1);
	record.oldstate = 2; /* it has connected */
	assert_false(decode_one(record, &conn));
	record = good;
	record.newstate = 7;
	assert_false(decode_one(record, &conn));
	record = good;
	record.protocol = 262;
	assert_false(decode_one(record, &conn));
	record = good;
	record.type = 1401;
	assert_false(decode_one(record, &conn));
}

static void test_duration(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text, *seconds;
	} cases[] = {
		{ 1, "1ns", "0.000000001" },
		{ 999, "999ns", "0.000000999" },
		{ 1000, "1.00us", "0.000001000" },
		{ 17345678, "17.3ms", "0.017345678" },
		{ 250000000, "250ms", "0.250000000" },
		{ 1500000000, "1.50s", "1.500000000" },
		{ 86400000000000, "86400s", "86400.000000000" },
	};
	char buf[DURATION_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf[duration_short(buf, cases[i].ns)] = '\0';
		assert_string_equal(buf, cases[i].text);
		buf[duration_seconds(buf, cases[i].ns)] = '\0';
		assert_string_equal(buf, cases[i].seconds);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_waits_pair),
		cmocka_unit_test(test_waits_other),
		cmocka_unit_test(test_waits_full),
		cmocka_unit_test(test_handshake),
		cmocka_unit_test(test_duration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
