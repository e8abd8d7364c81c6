/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes time spans, for people and for machines. Pure.
 */
#include "duration.h"

#include <inttypes.h>
#include <stdio.h>

#define SECOND_NS 1000000000

/* The first one that the value reaches. */
static const struct {
	double ns;
	const char *name;
} units[] = {
	{ SECOND_NS, "s" },
	{ 1000000, "ms" },
	{ 1000, "us" },
	{ 1, "ns" },
};

size_t duration_short(char *buf, uint64_t ns)
{
	size_t i = 0;
	double value;
	int decimals;

	while (i < 3 && ns < units[i].ns)
		i++;
	value = ns / units[i].ns;
	decimals = i == 3 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
	return snprintf(buf, DURATION_SIZE, "%.*f%s", decimals, value,
			units[i].name);
}

size_t duration_seconds(char *buf, uint64_t ns)
{
	return snprintf(buf, DURATION_SIZE, "%" PRIu64 ".%09" PRIu64,
			ns / SECOND_NS, ns % SECOND_NS);
}
