/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses as text. */
#include "unit.h"

#include <arpa/inet.h>
#include <string.h>

#include "addr.h"

static void test_addr_format(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "::", "::" },
		{ "::1", "::1" },
		{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
		{ "fe80::1", "fe80::1" },
		{ "::ffff:0.0.0.0", "0.0.0.0" },
		{ "::ffff:127.0.0.1", "127.0.0.1" },
		{ "::ffff:255.255.255.255", "255.255.255.255" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct in6_addr addr;
		char buf[INET6_ADDRSTRLEN];
		size_t length;

		assert_int_equal(inet_pton(AF_INET6, cases[i].text, &addr), 1);
		length = addr_format(buf, &addr);
		assert_int_equal(length, strlen(cases[i].expected));
		assert_memory_equal(buf, cases[i].expected, length);
	}
}

/* All places of zeros, against another's writer. */
static void test_addr_format_zeros(void **state)
{
	static const uint16_t groups[] = { 0x1, 0x20, 0x300, 0x4000,
					   0x5, 0xab, 0xcde, 0xf012 };

	(void)state;
	for (unsigned zeros = 0; zeros < 256; zeros++) {
		char expected[INET6_ADDRSTRLEN], buf[INET6_ADDRSTRLEN] = "";
		struct in6_addr addr;

		for (int i = 0; i < 8; i++)
			addr.s6_addr16[i] =
				zeros >> i & 1 ? 0 : htons(groups[i]);
		if ((zeros & 0x3f) == 0x3f)
			continue; /* glibc has those as ::a.b.c.d */
		inet_ntop(AF_INET6, &addr, expected, sizeof(expected));
		buf[addr_format(buf, &addr)] = '\0';
		assert_string_equal(buf, expected);
	}
}

static void test_addr_from_ipv4(void **state)
{
	struct in_addr ipv4;
	struct in6_addr addr;
	char buf[INET6_ADDRSTRLEN];

	(void)state;
	inet_pton(AF_INET, "192.0.2.7", &ipv4);
	addr = addr_from_ipv4(&ipv4);
	assert_true(addr_is_ipv4(&addr));
	assert_int_equal(addr_format(buf, &addr), 9);
	assert_memory_equal(buf, "192.0.2.7", 9);
	addr.s6_addr[9] = 1;
	assert_false(addr_is_ipv4(&addr));
}

static void test_addr_parse(void **state)
{
	static const char *const refused[] = { "",	     "10.0.0",
					       "10.0.0.1 ",  "10.0.0.256",
					       "::g",	     "[::1]",
					       "fe80::1%lo", "0x7f000001" };
	struct in6_addr addr;
	char buf[INET6_ADDRSTRLEN];

	(void)state;
	assert_int_equal(addr_parse(&addr, "192.0.2.7"), 0);
	assert_true(addr_is_ipv4(&addr));
	assert_int_equal(addr_format(buf, &addr), 9);
	assert_memory_equal(buf, "192.0.2.7", 9);
	assert_int_equal(addr_parse(&addr, "::ffff:192.0.2.7"), 0);
	assert_true(addr_is_ipv4(&addr));
	assert_int_equal(addr_parse(&addr, "2001:DB8::1"), 0);
	assert_int_equal(addr_format(buf, &addr), 11);
	assert_memory_equal(buf, "2001:db8::1", 11);
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		assert_int_equal(addr_parse(&addr, refused[i]), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addr_format),
		cmocka_unit_test(test_addr_format_zeros),
		cmocka_unit_test(test_addr_from_ipv4),
		cmocka_unit_test(test_addr_parse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
