/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which lines of /proc/kallsyms name a protocol that is TCP. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "protocols.h"
#include "scratch.h"

static size_t find_in(const char *text, uint64_t *prots)
{
	char path[SCRATCH_SIZE];
	int fd = scratch_file(path);
	size_t count;

	assert_int_equal(dprintf(fd, "%s", text), strlen(text));
	close(fd);
	count = protocols_find(path, prots);
	unlink(path);
	return count;
}

static void test_protocols_find(void **state)
{
	uint64_t prots[PROTOCOLS_MAX] = { 0 };

	(void)state;
	assert_int_equal(find_in("ffffffff81000000 T _text\n"
				 "ffffffff82a1b2c0 D tcp_prot\n"
				 "ffffffff82a1b3c0 d tcp_prot_override\n"
				 "ffffffff82a1b4c0 D udp_prot\n"
				 "ffffffffc0a1b2c0 d tcpv6_prot\t[ipv6]\n"
				 "ffffffffc0b1b2c0 d sctp_prot\t[sctp]\n",
				 prots),
			 2);
	assert_int_equal(prots[0], 0xffffffff82a1b2c0);
	assert_int_equal(prots[1], 0xffffffffc0a1b2c0);
	assert_int_equal(find_in("c12ab0c0 D tcp_prot\n", prots), 1);
	assert_int_equal(prots[0], 0xc12ab0c0);
}

static void test_protocols_unknown(void **state)
{
	uint64_t prots[PROTOCOLS_MAX];

	(void)state;
	/* kernel.kptr_restrict=2 */
	assert_int_equal(find_in("0000000000000000 D tcp_prot\n", prots), 0);
	assert_int_equal(find_in("", prots), 0);
	assert_int_equal(find_in("tcp_prot\nx D tcp_prot\n1\n1 D\n", prots), 0);
	assert_int_equal(protocols_find("/no/such/file", prots), 0);
}

static void test_protocols_too_many(void **state)
{
	uint64_t prots[PROTOCOLS_MAX + 1] = { 0 };

	(void)state;
	assert_int_equal(find_in("1 D tcp_prot\n2 D tcp_prot\n3 D tcp_prot\n"
				 "4 D tcp_prot\n5 D tcp_prot\n",
				 prots),
			 PROTOCOLS_MAX);
	assert_int_equal(prots[PROTOCOLS_MAX], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_protocols_find),
		cmocka_unit_test(test_protocols_unknown),
		cmocka_unit_test(test_protocols_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
