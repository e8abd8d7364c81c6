/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records of tracepoints, by the formats that Linux 6.18 has. */
#include "unit.h"

#include <string.h>
#include <sys/socket.h>

#include "points.h"

#define COMMON(name, id)                                                       \
	"name: " name "\nID: " id "\nformat:\n"                                \
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n" \
	"\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n" \
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"

#define EXIT_FORMAT                                                  \
	COMMON("sys_exit_accept4", "7")                              \
	"\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;\n" \
	"\tfield:long ret;\toffset:16;\tsize:8;\tsigned:1;\n"

#define STATE_FORMAT                                                    \
	COMMON("inet_sock_set_state", "9")                              \
	"\tfield:const void * skaddr;\toffset:8;\tsize:8;\tsigned:0;\n" \
	"\tfield:int oldstate;\toffset:16;\tsize:4;\tsigned:1;\n"       \
	"\tfield:int newstate;\toffset:20;\tsize:4;\tsigned:1;\n"       \
	"\tfield:__u16 sport;\toffset:24;\tsize:2;\tsigned:0;\n"        \
	"\tfield:__u16 dport;\toffset:26;\tsize:2;\tsigned:0;\n"        \
	"\tfield:__u16 family;\toffset:28;\tsize:2;\tsigned:0;\n"       \
	"\tfield:__u16 protocol;\toffset:30;\tsize:2;\tsigned:0;\n"     \
	"\tfield:__u8 saddr_v6[16];\toffset:40;\tsize:16;\tsigned:0;\n" \
	"\tfield:__u8 daddr_v6[16];\toffset:56;\tsize:16;\tsigned:0;\n"

struct state {
	uint16_t type;
	uint8_t flags, preempt;
	int32_t pid;
	uint64_t skaddr;
	int32_t from, to;
	uint16_t sport, dport, family, protocol;
	uint8_t v4[8];
	struct in6_addr saddr, daddr;
};

static struct points learnt(void)
{
	struct points points = { 0 };

	assert_true(points_learn(&points, "syscalls", EXIT_FORMAT,
				 strlen(EXIT_FORMAT)));
	assert_false(points_are_enough(&points));
	assert_false(points_learn(&points, "ours", STATE_FORMAT,
				  strlen(STATE_FORMAT)));
	assert_true(points_learn(&points, "sock", STATE_FORMAT,
				 strlen(STATE_FORMAT)));
	assert_true(points_are_enough(&points));
	return points;
}

static struct state state_of(int from, int to)
{
	return (struct state){
		.type = 9,
		.pid = 42,
		.skaddr = 0xffff888012345678,
		.from = from,
		.to = to,
		.sport = 80,
		.dport = 5000,
		.family = AF_INET,
		.protocol = 6,
		.saddr = addr_of("10.0.0.1"),
		.daddr = addr_of("10.0.0.2"),
	};
}

static enum decode_result decode_state(const struct state *state,
				       struct conn *conn)
{
	const struct points points = learnt();
	const struct rawrec record = {
		.ts_ns = 17, .cpu = 1, .size = sizeof(*state), .data = state
	};

	return points_decode(&points, &record, conn);
}

static void test_points_states(void **state)
{
	static const struct {
		int from, to, protocol, flags;
		unsigned kind; /* 0: none */
	} cases[] = {
		{ 3, 1, 6, 0x10, POINT_ESTABLISHED }, /* in an interrupt */
		{ 3, 1, 132, 0, 0 },		      /* SCTP */
		{ 2, 1, 6, 0, 0 },		      /* actively */
		{ 1, 4, 6, 0, POINT_CLOSED },
		{ 8, 9, 6, 0, POINT_CLOSED },
		{ 1, 7, 6, 0, POINT_CLOSED },
		{ 1, 4, 262, 0, POINT_CLOSED }, /* MPTCP */
		{ 1, 7, 6, 0x10, 0 },		/* reset by its peer */
		{ 7, 10, 6, 0, POINT_LISTENS },
		{ 7, 10, 262, 0, 0 },
		{ 10, 7, 6, 0, POINT_SHUT },
		{ 10, 3, 6, 0x10, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct state record = state_of(cases[i].from, cases[i].to);
		struct conn conn;

		record.protocol = cases[i].protocol;
		record.flags = cases[i].flags;
		if (!cases[i].kind) {
			assert_int_equal(decode_state(&record, &conn),
					 DECODE_SKIP);
			continue;
		}
		assert_int_equal(decode_state(&record, &conn), DECODE_OK);
		assert_int_equal(conn.witnesses, cases[i].kind);
		assert_true(points_is(&conn));
	}
}

static void test_points_tuple(void **state)
{
	struct state record = state_of(3, 1);
	const struct in6_addr local = addr_of("10.0.0.1");
	struct conn conn;

	(void)state;
	assert_int_equal(decode_state(&record, &conn), DECODE_OK);
	assert_int_equal(conn.ts_ns, 17);
	assert_int_equal(conn.tid, 42);
	assert_int_equal(conn.prot, 0xffff888012345678);
	assert_int_equal(conn.port, 80);
	assert_int_equal(conn.port_source, 5000);
	assert_int_equal(conn.family, 4);
	assert_memory_equal(&conn.ip_local, &local, sizeof(local));
}

static void test_points_calls(void **state)
{
	const struct points points = learnt();
	struct {
		uint16_t type;
		uint16_t flags;
		int32_t pid, nr, pad;
		int64_t ret;
	} call = { .type = 7, .pid = 42, .ret = 5 };
	struct rawrec record = { .size = sizeof(call), .data = &call };
	struct conn conn;

	(void)state;
	assert_int_equal(points_decode(&points, &record, &conn), DECODE_OK);
	assert_int_equal(conn.witnesses, POINT_EXIT);
	assert_int_equal(conn.uid, 5);
	call.ret = -11;
	assert_int_equal(points_decode(&points, &record, &conn), DECODE_SKIP);
	record.size = 20;
	assert_int_equal(points_decode(&points, &record, &conn), DECODE_BAD);
	call.type = 8;
	assert_int_equal(points_decode(&points, &record, &conn), DECODE_OTHER);
	/* Of a machine of the other byte order. */
	record.size = sizeof(call);
	record.is_swapped = true;
	call.type = 7 << 8;
	call.ret = 5LL << 56;
	assert_int_equal(points_decode(&points, &record, &conn), DECODE_OK);
	assert_int_equal(conn.uid, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_points_states),
		cmocka_unit_test(test_points_tuple),
		cmocka_unit_test(test_points_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
