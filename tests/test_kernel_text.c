/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is written to the kernel, read from it, and said about it. */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "account.h"
#include "probe_syntax.h"
#include "extra.h"
#include "fields.h"
#include "refusal.h"
#include "stats.h"
#include "sweep.h"

#define AT(bytes)                 \
	{                         \
		OFFSET_BTF, bytes \
	}
#define OFFSETS                                        \
	{                                              \
		{                                      \
			AT(16), AT(56), AT(8), AT(798) \
		}                                      \
	}
#define NAMES                    \
	{                        \
		"$arg1", "$arg2" \
	}

#define SYNTAX_ALL                                                           \
	(SYNTAX_COMM | SYNTAX_HEX_TYPES | SYNTAX_MAXACTIVE | SYNTAX_ARRAYS | \
	 SYNTAX_RETURN_ARGS)

static void test_fields_definition(void **state)
{
	static const struct {
		enum fields_event event;
		struct fields_kernel kernel;
		const char *has, *has_not;
	} cases[] = {
		{ FIELDS_ACCEPT,
		  { 0, 0, 8, .has_net_ns = true, .arguments = NAMES },
		  "r:tcpwho_1/accept inet_csk_accept skaddr=$retval ",
		  "$arg1" },
		{ FIELDS_ACCEPT,
		  { 0, 0, 8, OFFSETS, .has_net_ns = true, .has_pairs = true,
		    .arguments = NAMES },
		  " saddr=+4($retval):u32 daddr=+0($retval):u32 dport=",
		  "x" },
		{ FIELDS_GRAFT,
		  { 0, SYNTAX_HEX_TYPES, 8, .arguments = NAMES },
		  " daddr=+0($arg1):x32",
		  "comm" },
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL & ~SYNTAX_RETURN_ARGS, 8, .has_net_ns = true,
		    .arguments = NAMES },
		  "r4096:tcpwho_1/accept inet_csk_accept skaddr=$retval ",
		  "$arg1" },
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 8, .has_net_ns = true, .arguments = NAMES },
		  " listener_sport=+14($arg1):u16",
		  " inet_sport=" },
		/* What a register held at the entry is gone at the return. */
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 4, .has_net_ns = true,
		    .arguments = { "%r0", "%r1" } },
		  " daddr_v6_0=+40($retval):x64",
		  "listener_sport" },
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 8, .arguments = NAMES },
		  " daddr_v6_0=+48($retval):x64",
		  " daddr_v6_8=+64(" },
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 4, .arguments = NAMES },
		  " daddr_v6_0=+36($retval):x64",
		  "+40(" },
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 8, OFFSETS, .has_net_ns = true,
		    .arguments = NAMES },
		  " inet_sport=+798($retval):u16",
		  "listener_sport" },
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 8, OFFSETS, .has_net_ns = true,
		    .has_both = true, .arguments = NAMES },
		  "accept inet_csk_accept skaddr=$retval",
		  "daddr" },
		{ FIELDS_GRAFT,
		  { 0, SYNTAX_ALL, 8, OFFSETS, .has_pairs = true,
		    .arguments = NAMES },
		  " addrpair_v6=+48($arg1):x64[4] addrpair=+0($arg1):x64 "
		  "portpair=+12($arg1):x64 uid=",
		  "daddr" },
		{ FIELDS_GRAFT,
		  { 0, SYNTAX_ALL, 8, OFFSETS, .arguments = NAMES },
		  " saddr=+4($arg1):x32 daddr=+0($arg1):x32 uid=",
		  "pair" },
		{ FIELDS_GRAFT,
		  { 0, SYNTAX_ALL & ~SYNTAX_RETURN_ARGS & ~SYNTAX_ARRAYS, 8,
		    OFFSETS, .has_pairs = true, .arguments = NAMES },
		  " daddr=+0($arg1):x32",
		  "pair" },
		{ FIELDS_GRAFT,
		  { 0, SYNTAX_ALL, 8, OFFSETS, .arguments = NAMES },
		  " uid=+8(+56(+16($arg2))):u32",
		  "$retval" },
		{ FIELDS_GRAFT,
		  { 0, SYNTAX_ALL, 4, OFFSETS, .arguments = { "%r0", "%r1" } },
		  " uid=+8(+56(+16(%r1))):u32",
		  "$arg" },
		{ FIELDS_GRAFT,
		  { 0,
		    SYNTAX_ALL,
		    8,
		    { { AT(16), { OFFSET_REFUTED, 56 }, AT(8), AT(798) } },
		    .arguments = NAMES },
		  "p:tcpwho_1/graft security_sock_graft skaddr=$arg1 "
		  "file=+16($arg2) ",
		  "uid=" },
		/* Only what was asked for, and not what nobody knows. */
		{ FIELDS_GRAFT,
		  { 0, SYNTAX_ALL, 8, .has_net_ns = true, .arguments = NAMES,
		    .offsets.of[OFFSET_NET_INUM] = AT(136),
		    .extras = EXTRA_NETNS },
		  " net=+48($arg1) ",
		  "ifindex=" },
		{ FIELDS_GRAFT,
		  { 0, SYNTAX_ALL, 4, .has_net_ns = true, .arguments = NAMES,
		    .offsets.of[OFFSET_NET_INUM] = AT(136),
		    .extras = EXTRA_NETNS },
		  " netns=+136(+36($arg1)):u32",
		  "state=" },
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 8, .has_net_ns = true, .arguments = NAMES,
		    .extras = EXTRA_NETNS | EXTRA_IF | EXTRA_STATE },
		  " ifindex=+20($retval):u32",
		  " netns=" },
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 8, .has_both = true, .arguments = NAMES,
		    .offsets.of[OFFSET_ACK_BACKLOG] = AT(604),
		    .offsets.of[OFFSET_MAX_ACK_BACKLOG] = AT(608),
		    .extras = EXTRA_QUEUE },
		  " ack_backlog=+604($retval):u32 "
		  "max_ack_backlog=+608($retval):u32",
		  "comm=" },
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 8, .has_pairs = true, .arguments = NAMES,
		    .extras = EXTRA_STATE },
		  " portpair=",
		  "state" },
		/* What is only for the kernel's own filter. */
		{ FIELDS_ACCEPT,
		  { 0, SYNTAX_ALL, 8, OFFSETS, .has_pairs = true,
		    .has_both = true, .arguments = NAMES,
		    .tested = 1u << FIELD_INET_SPORT | 1u << FIELD_MAPPED |
			      1u << FIELD_PORTPAIR },
		  " inet_csk_accept skaddr=$retval portpair=+12($retval):x64 "
		  "inet_sport=+798($retval):u16 mapped=+58($retval):u16",
		  "addrpair" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char text[FIELDS_DEFINITION_SIZE];

		assert_int_equal(fields_definition(text, cases[i].event,
						   "tcpwho_1",
						   &cases[i].kernel),
				 0);
		if (!strstr(text, cases[i].has) ||
		    strstr(text, cases[i].has_not))
			fail_msg("%zu: %s", i, text);
		assert_true(strlen(text) < sizeof(text) - 1);
	}
}

static void test_fields_arguments(void **state)
{
	static const struct {
		const char *readme, *machine;
		const char *second; /* NULL: no graft */
	} cases[] = {
		{ "$stack<index>, $comm, $arg<N>,\n", "s390x", "$arg2" },
		{ "$stack<index>, $comm,\n return: $arg<N>, $comm\n", "armv7l",
		  "%r1" },
		{ "$retval, $comm,\n", "s390x", "%r3" },
		{ "", "armv7l", "%r1" },
		{ "", "i686", "%dx" },
		{ "", "riscv64", "%a1" },
		{ "", "vax", NULL },
	};
	char text[FIELDS_DEFINITION_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fields_kernel kernel = { .long_size = 8 };

		probe_syntax_learn(&kernel, cases[i].readme, cases[i].machine);
		if (cases[i].second)
			assert_string_equal(kernel.arguments[1],
					    cases[i].second);
		assert_int_equal(
			fields_definition(text, FIELDS_GRAFT, "g", &kernel),
			cases[i].second ? 0 : -1);
		assert_int_equal(
			fields_definition(text, FIELDS_ACCEPT, "g", &kernel),
			0);
	}
}

/* Lines of the README of these kernels, as far as they matter. */
static void test_probe_syntax(void **state)
{
	static const struct {
		const char *readme;
		unsigned syntax;
	} cases[] = {
		/* 4.4 does not describe probe events. */
		{ "  trace_pipe\t\t- A consuming read\n", 0 },
		/* 4.9 */
		{ "\t   Format: p|r[:[<group>/]<event>] <place> [<args>]\n"
		  "\t           $stack<index>, $stack, $retval, $comm\n"
		  "\t     type: s8/16/32/64, u8/16/32/64, x8/16/32/64, string,\n"
		  "\t           b<bit-width>@<bit-offset>/<container-size>\n",
		  SYNTAX_COMM | SYNTAX_HEX_TYPES },
		/* 4.19 */
		{ "\t           r[maxactive][:[<group>/]<event>] <place> [<args>]\n"
		  "\t           $stack<index>, $stack, $retval, $comm\n"
		  "\t     type: s8/16/32/64, u8/16/32/64, x8/16/32/64, string,\n",
		  SYNTAX_COMM | SYNTAX_HEX_TYPES | SYNTAX_MAXACTIVE },
		/* 5.10 */
		{ "\t           r[maxactive][:[<group>/]<event>] <place> [<args>]\n"
		  "\t           $stack<index>, $stack, $retval, $comm, $arg<N>,\n"
		  "\t     type: s8/16/32/64, u8/16/32/64, x8/16/32/64, string, symbol,\n"
		  "\t           <type>\\[<array-size>\\]\n",
		  SYNTAX_ALL & ~SYNTAX_RETURN_ARGS },
		/* 7.3 */
		{ "\t           r[maxactive][:[<group>/][<event>]] <place> [<args>]\n"
		  "\t           $stack<index>, $stack, $retval, $comm, $arg<N>, $current\n"
		  "\t     kernel return probes support: $retval, $arg<N>, $comm\n"
		  "\t     type: s8/16/32/64, u8/16/32/64, x8/16/32/64, char, string, symbol,\n"
		  "\t           symstr, %pd/%pD, <type>\\[<array-size>\\]\n",
		  SYNTAX_ALL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fields_kernel kernel = { .long_size = 8 };

		probe_syntax_learn(&kernel, cases[i].readme, "x86_64");
		assert_int_equal(kernel.syntax, cases[i].syntax);
	}
}

static void test_stats_losses(void **state)
{
	(void)state;
	assert_int_equal(
		stats_parse_losses(
			"entries: 5\noverrun: 17\ncommit overrun: 2\nbytes: 400\n"
			"oldest event ts:  1.5\nnow ts:  2.5\ndropped events: 3\n"
			"read events: 9\n"),
		22);
	assert_int_equal(stats_parse_losses("entries: 5\noverrun: 0\n"), 0);
	assert_int_equal(stats_parse_losses(""), 0);
}

static void test_stats_cpu(void **state)
{
	struct stats_cpu stats;

	(void)state;
	assert_int_equal(
		stats_parse_cpu("entries: 5\noverrun: 17\ncommit overrun: 2\n"
				"dropped events: 3\nread events: 9\n",
				&stats),
		0);
	assert_int_equal(stats.read, 9);
	assert_int_equal(stats.lost, 22);
	assert_int_equal(stats.entries, 5);
	assert_int_equal(stats.overwritten, 17);
	assert_int_equal(stats_parse_cpu("entries: 5\noverrun: 1\n", &stats),
			 -1);
	assert_int_equal(stats_parse_cpu("", &stats), -1);
}

static void test_stats_misses(void **state)
{
	static const char events[] =
		"r4096:tcpwho_9/accept inet_csk_accept skaddr=$retval\n"
		"p:others/accept tcp_close\n"
		"r4096:tcpwho_99/accept inet_csk_accept skaddr=$retval\n";
	static const char profile[] = "  accept                  10     1\n"
				      "  accept                  20     2\n"
				      "  accept                  30     3\n";
	uint64_t misses = 0;

	(void)state;
	assert_int_equal(
		stats_parse_misses(events, profile, "tcpwho_9", &misses), 0);
	assert_int_equal(misses, 1);
	assert_int_equal(
		stats_parse_misses(events, profile, "tcpwho_99", &misses), 0);
	assert_int_equal(misses, 3);
	assert_int_equal(
		stats_parse_misses(events, profile, "tcpwho_8", &misses), -1);
	assert_int_equal(stats_parse_misses(events, "", "tcpwho_99", &misses),
			 -1);
	assert_int_equal(stats_parse_misses("", "", "tcpwho_99", &misses), -1);
}

static void test_sweep_is_ours(void **state)
{
	static const char *const others[] = {
		"",	      "tcpwho",	    "tcpwho_",	"tcpwho_0",
		"tcpwho_012", "tcpwho_12x", "tcpwho_x", "tcpwho_-1",
		"tcpwho_ 1",  "xtcpwho_1",  "tcpwho-1", "tcpwho_99999999999",
		"kprobes",
	};

	(void)state;
	assert_true(sweep_is_ours("tcpwho_1"));
	assert_true(sweep_is_ours("tcpwho_4194304"));
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(sweep_is_ours(others[i]));
}

static void test_account(void **state)
{
	static const struct {
		struct account account;
		const char *expected;
	} cases[] = {
		{ { .rows.given = 4000 }, "4000 accepts, 0 lost" },
		{ { .rows.given = 10, .overwritten = 3 },
		  "10 accepts, 3 lost; 3 in the ring buffer: ask for more "
		  "with -b" },
		{ { .rows.given = 10, .overwritten = 3, .is_estimate = true },
		  "10 accepts, 3 lost; 3 in the ring buffer, by an estimate, "
		  "for ends of handshakes of all connections were lost with "
		  "them: ask for more with -b" },
		{ { .rows.given = 10,
		    .rows.unwritten = 4,
		    .losses.undecoded = 1 },
		  "6 accepts, 5 lost; 1 records shorter than their format; "
		  "4 rows that stdout did not take" },
		{ { .rows.given = 40, .rows.filtered = 3960 },
		  "40 accepts, 0 lost; 3960 filtered out" },
		{ { .rows.given = 40, .losses.kernel.is_filtered = true },
		  "40 accepts, 0 lost; what the kernel filtered out is not "
		  "counted" },
		{ { .rows.given = 40,
		    .rows.filtered = 2,
		    .losses.kernel.is_filtered = true,
		    .missed = 1 },
		  "40 accepts, 0 lost; 2 filtered out; what the kernel "
		  "filtered out is not counted; 1 rows were seen by one of "
		  "the two witnesses only" },
		{ { .rows.given = 1,
		    .overwritten = 2,
		    .rows.filtered = 20,
		    .rows.unknown = 4,
		    .missed = 1 },
		  "1 accepts, 2 lost; 2 in the ring buffer: ask for more "
		  "with -b; 20 filtered out, 4 of them for a value that is "
		  "not known; 1 rows were seen by one of the two witnesses "
		  "only" },
		{ { .rows.given = 1, .losses.kernel.unwatched = 2 },
		  "1 accepts, 0 lost; 2 calls of accept went unwatched, for "
		  "more than 4096 threads were waiting: as many accepts may "
		  "be missing" },
		{ { .rows.given = 5,
		    .accept_alone = 3,
		    .graft_alone = 2,
		    .missed = 4 },
		  "5 accepts, 0 lost; 4 rows were seen by one of the two "
		  "witnesses only" },
		{ { .rows.given = 5, .accept_alone = 3, .graft_alone = 2 },
		  "5 accepts, 0 lost" },
		{ { .rows.given = 5,
		    .missed = 1,
		    .overwritten = 2,
		    .gaps = { 1, 500, { 0, 0, true, 6 } } },
		  "5 accepts, 2 lost; 2 in the ring buffer: ask for more "
		  "with -b; 1 rows were seen by one of the two witnesses "
		  "only; more may be missing between 00:00:00.000 and "
		  "00:00:00.000, when the kernel counted 6 connections "
		  "established" },
	};

	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char text[ACCOUNT_SIZE];

		account_format(text, &cases[i].account);
		assert_string_equal(text, cases[i].expected);
	}
}

static void test_refusal(void **state)
{
	static const struct {
		struct refusal refusal;
		const char *expected;
	} cases[] = {
		{ { REFUSAL_MOUNT, EPERM, .is_root = false },
		  "tracing needs root: run it with sudo" },
		{ { REFUSAL_INSTANCE, EACCES, .is_root = false },
		  "tracing needs root: run it with sudo" },
		{ { REFUSAL_INSTANCE, EACCES, .is_root = true,
		    .in_user_namespace = true },
		  "root of a user namespace may not trace: run tcpwho "
		  "outside of the container" },
		{ { REFUSAL_DEFINE, ENOENT, .is_root = true,
		    .in_user_namespace = true },
		  "this kernel is built without kprobe events: tcpwho needs "
		  "one with CONFIG_KPROBE_EVENTS=y" },
		{ { REFUSAL_MOUNT, EPERM, .is_root = true },
		  "tracefs is not mounted and cannot be: mount -t tracefs "
		  "tracefs /sys/kernel/tracing (Operation not permitted)" },
		{ { REFUSAL_INSTANCE, ENOENT, .is_root = true,
		    .is_locked_down = true },
		  "this kernel is locked down in confidentiality mode, which "
		  "forbids all tracing: boot it with lockdown=integrity or "
		  "none" },
		{ { REFUSAL_DEFINE, ENOENT, .is_root = true },
		  "this kernel is built without kprobe events: tcpwho needs "
		  "one with CONFIG_KPROBE_EVENTS=y" },
		{ { REFUSAL_BUFFER, ENOMEM, .is_root = true,
		    .has_kprobe_events = true },
		  "the ring buffers are too large for this machine's memory: "
		  "ask for less with -b" },
		{ { REFUSAL_DEFINE, ENOENT, .is_root = true,
		    .has_kprobe_events = true, .function = "inet_csk_accept" },
		  "inet_csk_accept: this kernel has no such function: tcpwho "
		  "needs it, try --probe=accept or --probe=graft" },
		{ { REFUSAL_DEFINE, EINVAL, .is_root = true,
		    .has_kprobe_events = true, .has_function = true,
		    .function = "f",
		    .kernel_text = "Failed to register probe event" },
		  "f: this kernel does not let it be probed: see "
		  "kprobes/blacklist in debugfs (Failed to register probe "
		  "event)" },
		{ { REFUSAL_ENABLE, ECANCELED, .is_root = true,
		    .has_kprobe_events = true, .kprobes_off = true },
		  "kprobes are switched off: echo 1 > "
		  "/sys/kernel/debug/kprobes/enabled" },
		{ { REFUSAL_INSTANCE, EWOULDBLOCK, .is_root = true,
		    .has_kprobe_events = true },
		  "another tcpwho is setting up and does not come to an end: "
		  "end it, or try again" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char text[REFUSAL_SIZE];

		refusal_format(text, &cases[i].refusal);
		assert_string_equal(text, cases[i].expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_definition),
		cmocka_unit_test(test_fields_arguments),
		cmocka_unit_test(test_probe_syntax),
		cmocka_unit_test(test_stats_losses),
		cmocka_unit_test(test_stats_cpu),
		cmocka_unit_test(test_stats_misses),
		cmocka_unit_test(test_sweep_is_ours),
		cmocka_unit_test(test_account),
		cmocka_unit_test(test_refusal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
