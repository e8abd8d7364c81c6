/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Filters as the kernel is told them: by hand, and random ones against
 * filter_match, by an evaluator of its own of the kernel's language.
 */
#include "unit.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cmdtest.h"
#include "fields.h"
#include "filterwords.h"
#include "pushdown.h"

/* A socket as the kernel has it: bytes, whatever a probe makes of them. */
struct sock {
	struct {
		uint32_t daddr, saddr;
	} addrpair;
	struct {
		uint16_t dport, num, family, state;
	} portpair;
	uint16_t inet_sport;
	struct in6_addr daddr_v6;
	const char *comm;
};

static uint64_t load(const void *bytes)
{
	uint64_t number;

	memcpy(&number, bytes, sizeof(number));
	return number;
}

static uint64_t value_of(const struct sock *sock, const char *name,
			 size_t length)
{
	uint16_t mapped;

	memcpy(&mapped, &sock->daddr_v6.s6_addr[10], sizeof(mapped));
	if (!strncmp(name, "inet_sport", length))
		return sock->inet_sport;
	if (!strncmp(name, "mapped", length))
		return mapped;
	if (!strncmp(name, "addrpair", length))
		return load(&sock->addrpair);
	if (!strncmp(name, "portpair", length))
		return load(&sock->portpair);
	fail_msg("no such field as %.*s", (int)length, name);
	return 0;
}

/*
 * The kernel's comparison of strings: for ~ of "abc*" strncmp, of what has
 * another star or a bracket its glob_match. Others it does otherwise than one
 * would think, and they must not be asked of it.
 */
static bool is_named(const char *comm, const char *op, const char *text)
{
	if (*op == '=')
		return !strcmp(comm, text);
	assert_true(*text != '*' || strchr(text, '['));
	assert_false(isdigit((unsigned char)*text));
	return !fnmatch(text, comm, 0);
}

/* a || b, a && b, !a, (a), field OP value; as predicate_parse has it. */
static bool any(const struct sock *sock, const char **at);

static bool test_comm(const struct sock *sock, const char **at)
{
	const char *op = *at + strlen("COMM");
	const char *text = strchr(op, '"') + 1;
	const char *end = strchr(text, '"');
	char value[256];

	assert_true((size_t)(end - text) < sizeof(value));
	snprintf(value, sizeof(value), "%.*s", (int)(end - text), text);
	*at = end + 1;
	return is_named(sock->comm, op, value);
}

static bool test_number(const struct sock *sock, const char **at)
{
	size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyz_");
	uint64_t field = value_of(sock, *at, length), value;
	const char *op = *at + length;
	char *end;

	value = strtoull(op + strcspn(op, "0123456789"), &end, 0);
	*at = end;
	if (!strncmp(op, "==", 2))
		return field == value;
	if (!strncmp(op, ">=", 2))
		return field >= value;
	assert_int_equal(*op, '&');
	return field & value;
}

static bool one(const struct sock *sock, const char **at)
{
	bool result;

	if (**at == '!') {
		/* Of a comparison without parentheses it would be another. */
		assert_int_equal((*at)[1], '(');
		(*at)++;
		return !one(sock, at);
	}
	if (**at != '(')
		return strncmp(*at, "COMM", 4) ? test_number(sock, at) :
						 test_comm(sock, at);
	(*at)++;
	result = any(sock, at);
	assert_int_equal(**at, ')');
	(*at)++;
	return result;
}

static bool all(const struct sock *sock, const char **at)
{
	bool result = one(sock, at);

	while (!strncmp(*at, "&&", 2)) {
		*at += 2;
		/* Both sides are to be read. */
		result = one(sock, at) && result;
	}
	return result;
}

static bool any(const struct sock *sock, const char **at)
{
	bool result = all(sock, at);

	while (!strncmp(*at, "||", 2)) {
		*at += 2;
		result = all(sock, at) || result;
	}
	return result;
}

static bool passes(const struct pushdown *pushdown, const struct sock *sock)
{
	const char *at = pushdown->text;
	bool result;

	if (!*at)
		return true;
	result = any(sock, &at);
	assert_string_equal(at, "");
	return result;
}

/* @is_ipv6: the listener's socket; then IPv4 is mapped. */
static struct sock sock_of(const struct conn *conn, bool is_ipv6)
{
	struct sock sock = {
		.portpair = { htons(40000), conn->port, AF_INET, 1 },
		.inet_sport = htons(conn->port),
		.comm = conn->cmd,
	};

	if (is_ipv6)
		sock.portpair.family = AF_INET6;
	/* Else it has what whoever had the memory before has left. */
	if (is_ipv6)
		sock.daddr_v6 = conn->ip_source;
	else
		memset(&sock.daddr_v6, random(), sizeof(sock.daddr_v6));
	if (conn->family == 4)
		memcpy(&sock.addrpair.daddr, &conn->ip_source.s6_addr[12], 4);
	else
		sock.addrpair.daddr = sock.addrpair.saddr = htonl(0x7f000006);
	return sock;
}

static struct conn conn_of(const char *source, int port, const char *cmd)
{
	struct conn conn = {
		.uid = 0,
		.pid = 17,
		.port = port,
		.ip_source = addr_of(source),
		.family = strchr(source, ':') ? 6 : 4,
	};

	strcpy(conn.cmd, cmd);
	return conn;
}

static void test_pushdown_cases(void **state)
{
	static const struct {
		const char *words, *source;
		int port;
		const char *cmd;
		bool is_ipv6, expected;
	} cases[] = {
		{ "P22", "10.0.0.1", 22, "a", false, true },
		{ "P22", "10.0.0.1", 23, "a", false, false },
		{ "P!22", "10.0.0.1", 22, "a", false, false },
		{ "P8000-8099", "10.0.0.1", 8099, "a", false, true },
		{ "P8000-8099", "10.0.0.1", 8100, "a", false, false },
		{ "P!1-65535", "10.0.0.1", 1, "a", false, false },
		/* As near as it gets with few bits. */
		{ "P1025-60001", "10.0.0.1", 1025, "a", false, true },
		{ "P1025-60001", "10.0.0.1", 60001, "a", false, true },
		{ "P1025-60001", "10.0.0.1", 22, "a", false, false },
		{ "P1025-60001", "10.0.0.1", 65000, "a", false, false },
		{ "P!1025-60001", "10.0.0.1", 1024, "a", false, true },
		{ "P!1025-60001", "10.0.0.1", 60002, "a", false, true },
		{ "P!1025-60001", "10.0.0.1", 9000, "a", false, false },
		{ "P1-65535", "10.0.0.1", 1, "a", false, true },
		{ "4", "10.0.0.1", 1, "a", true, true },
		{ "4", "127.0.0.6", 1, "a", true, true },
		{ "4", "::1", 1, "a", true, false },
		{ "6", "::1", 1, "a", true, true },
		{ "6", "10.0.0.1", 1, "a", false, false },
		{ "4 6", "::1", 1, "a", true, true },
		{ "s10.0.0.0/8", "10.9.9.9", 1, "a", false, true },
		{ "s10.0.0.0/8", "10.9.9.9", 1, "a", true, true },
		{ "s10.0.0.0/8", "11.0.0.0", 1, "a", false, false },
		{ "s10.0.0.0/8", "11.0.0.0", 1, "a", true, false },
		{ "s10.0.0.0/8", "::1", 1, "a", true, false },
		{ "s!127.0.0.0/8", "::1", 1, "a", true, true },
		{ "s!127.0.0.0/8", "127.0.0.6", 1, "a", false, false },
		{ "s::1,10.0.0.0/8", "::1", 1, "a", true, true },
		{ "s::1,10.0.0.0/8", "12.0.0.1", 1, "a", false, false },
		{ "s::/0", "10.0.0.1", 1, "a", false, false },
		{ "s::/0,0.0.0.0/0", "10.0.0.1", 1, "a", false, true },
		{ "s!0.0.0.0/0", "10.0.0.1", 1, "a", false, false },
		{ "cnginx", "::1", 1, "nginx", true, true },
		{ "cnginx", "::1", 1, "nginx2", true, false },
		{ "cphp*", "::1", 1, "php-fpm", true, true },
		{ "c*fpm", "::1", 1, "php-fpm", true, true },
		{ "c*fpm", "::1", 1, "fpm-php", true, false },
		{ "c[p]hp*", "::1", 1, "nginx", true, true },
		{ "cp[h]p", "::1", 1, "nginx", true, false },
		{ "c!php*", "::1", 1, "php-fpm", true, false },
		{ "c!p?p*", "::1", 1, "php-fpm", true, true },
		{ "c!*", "::1", 1, "", true, true },
		{ "c1*", "::1", 1, "12", true, true },
		/* Rows have another name. */
		{ "cnginx", "::1", 1, "iou-wrk-7", true, true },
		{ "c!iou-*", "::1", 1, "iou-wrk-7", true, true },
		/* Not for the kernel. */
		{ "p1 u7", "::1", 1, "a", true, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct conn conn =
			conn_of(cases[i].source, cases[i].port, cases[i].cmd);
		struct sock sock = sock_of(&conn, cases[i].is_ipv6);
		struct pushdown pushdown;

		assert_int_equal(parse(cases[i].words), 0);
		pushdown_make(&pushdown, &opts.filter, true);
		if (passes(&pushdown, &sock) != cases[i].expected)
			fail_msg("%s: \"%s\" is not %d of %s, %d, %s",
				 cases[i].words, pushdown.text,
				 cases[i].expected, cases[i].source,
				 cases[i].port, cases[i].cmd);
	}
}

static bool passes_port(const struct pushdown *pushdown, int port)
{
	struct conn conn = conn_of("::1", port, "a");
	struct sock sock = sock_of(&conn, true);

	return passes(pushdown, &sock);
}

static void test_pushdown_fields(void **state)
{
	static const struct {
		const char *words;
		unsigned fields;
		bool wants;
	} cases[] = {
		{ "", 0, false },
		{ "p1 u0", 0, false },
		{ "P22", 1u << FIELD_INET_SPORT, true },
		{ "4", 1u << FIELD_MAPPED | 1u << FIELD_PORTPAIR, true },
		{ "6", 1u << FIELD_PORTPAIR, true },
		{ "s10.0.0.0/8", 1u << FIELD_ADDRPAIR, true },
		{ "s10.0.0.0/8,::1",
		  1u << FIELD_ADDRPAIR | 1u << FIELD_PORTPAIR, true },
		{ "ca", 0, true },
	};
	struct pushdown pushdown;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(parse(cases[i].words), 0);
		pushdown_make(&pushdown, &opts.filter, true);
		assert_int_equal(pushdown.fields, cases[i].fields);
		assert_int_equal(pushdown.text[0] != '\0', cases[i].wants);
	}
	/* Of a port that is 0 after a reset the kernel is not asked. */
	assert_int_equal(parse("P22"), 0);
	pushdown_make(&pushdown, &opts.filter, false);
	assert_string_equal(pushdown.text, "");
}

/* What is too long becomes wider, the other way round where it is negated. */
static void test_pushdown_long(void **state)
{
	struct pushdown pushdown;
	char words[1 << 13];

	(void)state;
	for (int is_negated = 0; is_negated < 2; is_negated++) {
		size_t used = sprintf(words, "6 P%s", is_negated ? "!" : "");

		for (int i = 1; i <= FILTER_RANGES; i++)
			used += sprintf(words + used, "%d,", 2 * i);
		words[used - 1] = '\0';
		assert_int_equal(parse(words), 0);
		pushdown_make(&pushdown, &opts.filter, true);
		/* Their neighbours, and only there. */
		assert_int_equal(pushdown.fields & 1u << FIELD_INET_SPORT,
				 is_negated ? 0 : 1u << FIELD_INET_SPORT);
		assert_true(pushdown.fields & 1u << FIELD_PORTPAIR);
		assert_int_equal(passes_port(&pushdown, 77), true);
		assert_int_equal(passes_port(&pushdown, 2000), is_negated);
	}
}

static unsigned below(unsigned limit)
{
	return (unsigned)random() % limit;
}

static const char *const addrs[] = {
	"10.0.0.1",    "10.0.0.2",     "10.128.0.1",	 "11.0.0.1",
	"255.0.0.1",   "127.0.0.6",    "0.0.0.1",	 "::1",
	"2001:db8::1", "::fffe:a00:1", "2001::ffff:1:2", "ffff:ffff::1",
};
static const char *const names[] = { "a",  "ab", "abc", "b",	    "ba",
				     "1b", "",	 "x*y", "iou-wrk-1" };
static const char *const globs[] = { "a",  "a*",    "*b",    "?b*", "*",
				     "b?", "1*",    "[ab]*", "*b*", "a*c",
				     "i*", "x\\*y", "\"a" };
static const int ports[] = { 1, 22, 23, 80, 255, 256, 8000, 8099, 65535 };

static int random_port(void)
{
	return below(2) ? ports[below(COUNT_OF(ports))] :
			  (int)(1 + below(65535));
}

static size_t put_item(char *words, char letter)
{
	int first = random_port(), last = random_port();
	const char *addr = addrs[below(COUNT_OF(addrs))];

	switch (letter) {
	case 'P':
		return sprintf(words, "%d-%d", first < last ? first : last,
			       first < last ? last : first);
	case 's':
		return sprintf(words, "%s/%u", addr,
			       below(strchr(addr, ':') ? 129 : 33));
	default: return sprintf(words, "%s", globs[below(COUNT_OF(globs))]);
	}
}

/* Some options, each of them as often as it likes. */
static void random_filter(char *words)
{
	static const char letters[] = "Psc46";
	size_t used = 0;

	for (size_t i = 0; i + 1 < sizeof(letters); i++) {
		bool is_negated = below(2);
		int count = below(2) ? below(4) : 0;

		if (letters[i] < 'A' && below(4) == 0)
			used += sprintf(words + used, "%c ", letters[i]);
		for (int k = 0; k < count && letters[i] > 'A'; k++) {
			used += sprintf(words + used, "%c%s", letters[i],
					is_negated ? "!" : "");
			used += put_item(words + used, letters[i]);
			words[used++] = ' ';
		}
	}
	words[used] = '\0';
}

/* With the name that its row has. */
static struct conn row_of(const struct conn *conn)
{
	struct conn row = *conn;

	if (!strncmp(row.cmd, "iou-", 4))
		strcpy(row.cmd, names[below(COUNT_OF(names))]);
	return row;
}

static void test_pushdown_random(void **state)
{
	static struct pushdown pushdown;
	unsigned dropped = 0, passed = 0, wider = 0;

	(void)state;
	srandom(4711);
	for (int i = 0; i < 5000; i++) {
		char words[2000];

		random_filter(words);
		assert_int_equal(parse(words), 0);
		pushdown_make(&pushdown, &opts.filter, true);
		for (int k = 0; k < 40; k++) {
			struct conn conn = conn_of(
				addrs[below(COUNT_OF(addrs))], random_port(),
				names[below(COUNT_OF(names))]);
			struct conn row = row_of(&conn);
			struct sock sock =
				sock_of(&conn, conn.family == 6 || below(2));
			bool is_recorded = passes(&pushdown, &sock);

			if (filter_match(&opts.filter, &row) == FILTER_PASS) {
				if (!is_recorded)
					fail_msg("%s: \"%s\" drops a row",
						 words, pushdown.text);
				passed++;
			} else if (is_recorded) {
				wider++;
			} else {
				dropped++;
			}
		}
	}
	/* It may be wider, as it is of IPv6; that is the lesser part. */
	assert_true(passed > 10000);
	assert_true(dropped > 2 * wider);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pushdown_cases),
		cmocka_unit_test(test_pushdown_fields),
		cmocka_unit_test(test_pushdown_long),
		cmocka_unit_test(test_pushdown_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
