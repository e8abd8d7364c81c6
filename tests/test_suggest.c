/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Distances between words, and which is the nearest. */
#include "unit.h"

#include <string.h>

#include "suggest.h"

static void test_suggest_distance(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned distance;
	} cases[] = {
		{ "", "", 0 },
		{ "", "port", 4 },
		{ "port", "port", 0 },
		{ "PORT", "port", 0 },
		{ "prot", "port", 1 },	/* neighbours */
		{ "pot", "port", 1 },	/* missing */
		{ "pport", "port", 1 }, /* too many */
		{ "pork", "port", 1 },	/* wrong */
		{ "kitten", "sitting", 3 },
		{ "ca", "abc", 3 }, /* no letter moves twice */
		{ "source", "IP_SOURCE", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(suggest_distance(cases[i].a, cases[i].b),
				 cases[i].distance);
		assert_int_equal(suggest_distance(cases[i].b, cases[i].a),
				 cases[i].distance);
	}
}

static const char *nearest(const char *word)
{
	static const char *const names[] = { "pid", "port", "probe", "source",
					     "buffer-size" };
	struct suggest suggest;

	suggest_begin(&suggest, word, strlen(word));
	for (size_t i = 0; i < COUNT_OF(names); i++)
		suggest_try(&suggest, names[i]);
	return suggest_end(&suggest);
}

static void test_suggest_nearest(void **state)
{
	char longest[3 * SUGGEST_WORD_SIZE];

	(void)state;
	assert_string_equal(nearest("prot"), "port");
	assert_string_equal(nearest("pdi"), "pid");
	assert_string_equal(nearest("BUFFERSIZE"), "buffer-size");
	assert_string_equal(nearest("souce"), "source");
	assert_null(nearest("frob"));
	assert_null(nearest(""));
	assert_null(nearest("x"));
	/* It takes any length, and any byte. */
	memset(longest, '\xff', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_null(nearest(longest));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suggest_distance),
		cmocka_unit_test(test_suggest_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
