/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers and durations from text and back. Pure: knows no option and
 * prints nothing.
 */
#include "num.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#define SECOND_NS 1000000000ULL
#define CENTURY_NS (100ULL * 366 * 86400 * SECOND_NS)

static const struct {
	const char *name;
	uint64_t ns;
} units[] = {
	{ "", SECOND_NS },	   { "ms", SECOND_NS / 1000 },
	{ "s", SECOND_NS },	   { "m", SECOND_NS * 60 },
	{ "h", SECOND_NS * 3600 }, { "d", SECOND_NS * 86400 },
};

static int fail(int error)
{
	errno = error;
	return -1;
}

/* The number at the start of *text; moves *text behind it. */
static int parse_digits(const char **text, uint64_t max, uint64_t *value)
{
	const char *p = *text;
	uint64_t sum = 0;

	if (*p < '0' || *p > '9')
		return fail(EINVAL);
	for (; *p >= '0' && *p <= '9'; p++) {
		unsigned digit = *p - '0';

		if (sum > (max - digit) / 10 || digit > max)
			return fail(ERANGE);
		sum = sum * 10 + digit;
	}
	*text = p;
	*value = sum;
	return 0;
}

int num_parse(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
	uint64_t parsed;

	if (parse_digits(&text, max, &parsed))
		return -1;
	if (*text)
		return fail(EINVAL);
	if (parsed < min)
		return fail(ERANGE);
	*value = parsed;
	return 0;
}

int num_parse_duration(const char *text, uint64_t *ns)
{
	uint64_t amount;

	if (parse_digits(&text, UINT64_MAX, &amount))
		return -1;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(text, units[i].name) != 0)
			continue;
		if (amount == 0 || amount > CENTURY_NS / units[i].ns)
			return fail(ERANGE);
		*ns = amount * units[i].ns;
		return 0;
	}
	return fail(EINVAL);
}

static const char pairs[] = "0001020304050607080910111213141516171819"
			    "2021222324252627282930313233343536373839"
			    "4041424344454647484950515253545556575859"
			    "6061626364656667686970717273747576777879"
			    "8081828384858687888990919293949596979899";

static unsigned count_digits(uint64_t value)
{
	unsigned count = 1;

	for (; value >= 100; value /= 100)
		count += 2;
	return count + (value >= 10);
}

unsigned num_format(char *buf, uint64_t value)
{
	unsigned count = count_digits(value), at = count;

	for (; value >= 100; value /= 100)
		memcpy(buf + (at -= 2), pairs + value % 100 * 2, 2);
	if (value >= 10)
		memcpy(buf, pairs + value * 2, 2);
	else
		*buf = '0' + value;
	return count;
}
