/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How wide characters are, against what the C library knows. */
#include "unit.h"

#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "escape.h"
#include "width.h"

static void check(const char *text, size_t expected_bytes, int expected)
{
	size_t bytes;

	assert_int_equal(width_of(text, strlen(text), &bytes), expected);
	assert_int_equal(bytes, expected_bytes);
}

static void test_width_some(void **state)
{
	(void)state;
	check("a", 1, 1);
	check("ab", 1, 1);
	check("äb", 2, 1);
	check("█ ", 3, 1);
	check("漢字", 3, 2);
	check("한", 3, 2);
	check("ｆ", 3, 2);
	check("😀x", 4, 2);
	/* Wide since Unicode 16, which not every C library has heard of. */
	check("𝌆", 4, 2);
	check("𝍶", 4, 2);
	/* Whatever is no character: what there is of it, and it goes on. */
	check("\xe6\xbc", 2, 1);
	check("\x80\x80\x80\x80\x80", 4, 1);
}

/* Never fewer columns than a terminal takes. */
static void test_width_all(void **state)
{
	unsigned count = 0;

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for (wchar_t code = ' '; code <= 0x10ffff; code++) {
		char text[MB_LEN_MAX];
		int length = wctomb(text, code), width;
		size_t bytes;

		if (length <= 0 || !escape_printable(text, length))
			continue;
		width = width_of(text, length, &bytes);
		if (wcwidth(code) > width)
			fail_msg("U+%04X takes %d columns, not %d",
				 (unsigned)code, wcwidth(code), width);
		assert_int_equal(bytes, length);
		count++;
	}
	assert_uint_in_range(count, 100000, 0x110000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_width_some),
		cmocka_unit_test(test_width_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
