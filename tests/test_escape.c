/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nothing that escape() lets through may drive a terminal. */
#include "unit.h"

#include <string.h>

#include "escape.h"

static void check(const char *text, size_t length, const char *expected)
{
	char buf[ESCAPE_GROWTH * 64];
	size_t written = escape(buf, text, length);

	assert_int_equal(written, strlen(expected));
	assert_memory_equal(buf, expected, written);
}

static void test_escape_cases(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "nginx", "nginx" },
		{ "two words \"q\" 'q'", "two words \"q\" 'q'" },
		{ "a\\b", "a\\x5cb" },
		{ "\\x41", "\\x5cx41" },
		{ "tab\tnl\ncr\r", "tab\\x09nl\\x0acr\\x0d" },
		{ "\033[2J", "\\x1b[2J" },
		{ "\177", "\\x7f" },
		{ "caf\303\251", "caf\303\251" },
		{ "\342\202\254", "\342\202\254" },	    /* euro */
		{ "\360\237\230\200", "\360\237\230\200" }, /* emoji */
		{ "\303", "\\xc3" },			    /* cut off */
		{ "\342\202", "\\xe2\\x82" },
		{ "\360\237\230", "\\xf0\\x9f\\x98" },
		{ "\303x", "\\xc3x" },
		{ "\200", "\\x80" },	      /* bare tail */
		{ "\300\257", "\\xc0\\xaf" }, /* overlong / */
		{ "\340\200\257", "\\xe0\\x80\\xaf" },
		{ "\360\200\200\257", "\\xf0\\x80\\x80\\xaf" },
		{ "\302\233"
		  "31m",
		  "\\xc2\\x9b31m" },				/* C1 CSI */
		{ "\355\240\200", "\\xed\\xa0\\x80" },		/* surrogate */
		{ "\342\200\256x", "\\xe2\\x80\\xaex" },	/* RLO */
		{ "\342\200\250", "\\xe2\\x80\\xa8" },		/* LS */
		{ "\357\273\277", "\\xef\\xbb\\xbf" },		/* BOM */
		{ "\364\220\200\200", "\\xf4\\x90\\x80\\x80" }, /* > 10ffff */
		{ "\370\210\200\200\200", "\\xf8\\x88\\x80\\x80\\x80" },
		{ "\377\376", "\\xff\\xfe" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check(cases[i].text, strlen(cases[i].text), cases[i].expected);
}

static void test_escape_zero_byte(void **state)
{
	(void)state;
	check("a\0b", 3, "a\\x00b");
}

/* All two-byte strings: ASCII, and no byte of C0, DEL or C1 as a character. */
static void test_escape_every_pair(void **state)
{
	(void)state;
	for (unsigned pair = 0; pair < 0x10000; pair++) {
		char text[2] = { pair >> 8, pair & 0xff };
		char buf[2 * ESCAPE_GROWTH];
		size_t length = escape(buf, text, 2);

		assert_uint_in_range(length, 2, sizeof(buf));
		for (size_t i = 0; i < length; i++) {
			unsigned char byte = buf[i];

			assert_uint_in_range(byte, ' ', 0xdf);
			assert_int_not_equal(byte, 0x7f);
			/* A lead byte has its tail and is not C1's 0xc2 8x-9x. */
			if (byte >= 0xc0) {
				assert_int_equal(buf[i + 1] & 0xc0, 0x80);
				assert_false(byte == 0xc2 &&
					     (uint8_t)buf[i + 1] < 0xa0);
				i++;
			} else {
				assert_uint_in_range(byte, ' ', 0x7e);
			}
		}
	}
}

static void test_escape_printable(void **state)
{
	(void)state;
	assert_int_equal(escape_printable("a", 1), 1);
	assert_int_equal(escape_printable("\\", 1), 1);
	assert_int_equal(escape_printable("\xc3\xa9x", 3), 2);
	assert_int_equal(escape_printable("\xc2\x9b", 2), 0);
	assert_int_equal(escape_printable("\x9b", 1), 0);
	assert_int_equal(escape_printable("\x1b", 1), 0);
	assert_int_equal(escape_printable("\xc3", 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape_cases),
		cmocka_unit_test(test_escape_zero_byte),
		cmocka_unit_test(test_escape_every_pair),
		cmocka_unit_test(test_escape_printable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
