/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every unit test includes: cmocka and what it wants in front.
 */
#ifndef TCPWHO_TESTS_UNIT_H
#define TCPWHO_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "addr.h"

/* cmocka 2 calls it so, and warns of its old name. */
#ifndef assert_uint_in_range
#define assert_uint_in_range assert_in_range
#endif

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

/* In the words that scripts/check-unit.sh looks for. */
static inline void skip_because(const char *reason)
{
	print_message("skipped: %s\n", reason);
	skip();
}

/* "": none */
static inline struct in6_addr addr_of(const char *text)
{
	struct in6_addr addr = IN6ADDR_ANY_INIT;

	if (*text)
		assert_int_equal(addr_parse(&addr, text), 0);
	return addr;
}

#endif
