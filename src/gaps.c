/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Adds gaps up and words them. Never says how many accepts are missing:
 * nobody knows. The kernel's number is of connections, and of one network
 * namespace.
 */
#include "gaps.h"

#include <inttypes.h>
#include <stdio.h>

#include "walltime.h"

#define SECOND_NS UINT64_C(1000000000)
#define MS_NS UINT64_C(1000000)

void gaps_add(struct gaps *gaps, const struct gap *gap)
{
	if (!gaps->count)
		gaps->all = (struct gap){ .from_ns = gap->from_ns,
					  .is_counted = true };
	gaps->count++;
	gaps->length_ns += gap->until_ns - gap->from_ns;
	gaps->all.until_ns = gap->until_ns;
	gaps->all.is_counted &= gap->is_counted;
	gaps->all.established += gap->established;
}

void gaps_merge(struct gaps *gaps, const struct gaps *more)
{
	if (!more->count)
		return;
	if (!gaps->count) {
		*gaps = *more;
		return;
	}
	gaps->count += more->count;
	gaps->length_ns += more->length_ns;
	if (more->all.from_ns < gaps->all.from_ns)
		gaps->all.from_ns = more->all.from_ns;
	if (more->all.until_ns > gaps->all.until_ns)
		gaps->all.until_ns = more->all.until_ns;
	gaps->all.is_counted &= more->all.is_counted;
	gaps->all.established += more->all.established;
}

static void format_time(char *buf, uint64_t time_ns)
{
	buf[walltime_short(buf, time_ns)] = '\0';
}

static void append(char *buf, size_t used, const struct gap *gap)
{
	char from[WALLTIME_SIZE], until[WALLTIME_SIZE];

	format_time(from, gap->from_ns);
	format_time(until, gap->until_ns);
	used += snprintf(buf + used, GAPS_SIZE - used, "between %s and %s",
			 from, until);
	if (gap->is_counted)
		snprintf(buf + used, GAPS_SIZE - used,
			 ", when the kernel counted %" PRIu64
			 " connections established",
			 gap->established);
}

void gap_format(char *buf, const struct gap *gap)
{
	append(buf, 0, gap);
}

void gaps_format(char *buf, const struct gaps *gaps)
{
	size_t used = 0;

	buf[0] = '\0';
	if (!gaps->count)
		return;
	if (gaps->count > 1)
		used = snprintf(buf, GAPS_SIZE,
				"%" PRIu64 " times, %" PRIu64 ".%03" PRIu64
				" s in all, ",
				gaps->count, gaps->length_ns / SECOND_NS,
				gaps->length_ns % SECOND_NS / MS_NS);
	append(buf, used, &gaps->all);
}
