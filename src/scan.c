/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks through a text piece by piece. Pure, and never reads behind its end.
 */
#include "scan.h"

#include <string.h>

bool scan_has(const struct scan *scan, size_t length)
{
	return scan->at && (size_t)(scan->end - scan->at) >= length;
}

bool scan_is_at(const struct scan *scan, const char *word)
{
	size_t length = strlen(word);

	return scan_has(scan, length) && !memcmp(scan->at, word, length);
}

void scan_skip(struct scan *scan, size_t length)
{
	scan->at = scan_has(scan, length) ? scan->at + length : NULL;
}

void scan_want(struct scan *scan, const char *word)
{
	scan->at = scan_is_at(scan, word) ? scan->at + strlen(word) : NULL;
}

void scan_skip_blanks(struct scan *scan)
{
	while (scan_is_at(scan, " "))
		scan->at++;
}

static int digit(char c, unsigned base)
{
	int value = c >= '0' && c <= '9' ? c - '0' :
		    c >= 'a' && c <= 'f' ? c - 'a' + 10 :
					   16;

	return value < (int)base ? value : -1;
}

uint64_t scan_number(struct scan *scan, unsigned base)
{
	const char *start = scan->at;
	uint64_t value = 0;

	for (; scan_has(scan, 1) && digit(*scan->at, base) >= 0; scan->at++)
		value = value * base + digit(*scan->at, base);
	if (scan->at == start)
		scan->at = NULL;
	return value;
}
