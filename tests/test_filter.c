/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Filters, from the text of options to what passes: by hand, and random ones
 * against a second implementation that goes the slow way.
 */
#include "unit.h"

#include <arpa/inet.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "addr.h"
#include "filterwords.h"
#include "scratch.h"
#include "users.h"

static struct conn conn_from(const char *source, int port)
{
	struct conn conn = {
		.uid = 1000,
		.pid = 17,
		.port = port,
		.ip_source = addr_of(source),
		.family = strchr(source, ':') ? 6 : 4,
		.cmd = "nginx",
	};

	return conn;
}

static void test_filter_cases(void **state)
{
	static const struct {
		const char *words, *source;
		int port;
		enum filter_verdict expected;
	} cases[] = {
		{ "", "192.0.2.1", 22, FILTER_PASS },
		{ "", "", 0, FILTER_PASS },
		{ "P22", "192.0.2.1", 22, FILTER_PASS },
		{ "P22", "192.0.2.1", 23, FILTER_DROP },
		{ "P22", "192.0.2.1", 0, FILTER_UNKNOWN },
		{ "P!22", "192.0.2.1", 22, FILTER_DROP },
		{ "P!22", "192.0.2.1", 23, FILTER_PASS },
		{ "P!22", "192.0.2.1", 0, FILTER_PASS },
		{ "P22,80-90", "192.0.2.1", 79, FILTER_DROP },
		{ "P22,80-90", "192.0.2.1", 80, FILTER_PASS },
		{ "P22,80-90", "192.0.2.1", 90, FILTER_PASS },
		{ "P22,80-90", "192.0.2.1", 91, FILTER_DROP },
		{ "P1-65535", "192.0.2.1", 65535, FILTER_PASS },
		{ "P22 P80", "192.0.2.1", 22, FILTER_PASS },
		{ "P22 P80", "192.0.2.1", 80, FILTER_PASS },
		{ "P!22 P!80", "192.0.2.1", 80, FILTER_DROP },
		{ "s10.0.0.0/8", "10.255.255.255", 1, FILTER_PASS },
		{ "s10.0.0.0/8", "11.0.0.0", 1, FILTER_DROP },
		{ "s10.1.2.3/8", "10.9.9.9", 1, FILTER_PASS },
		{ "s10.1.2.3", "10.1.2.3", 1, FILTER_PASS },
		{ "s10.1.2.3", "10.1.2.2", 1, FILTER_DROP },
		{ "s10.1.2.3", "", 1, FILTER_UNKNOWN },
		{ "s!10.1.2.3", "", 1, FILTER_PASS },
		{ "s0.0.0.0/0", "255.255.255.255", 1, FILTER_PASS },
		{ "s0.0.0.0/0", "::1", 1, FILTER_DROP },
		{ "s::/0", "::1", 1, FILTER_PASS },
		{ "s::/0", "ffff::1", 1, FILTER_PASS },
		{ "s::/0", "10.1.2.3", 1, FILTER_DROP },
		{ "s::/0", "0.0.0.0", 1, FILTER_DROP },
		{ "s::/0", "255.255.255.255", 1, FILTER_DROP },
		{ "s::/0", "::fffe:ffff:ffff", 1, FILTER_PASS },
		{ "s::/0", "::1:0:0:0", 1, FILTER_PASS },
		{ "s::ffff:0:0/90", "10.1.2.3", 1, FILTER_DROP },
		{ "s::ffff:0:0/90", "::fffe:a01:203", 1, FILTER_PASS },
		{ "s::ffff:0:0/96", "10.1.2.3", 1, FILTER_PASS },
		{ "s::ffff:10.0.0.0/104", "10.1.2.3", 1, FILTER_PASS },
		{ "s::ffff:10.0.0.0/104", "11.1.2.3", 1, FILTER_DROP },
		{ "s2001:db8::/32", "2001:db8:ffff::1", 1, FILTER_PASS },
		{ "s2001:db8::/32", "2001:db9::", 1, FILTER_DROP },
		{ "s2001:db8::/65", "2001:db8::7fff:0:0:0", 1, FILTER_PASS },
		{ "s2001:db8::/65", "2001:db8::8000:0:0:0", 1, FILTER_DROP },
		{ "s::1,10.0.0.0/8", "::1", 1, FILTER_PASS },
		{ "s!::1,10.0.0.0/8", "10.0.0.1", 1, FILTER_DROP },
		{ "4", "10.1.2.3", 1, FILTER_PASS },
		{ "4", "::1", 1, FILTER_DROP },
		{ "6", "10.1.2.3", 1, FILTER_DROP },
		{ "4 6", "10.1.2.3", 1, FILTER_PASS },
		{ "4 6", "::1", 1, FILTER_PASS },
		{ "p17", "::1", 1, FILTER_PASS },
		{ "p16,18", "::1", 1, FILTER_DROP },
		{ "u1000", "::1", 1, FILTER_PASS },
		{ "uroot", "::1", 1, FILTER_DROP },
		{ "u!root,1-999", "::1", 1, FILTER_PASS },
		{ "cnginx", "::1", 1, FILTER_PASS },
		{ "cngin", "::1", 1, FILTER_DROP },
		{ "cn*x", "::1", 1, FILTER_PASS },
		{ "c?ginx", "::1", 1, FILTER_PASS },
		{ "c[a-m]*", "::1", 1, FILTER_DROP },
		{ "c[!a-m]*", "::1", 1, FILTER_PASS },
		{ "cNGINX", "::1", 1, FILTER_DROP },
		{ "c!nginx", "::1", 1, FILTER_DROP },
		{ "csshd cn*", "::1", 1, FILTER_PASS },
		{ "c!sshd c!n*", "::1", 1, FILTER_DROP },
		{ "c!sshd c!r*", "::1", 1, FILTER_PASS },
		/* All of them must be met. */
		{ "P22 s::1", "::1", 22, FILTER_PASS },
		{ "P22 s::1", "::2", 22, FILTER_DROP },
		{ "P22 s::1", "::1", 23, FILTER_DROP },
		/* What is known decides, where it does. */
		{ "P22 s::1", "::2", 0, FILTER_DROP },
		{ "P22 s::1", "::1", 0, FILTER_UNKNOWN },
		{ "P22 csshd", "::1", 0, FILTER_DROP },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct conn conn = conn_from(cases[i].source, cases[i].port);

		assert_int_equal(parse(cases[i].words), 0);
		if (filter_match(&opts.filter, &conn) != cases[i].expected)
			fail_msg("\"%s\" with %s and %d is not %d",
				 cases[i].words, cases[i].source, cases[i].port,
				 cases[i].expected);
	}
}

static void test_filter_unknown(void **state)
{
	static const char *const positive[] = { "p1",	 "u1", "c*", "P1",
						"s::/0", "4",  "6" };
	static const char *const negated[] = { "p!1", "u!1", "c!*", "P!1",
					       "s!::/0" };
	struct conn conn = { .uid = CONN_UID_UNKNOWN };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(positive); i++) {
		assert_int_equal(parse(positive[i]), 0);
		assert_int_equal(filter_match(&opts.filter, &conn),
				 FILTER_UNKNOWN);
	}
	for (size_t i = 0; i < COUNT_OF(negated); i++) {
		assert_int_equal(parse(negated[i]), 0);
		assert_int_equal(filter_match(&opts.filter, &conn),
				 FILTER_PASS);
	}
}

/* 16 bytes without a NUL, and bytes behind one. */
static void test_filter_cmd_bytes(void **state)
{
	struct conn conn = { .uid = 0 };

	(void)state;
	memset(conn.cmd, 'x', CONN_CMD_SIZE);
	assert_int_equal(parse("cxxxxxxxxxxxxxxxx"), 0);
	assert_int_equal(filter_match(&opts.filter, &conn), FILTER_PASS);
	conn.cmd[2] = '\0';
	assert_int_equal(filter_match(&opts.filter, &conn), FILTER_DROP);
	assert_int_equal(parse("cxx"), 0);
	assert_int_equal(filter_match(&opts.filter, &conn), FILTER_PASS);
}

static void test_filter_refused(void **state)
{
	static const struct {
		const char *words, *expected;
	} cases[] = {
		{ "P0", "--port 0: give ports from 1 to 65535, such as" },
		{ "P65536", "--port 65536: give ports" },
		{ "P22,", "--port \"\": give ports" },
		{ "P", "--port \"\": give ports" },
		{ "P!", "--port \"\": give ports" },
		{ "P80-79", "--port 80-79: give ports" },
		{ "P80-", "--port 80-: give ports" },
		{ "P-80", "--port -80: give ports" },
		{ "P1-2-3", "--port 1-2-3: give ports" },
		{ "P22;80", "--port 22;80: give ports" },
		{ "Pssh", "--port ssh: give ports" },
		{ "P22 P!80", "--port 80: give all of its lists a ! in" },
		{ "P!22 P80", "--port 80: give all of its lists a ! in" },
		{ "p0", "--pid 0: give process ids from 1 on" },
		{ "p4194305", "--pid 4194305: give process ids" },
		{ "u4294967295", "--uid 4294967295: give users of /etc/pass" },
		{ "unobody-there", "--uid nobody-there: give users" },
		{ "s10.0.0", "--source 10.0.0: give addresses or prefixes" },
		{ "s10.0.0.0/33", "--source 10.0.0.0/33: give addresses" },
		{ "s10.0.0.0/", "--source 10.0.0.0/: give addresses" },
		{ "s10.0.0.0/-1", "--source 10.0.0.0/-1: give addresses" },
		{ "s::/129", "--source ::/129: give addresses" },
		{ "sfe80::1%lo", "--source fe80::1%lo: give addresses" },
		{ "slocalhost", "--source localhost: give addresses" },
		{ "c", "--cmd \"\": give the name of a thread" },
		{ "c!", "--cmd \"\": give the name of a thread" },
		{ "ca c!b", "--cmd b: give each --cmd a ! in front" },
		{ "ca ca ca ca ca ca ca ca ca ca ca ca ca ca ca ca ca",
		  "--cmd a: give at most 16" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(parse(cases[i].words), -1);
		if (strncmp(error, cases[i].expected,
			    strlen(cases[i].expected)) != 0)
			fail_msg("\"%s\" does not begin with \"%s\"", error,
				 cases[i].expected);
	}
}

/* An item that is too long for any is named, not cut into one that fits. */
static void test_filter_long(void **state)
{
	char words[200] = "s";

	(void)state;
	memset(words + 1, '1', sizeof(words) - 2);
	assert_int_equal(parse(words), -1);
	assert_non_null(strstr(error, "give addresses or prefixes"));
}

static void test_filter_many(void **state)
{
	char words[1 << 14] = "P";
	size_t used = 1;

	(void)state;
	/* Neighbours are one range; those with gaps are not. */
	for (int port = 1000; port >= 1; port--)
		used += sprintf(words + used, "%d,", port);
	words[used - 1] = '\0';
	assert_int_equal(parse(words), 0);
	assert_int_equal(opts.filter.port.count, 1);
	used = 1;
	for (int i = FILTER_RANGES; i >= 1; i--)
		used += sprintf(words + used, "%d,", 2 * i);
	words[used - 1] = '\0';
	assert_int_equal(parse(words), 0);
	assert_int_equal(opts.filter.port.count, FILTER_RANGES);
	/* What is inside another one or next to it is none of its own. */
	assert_int_equal(parse("s2001:db8::/64,2001:db8:0:1::/64,::1"), 0);
	assert_int_equal(opts.filter.source.count, 2);
	assert_int_equal(parse("s10.0.0.0/9,10.1.0.0/16,10.128.0.0/9"), 0);
	assert_int_equal(opts.filter.source.count, 1);
	/* All of IPv6 has IPv4 in the middle, this one at its end. */
	assert_int_equal(parse("s::/0"), 0);
	assert_int_equal(opts.filter.source.count, 2);
	assert_int_equal(parse("s::ffff:0:0/90"), 0);
	assert_int_equal(opts.filter.source.count, 1);
	strcat(words, ",1-2,9999");
	assert_int_equal(parse(words), -1);
	assert_non_null(strstr(error, "--port takes at most 256"));
}

static void test_users(void **state)
{
	char path[SCRATCH_SIZE];
	FILE *file = fdopen(scratch_file(path), "w");
	uint32_t uid = 1;

	(void)state;
	assert_non_null(file);
	fprintf(file, "root:x:0:0:root:/root:/bin/sh\n\nno-colon\n+::::::\n"
		      "odd:x:12a:0::/:\n");
	/* What does not fit is no line of its own. */
	fprintf(file, "long:x:7:7:%0505dfake:x:666:0::/:\n", 0);
	fprintf(file, "last-one:x:4294967294");
	fclose(file);
	assert_int_equal(users_find(path, "root", &uid), 0);
	assert_int_equal(uid, 0);
	assert_int_equal(users_find(path, "long", &uid), 0);
	assert_int_equal(uid, 7);
	assert_int_equal(users_find(path, "last-one", &uid), 0);
	assert_int_equal(uid, 4294967294);
	assert_int_equal(users_find(path, "fake", &uid), -1);
	assert_int_equal(users_find(path, "odd", &uid), -1);
	assert_int_equal(users_find(path, "no-colon", &uid), -1);
	assert_int_equal(users_find(path, "", &uid), -1);
	assert_int_equal(users_find("/nonexistent", "root", &uid), -1);
	unlink(path);
}

/* As the C library reads this machine's file. */
static void test_users_here(void **state)
{
	FILE *file = fopen(USERS_FILE, "r");
	struct passwd *user;
	int count = 0;

	(void)state;
	if (!file)
		skip_because("there is no " USERS_FILE);
	while ((user = fgetpwent(file))) {
		uint32_t uid;

		assert_int_equal(users_find(USERS_FILE, user->pw_name, &uid),
				 0);
		assert_int_equal(uid, user->pw_uid);
		count++;
	}
	fclose(file);
	assert_true(count > 0);
}

/* The slow way: items as they were meant, asked one after the other. */

#define ITEMS 6

struct item {
	uint64_t first, last;
	const char *glob;
	struct in6_addr addr;
	unsigned bits;
};

struct question {
	char letter;
	bool is_negated;
	int count;
	struct item items[ITEMS];
};

static unsigned below(unsigned limit)
{
	return (unsigned)random() % limit;
}

/* Values near each other, or nothing would ever match. */
static const char *const addrs[] = {
	"10.0.0.1",
	"10.0.0.2",
	"10.128.0.1",
	"11.0.0.1",
	"255.0.0.1",
	"::1",
	"::2",
	"2001:db8::1",
	"2001:db8:8000::",
	"2001:db8::8000:0:0:1",
	"ffff:ffff::1",
	"::fffe:a00:1",
};
static const char *const names[] = { "a", "ab", "abc", "b", "ba", "x*y" };
static const char *const globs[] = { "a", "a*", "*b", "?b*", "*", "b?", "??" };
static const char kinds[] = "puPscf";

static bool is_globbed(const char *glob, const char *name)
{
	if (!*glob)
		return !*name;
	if (*glob == '*')
		return is_globbed(glob + 1, name) ||
		       (*name && is_globbed(glob, name + 1));
	return *name && (*glob == '?' || *glob == *name) &&
	       is_globbed(glob + 1, name + 1);
}

static bool is_bit(const struct in6_addr *addr, unsigned bit)
{
	return addr->s6_addr[bit / 8] >> (7 - bit % 8) & 1;
}

static bool is_inside(const struct item *item, const struct in6_addr *addr)
{
	if (addr_is_ipv4(addr) &&
	    !(addr_is_ipv4(&item->addr) && item->bits >= 96))
		return false;
	for (unsigned bit = 0; bit < item->bits; bit++)
		if (is_bit(&item->addr, bit) != is_bit(addr, bit))
			return false;
	return true;
}

static bool is_item(char letter, const struct item *item,
		    const struct conn *conn)
{
	switch (letter) {
	case 'p': return conn->pid >= item->first && conn->pid <= item->last;
	case 'u': return conn->uid >= item->first && conn->uid <= item->last;
	case 'P': return conn->port >= item->first && conn->port <= item->last;
	case 's': return is_inside(item, &conn->ip_source);
	case 'f': return conn->family == item->first;
	default: return is_globbed(item->glob, conn->cmd);
	}
}

static bool is_known(char letter, const struct conn *conn)
{
	switch (letter) {
	case 'p': return conn->pid;
	case 'u': return conn->uid != CONN_UID_UNKNOWN;
	case 'P': return conn->port;
	case 's': return memcmp(&conn->ip_source, &in6addr_any, 16) != 0;
	case 'f': return conn->family;
	default: return conn->cmd[0];
	}
}

static enum filter_verdict ask(const struct question *question,
			       const struct conn *conn)
{
	bool is_in = false;

	if (!is_known(question->letter, conn))
		return question->is_negated ? FILTER_PASS : FILTER_UNKNOWN;
	for (int i = 0; i < question->count; i++)
		is_in |= is_item(question->letter, &question->items[i], conn);
	return is_in != question->is_negated ? FILTER_PASS : FILTER_DROP;
}

static size_t make_address(struct item *item, char *text)
{
	const char *addr = addrs[below(COUNT_OF(addrs))];
	bool is_ipv4 = !strchr(addr, ':');

	item->addr = addr_of(addr);
	item->bits = below(is_ipv4 ? 33 : 129);
	if (below(3) == 0)
		item->bits = is_ipv4 ? 32 : 128;
	sprintf(text, "%s/%u", addr, item->bits);
	item->bits += is_ipv4 ? 96 : 0;
	return strlen(text);
}

/* As text, too; returns its length. */
static size_t make_item(char letter, struct item *item, char *text)
{
	if (letter == 's')
		return make_address(item, text);
	if (letter == 'c') {
		item->glob = globs[below(COUNT_OF(globs))];
		return sprintf(text, "%s", item->glob);
	}
	item->first = 1 + below(12);
	item->last = item->first + below(3) * below(4);
	return sprintf(text, "%d-%d", (int)item->first, (int)item->last);
}

static size_t make_family(struct question *question, char *words)
{
	question->is_negated = false;
	question->count = 1;
	question->items[0].first = below(2) ? 4 : 6;
	return sprintf(words, "%d ", (int)question->items[0].first);
}

static size_t make_question(struct question *question, char letter, char *words)
{
	size_t used = 0;

	question->letter = letter;
	question->is_negated = below(2);
	question->count = 1 + below(ITEMS);
	if (letter == 'f')
		return make_family(question, words);
	for (int i = 0; i < question->count; i++) {
		/* Each by itself, or in one list but for globs. */
		if (!i || letter == 'c' || below(3) == 0)
			used += sprintf(words + used, " %c%s", letter,
					question->is_negated ? "!" : "");
		else
			words[used++] = ',';
		used += make_item(letter, &question->items[i], words + used);
	}
	used += sprintf(words + used, " ");
	return used;
}

static struct conn random_conn(void)
{
	const char *addr = addrs[below(COUNT_OF(addrs))];
	struct conn conn = {
		.uid = below(20),
		.pid = below(20),
		.port = below(20),
		.ip_source = addr_of(below(8) ? addr : ""),
		.family = strchr(addr, ':') ? 6 : 4,
	};

	if (below(8) == 0)
		conn.uid = CONN_UID_UNKNOWN;
	if (below(8) == 0)
		conn.family = 0;
	if (below(8))
		strcpy(conn.cmd, names[below(COUNT_OF(names))]);
	return conn;
}

static void test_filter_random(void **state)
{
	int seen[FILTER_PASS + 1] = { 0 };

	(void)state;
	srandom(4711);
	for (int i = 0; i < 5000; i++) {
		struct question questions[3];
		char words[2000];
		size_t used = 0;
		int count = below(3) + 1, first = below(6);

		for (int k = 0; k < count; k++)
			used += make_question(&questions[k],
					      kinds[(first + k) % 6],
					      words + used);
		if (parse(words))
			fail_msg("%s: %s", words, error);
		for (int row = 0; row < 40; row++) {
			struct conn conn = random_conn();
			enum filter_verdict expected = FILTER_PASS, verdict;

			for (int k = 0; k < count; k++) {
				verdict = ask(&questions[k], &conn);
				if (verdict < expected)
					expected = verdict;
			}
			verdict = filter_match(&opts.filter, &conn);
			if (verdict != expected)
				fail_msg("%s: %d, not %d", words, verdict,
					 expected);
			seen[verdict]++;
		}
	}
	for (int i = 0; i <= FILTER_PASS; i++)
		assert_true(seen[i] > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filter_cases),
		cmocka_unit_test(test_filter_unknown),
		cmocka_unit_test(test_filter_cmd_bytes),
		cmocka_unit_test(test_filter_refused),
		cmocka_unit_test(test_filter_long),
		cmocka_unit_test(test_filter_many),
		cmocka_unit_test(test_users),
		cmocka_unit_test(test_users_here),
		cmocka_unit_test(test_filter_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
