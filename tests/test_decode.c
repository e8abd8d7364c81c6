/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records made byte by byte against the format text that 6.12 prints for our
 * event (x86_64).
 */
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "decode.h"
#include "extra.h"

#define FORMAT_HEAD                                                                    \
	"name: accept\n"                                                               \
	"ID: 1764\n"                                                                   \
	"format:\n"                                                                    \
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"         \
	"\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n"         \
	"\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n" \
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"                     \
	"\n"                                                                           \
	"\tfield:unsigned long __probe_func;\toffset:8;\tsize:8;\tsigned:0;\n"         \
	"\tfield:unsigned long __probe_ret_ip;\toffset:16;\tsize:8;\tsigned:0;\n"      \
	"\tfield:u64 skaddr;\toffset:24;\tsize:8;\tsigned:0;\n"

#define FORMAT_TAIL \
	"\n"        \
	"print fmt: \"(%lx <- %lx) skaddr=0x%Lx\", REC->__probe_func, REC->__probe_ret_ip, REC->skaddr\n"

static const char format[] = FORMAT_HEAD
	"\tfield:u32 saddr;\toffset:32;\tsize:4;\tsigned:0;\n"
	"\tfield:u32 daddr;\toffset:36;\tsize:4;\tsigned:0;\n"
	"\tfield:u64 saddr_v6_0;\toffset:40;\tsize:8;\tsigned:0;\n"
	"\tfield:u64 saddr_v6_8;\toffset:48;\tsize:8;\tsigned:0;\n"
	"\tfield:u64 daddr_v6_0;\toffset:56;\tsize:8;\tsigned:0;\n"
	"\tfield:u64 daddr_v6_8;\toffset:64;\tsize:8;\tsigned:0;\n"
	"\tfield:u16 dport;\toffset:72;\tsize:2;\tsigned:0;\n"
	"\tfield:u16 sport;\toffset:74;\tsize:2;\tsigned:0;\n"
	"\tfield:u16 family;\toffset:76;\tsize:2;\tsigned:0;\n"
	"\tfield:u16 listener_sport;\toffset:78;\tsize:2;\tsigned:0;\n"
	"\tfield:__data_loc char[] comm;\toffset:80;\tsize:4;\tsigned:1;\n" FORMAT_TAIL;

/* Before 6.9 the listener's port cannot be had. */
static const char format_old[] = FORMAT_HEAD
	"\tfield:u16 sport;\toffset:32;\tsize:2;\tsigned:0;\n"
	"\tfield:u16 family;\toffset:34;\tsize:2;\tsigned:0;\n"
	"\tfield:u32 saddr;\toffset:36;\tsize:4;\tsigned:0;\n"
	"\tfield:u32 daddr;\toffset:40;\tsize:4;\tsigned:0;\n" FORMAT_TAIL;

static const char format_pairs[] = FORMAT_HEAD
	"\tfield:u64 addrpair_v6[4];\toffset:32;\tsize:32;\tsigned:0;\n"
	"\tfield:u64 addrpair;\toffset:64;\tsize:8;\tsigned:0;\n"
	"\tfield:u64 portpair;\toffset:72;\tsize:8;\tsigned:0;\n" FORMAT_TAIL;

/* No socket, so no way to tell a ghost. */
static const char format_poor[] =
	"name: accept\n"
	"ID: 1764\n"
	"format:\n"
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n" FORMAT_TAIL;

/* An accept beside a graft. */
static const char format_lean[] = FORMAT_HEAD FORMAT_TAIL;

static const char format_graft[] =
	"name: graft\n"
	"ID: 1765\n"
	"format:\n"
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
	"\n"
	"\tfield:unsigned long __probe_ip;\toffset:8;\tsize:8;\tsigned:0;\n"
	"\tfield:u64 skaddr;\toffset:16;\tsize:8;\tsigned:0;\n"
	"\tfield:u64 file;\toffset:24;\tsize:8;\tsigned:0;\n"
	"\tfield:u64 prot;\toffset:32;\tsize:8;\tsigned:0;\n"
	"\tfield:u32 saddr;\toffset:40;\tsize:4;\tsigned:0;\n"
	"\tfield:u32 daddr;\toffset:44;\tsize:4;\tsigned:0;\n"
	"\tfield:u32 uid;\toffset:48;\tsize:4;\tsigned:0;\n"
	"\tfield:u16 dport;\toffset:52;\tsize:2;\tsigned:0;\n"
	"\tfield:u16 sport;\toffset:54;\tsize:2;\tsigned:0;\n"
	"\tfield:u16 family;\toffset:56;\tsize:2;\tsigned:0;\n"
	"\tfield:u16 inet_sport;\toffset:58;\tsize:2;\tsigned:0;\n"
	"\n"
	"print fmt: \"(%lx) skaddr=0x%Lx\", REC->__probe_ip, REC->skaddr\n";

static const char format_extras[] = FORMAT_HEAD
	"\tfield:u64 portpair;\toffset:32;\tsize:8;\tsigned:0;\n"
	"\tfield:u64 net;\toffset:40;\tsize:8;\tsigned:0;\n"
	"\tfield:u32 netns;\toffset:48;\tsize:4;\tsigned:0;\n"
	"\tfield:u32 ifindex;\toffset:52;\tsize:4;\tsigned:0;\n" FORMAT_TAIL;

struct __attribute__((packed)) record {
	uint16_t type;
	uint8_t flags, preempt;
	int32_t pid;
	uint64_t func, ret_ip, skaddr;
	uint32_t saddr, daddr;
	uint8_t saddr_v6[16], daddr_v6[16];
	uint16_t dport, sport, family, listener_sport;
	uint32_t comm_location;
	char comm[16];
};

static struct record sample(void)
{
	struct record record = {
		.type = 1764,
		.pid = 4242,
		.skaddr = 0xffff888003a10000,
		.saddr = htonl(0xc0000201), /* 192.0.2.1 */
		.daddr = htonl(0xc6336402), /* 198.51.100.2 */
		.dport = htons(40000),
		.sport = 22,
		.family = AF_INET,
		.listener_sport = 2222,
		.comm_location = 5 << 16 | offsetof(struct record, comm),
		.comm = "sshd",
	};

	return record;
}

static enum decode_result run_size(const struct record *record, size_t size,
				   struct conn *conn)
{
	struct rawrec raw = { 99, 3, size, record, false };
	struct decoder decoder = { .count = 0 };

	assert_int_equal(
		decode_init(&decoder, FIELDS_ACCEPT, format, strlen(format)),
		0);
	return decode(&decoder, &raw, conn);
}

static enum decode_result run(const struct record *record, struct conn *conn)
{
	return run_size(record, sizeof(*record), conn);
}

static void assert_address(const struct in6_addr *addr, const char *text)
{
	char buf[INET6_ADDRSTRLEN];

	inet_ntop(AF_INET6, addr, buf, sizeof(buf));
	assert_string_equal(buf, text);
}

static void test_decode_ipv4(void **state)
{
	struct record record = sample();
	struct conn conn;

	(void)state;
	assert_int_equal(run(&record, &conn), DECODE_OK);
	assert_int_equal(conn.ts_ns, 99);
	assert_int_equal(conn.cpu, 3);
	assert_int_equal(conn.tid, 4242);
	assert_int_equal(conn.pid, 0);
	assert_int_equal(conn.uid, CONN_UID_UNKNOWN);
	assert_int_equal(conn.port, 22);
	assert_int_equal(conn.port_source, 40000);
	assert_int_equal(conn.family, 4);
	assert_address(&conn.ip_local, "::ffff:192.0.2.1");
	assert_address(&conn.ip_source, "::ffff:198.51.100.2");
	assert_string_equal(conn.cmd, "sshd");
}

static void test_decode_ipv6(void **state)
{
	struct record record = sample();
	struct conn conn;

	(void)state;
	record.family = AF_INET6;
	inet_pton(AF_INET6, "2001:db8::1", record.saddr_v6);
	inet_pton(AF_INET6, "2001:db8::2", record.daddr_v6);
	assert_int_equal(run(&record, &conn), DECODE_OK);
	assert_int_equal(conn.family, 6);
	assert_address(&conn.ip_local, "2001:db8::1");
	assert_address(&conn.ip_source, "2001:db8::2");
}

static void test_decode_mapped(void **state)
{
	struct record record = sample();
	struct conn conn;

	(void)state;
	record.family = AF_INET6;
	inet_pton(AF_INET6, "::ffff:192.0.2.1", record.saddr_v6);
	inet_pton(AF_INET6, "::ffff:198.51.100.2", record.daddr_v6);
	assert_int_equal(run(&record, &conn), DECODE_OK);
	assert_int_equal(conn.family, 4);
}

static void test_decode_reset(void **state)
{
	struct record record = sample();
	struct conn conn;

	(void)state;
	record.sport = 0;
	assert_int_equal(run(&record, &conn), DECODE_OK);
	assert_int_equal(conn.port, 2222);
}

static void test_decode_reset_without_listener(void **state)
{
	struct __attribute__((packed)) {
		uint16_t type, flags;
		int32_t pid;
		uint64_t func, ret_ip, skaddr;
		uint16_t sport, family;
		uint32_t saddr, daddr;
	} record = { 1764, 0, 1, 0, 0, 1, 0, AF_INET, 1, 2 };
	struct rawrec raw = { 0, 0, sizeof(record), &record, false };
	struct decoder decoder = { .count = 0 };
	struct conn conn;

	(void)state;
	assert_int_equal(decode_init(&decoder, FIELDS_ACCEPT, format_old,
				     strlen(format_old)),
			 0);
	assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
	assert_int_equal(conn.port, 0);
	assert_int_equal(conn.port_source, 0);
	assert_string_equal(conn.cmd, "");
}

/* Of either byte order: of the pairs each half is turned for itself. */
static void test_decode_pairs(void **state)
{
	struct __attribute__((packed)) {
		uint16_t type, flags;
		int32_t pid;
		uint64_t func, ret_ip, skaddr;
		uint8_t daddr_v6[16], saddr_v6[16];
		uint32_t daddr, saddr;
		uint16_t dport, sport, family;
		uint8_t state, reuse;
	} record = {
		.type = 1764,
		.pid = 1,
		.skaddr = 1,
		.daddr = htonl(0xc6336402),
		.saddr = htonl(0xc0000201),
		.dport = htons(40000),
		.sport = 22,
		.family = AF_INET,
		.state = 1,
		.reuse = 0xff,
	};
	struct rawrec raw = { 0, 0, sizeof(record), &record, false };
	struct decoder decoder = { .count = 0 };
	struct conn conn;

	(void)state;
	assert_int_equal(decode_init(&decoder, FIELDS_ACCEPT, format_pairs,
				     strlen(format_pairs)),
			 0);
	inet_pton(AF_INET6, "2001:db8::1", record.saddr_v6);
	inet_pton(AF_INET6, "2001:db8::2", record.daddr_v6);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
		assert_int_equal(conn.family, 4);
		assert_int_equal(conn.port, 22);
		assert_int_equal(conn.port_source, 40000);
		assert_address(&conn.ip_local, "::ffff:192.0.2.1");
		assert_address(&conn.ip_source, "::ffff:198.51.100.2");
		record.type = __builtin_bswap16(record.type);
		record.sport = __builtin_bswap16(record.sport);
		record.family = __builtin_bswap16(record.family);
		raw.is_swapped = true;
	}
	raw.is_swapped = false;
	record.family = AF_INET6;
	assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
	assert_address(&conn.ip_local, "2001:db8::1");
	assert_address(&conn.ip_source, "2001:db8::2");
}

static void test_decode_skips(void **state)
{
	struct record ghost = sample(), other = sample(),
		      unix_socket = sample();
	struct conn conn;

	(void)state;
	ghost.skaddr = 0;
	other.type = 17;
	unix_socket.family = AF_UNIX;
	assert_int_equal(run(&ghost, &conn), DECODE_SKIP);
	assert_int_equal(run(&other, &conn), DECODE_OTHER);
	assert_int_equal(run(&unix_socket, &conn), DECODE_SKIP);
}

/* Every length short of the fields is bad; a missing name is only missing. */
static void test_decode_truncated(void **state)
{
	const size_t fields = offsetof(struct record, comm);
	struct record record = sample();
	struct conn conn;

	(void)state;
	for (size_t size = 0; size < fields; size++)
		assert_int_equal(run_size(&record, size, &conn), DECODE_BAD);
	assert_int_equal(run_size(&record, fields, &conn), DECODE_OK);
	assert_string_equal(conn.cmd, "");
}

static void test_decode_bad_name(void **state)
{
	static const uint32_t locations[] = {
		0xffffffff, 0x0010ffff, 0xffff0054,
		0x00110054, 0x00010000, /* in what every record begins with */
		0x00040004,
	};
	struct record record = sample();
	struct conn conn;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(locations); i++) {
		record.comm_location = locations[i];
		assert_int_equal(run(&record, &conn), DECODE_OK);
		assert_string_equal(conn.cmd, "");
	}
}

static void test_decode_long_name(void **state)
{
	struct record record = sample();
	struct conn conn;

	(void)state;
	memcpy(record.comm, "0123456789abcdef", 16);
	record.comm_location = 16 << 16 | offsetof(struct record, comm);
	assert_int_equal(run(&record, &conn), DECODE_OK);
	assert_string_equal(conn.cmd, "0123456789abcde");
}

/* Of each length that there can be, beside others' bytes. */
static void test_decode_name_lengths(void **state)
{
	static const char name[] = "0123456789abcdef";
	struct record record = sample();
	struct conn conn;

	(void)state;
	for (size_t length = 0; length <= 15; length++) {
		char expected[16] = "";

		memcpy(expected, name, length);
		memcpy(record.comm, name, 16);
		record.comm_location =
			length << 16 | offsetof(struct record, comm);
		assert_int_equal(run(&record, &conn), DECODE_OK);
		assert_memory_equal(conn.cmd, expected, sizeof(expected));
	}
}

static void test_decode_graft(void **state)
{
	struct __attribute__((packed)) {
		uint16_t type, flags;
		int32_t pid;
		uint64_t ip, skaddr, file, prot;
		uint32_t saddr, daddr, uid;
		uint16_t dport, sport, family, inet_sport;
	} record = { 1765, 0, 7,    0, 1, 1,	   0xabc,
		     1,	   2, 1234, 3, 0, AF_INET, htons(8080) };
	struct rawrec raw = { 0, 0, sizeof(record), &record, false };
	struct decoder decoder = { .count = 0 };
	struct conn conn;

	(void)state;
	assert_int_equal(decode_init(&decoder, FIELDS_GRAFT, format_graft,
				     strlen(format_graft)),
			 0);
	assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
	assert_int_equal(conn.witnesses, CONN_GRAFT);
	assert_int_equal(conn.uid, 1234);
	assert_int_equal(conn.prot, 0xabc);
	assert_int_equal(conn.port, 8080);
	/* A server in the kernel: the uid is a ghost, and it is root's. */
	record.file = 0;
	assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
	assert_int_equal(conn.uid, 0);
}

static void test_decode_lean(void **state)
{
	struct record record = sample();
	struct rawrec raw = { 9, 0, 32, &record, false };
	struct decoder decoder = { .count = 0 };
	struct conn conn;

	(void)state;
	assert_int_equal(decode_init(&decoder, FIELDS_ACCEPT, format_lean,
				     strlen(format_lean)),
			 0);
	assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
	assert_int_equal(conn.witnesses, CONN_ACCEPT);
	assert_int_equal(conn.tid, 4242);
	assert_int_equal(conn.family, 0);
}

/* A machine of the other byte order: numbers turned, addresses not. */
static void test_decode_swapped(void **state)
{
	struct record record = sample();
	struct rawrec raw = { 9, 0, sizeof(record), &record, true };
	struct decoder decoder = { .count = 0 };
	struct conn conn;

	(void)state;
	assert_int_equal(
		decode_init(&decoder, FIELDS_ACCEPT, format, strlen(format)),
		0);
	record.type = __builtin_bswap16(record.type);
	record.pid = __builtin_bswap32(record.pid);
	record.sport = __builtin_bswap16(record.sport);
	record.family = __builtin_bswap16(record.family);
	record.comm_location = __builtin_bswap32(record.comm_location);
	assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
	assert_int_equal(conn.tid, 4242);
	assert_int_equal(conn.port, 22);
	assert_int_equal(conn.port_source, 40000);
	assert_int_equal(conn.family, 4);
	assert_string_equal(conn.cmd, "sshd");
	assert_address(&conn.ip_local, "::ffff:192.0.2.1");
	assert_address(&conn.ip_source, "::ffff:198.51.100.2");
}

/* What a probe by somebody else's hand does not tell is not known. */
/* A second event whose records are otherwise laid out would be misread. */
static void test_decode_elsewhere(void **state)
{
	static const char elsewhere[] =
		"name: graft\n"
		"ID: 1765\n"
		"format:\n"
		"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
		"\tfield:int common_pid;\toffset:60000;\tsize:4;\tsigned:1;\n"
		"\tfield:u64 skaddr;\toffset:16;\tsize:8;\tsigned:0;\n" FORMAT_TAIL;
	struct decoder decoder = { .count = 0 };

	(void)state;
	assert_int_equal(
		decode_init(&decoder, FIELDS_ACCEPT, format, strlen(format)),
		0);
	assert_int_equal(decode_init(&decoder, FIELDS_GRAFT, elsewhere,
				     strlen(elsewhere)),
			 -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(decoder.count, 1);
}

static void test_decode_few_fields(void **state)
{
	static const char few[] = FORMAT_HEAD
		"\tfield:u16 family;\toffset:76;\tsize:2;\tsigned:0;\n"
		"\tfield:u32 daddr;\toffset:36;\tsize:4;\tsigned:0;\n";
	struct record record = sample();
	struct rawrec raw = { 9, 0, sizeof(record), &record, false };
	struct decoder decoder = { .count = 0 };
	struct conn conn;

	(void)state;
	assert_int_equal(decode_init(&decoder, FIELDS_ACCEPT, few, strlen(few)),
			 0);
	assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
	assert_int_equal(conn.family, 4);
	assert_address(&conn.ip_source, "::ffff:198.51.100.2");
	assert_address(&conn.ip_local, "::");
	assert_int_equal(conn.port, 0);
	record.family = AF_INET6;
	assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
	assert_int_equal(conn.family, 0);
	assert_address(&conn.ip_source, "::");
}

static void test_decode_bad_format(void **state)
{
	static const char *const texts[] = { "", "nonsense", format_poor };
	struct decoder decoder = { .count = 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		errno = 0;
		assert_int_equal(decode_init(&decoder, FIELDS_ACCEPT, texts[i],
					     strlen(texts[i])),
				 -1);
		assert_int_equal(errno, EINVAL);
	}
}

struct __attribute__((packed)) extras_record {
	uint16_t type;
	uint8_t flags, preempt;
	int32_t pid;
	uint64_t func, ret_ip, skaddr;
	uint8_t portpair[8];
	uint64_t net;
	uint32_t netns, ifindex;
};

static struct conn decode_one(unsigned extras, struct extras_record record)
{
	struct decoder decoder = { .extras = extras };
	struct rawrec raw = { .size = sizeof(record), .data = &record };
	struct conn conn;

	assert_int_equal(decode_init(&decoder, FIELDS_ACCEPT, format_extras,
				     strlen(format_extras)),
			 0);
	assert_int_equal(decode(&decoder, &raw, &conn), DECODE_OK);
	return conn;
}

/* Bytes behind a pointer that is zero are another record's. */
static void test_decode_extras(void **state)
{
	const uint16_t family = AF_INET;
	struct extras_record record = {
		.type = 1764,
		.skaddr = 1,
		.net = 1,
		.netns = 4026531840,
		.ifindex = 3,
		.portpair = { [6] = 8, [7] = 0xff },
	};
	struct conn conn;

	(void)state;
	memcpy(record.portpair + 4, &family, sizeof(family));
	conn = decode_one(EXTRA_STATE | EXTRA_NETNS | EXTRA_IF, record);
	assert_int_equal(conn.state, 8);
	assert_int_equal(conn.netns, 4026531840);
	assert_int_equal(conn.ifindex, 3);
	record.net = 0;
	assert_int_equal(decode_one(EXTRA_NETNS, record).netns, 0);
	conn = decode_one(EXTRA_NETNS, record);
	assert_int_equal(conn.state, 0);
	assert_int_equal(conn.ifindex, 0);
	assert_int_equal(decode_one(0, record).ifindex, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode_ipv4),
		cmocka_unit_test(test_decode_ipv6),
		cmocka_unit_test(test_decode_mapped),
		cmocka_unit_test(test_decode_reset),
		cmocka_unit_test(test_decode_reset_without_listener),
		cmocka_unit_test(test_decode_pairs),
		cmocka_unit_test(test_decode_skips),
		cmocka_unit_test(test_decode_truncated),
		cmocka_unit_test(test_decode_bad_name),
		cmocka_unit_test(test_decode_long_name),
		cmocka_unit_test(test_decode_name_lengths),
		cmocka_unit_test(test_decode_graft),
		cmocka_unit_test(test_decode_lean),
		cmocka_unit_test(test_decode_swapped),
		cmocka_unit_test(test_decode_elsewhere),
		cmocka_unit_test(test_decode_few_fields),
		cmocka_unit_test(test_decode_bad_format),
		cmocka_unit_test(test_decode_extras),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
