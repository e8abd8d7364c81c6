/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lays out what a summary says of waits. Counts nothing itself.
 */
#include "waitlines.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "duration.h"

/* With its frame and what is in front it fits a terminal. */
#define BAR_WIDTH 56
#define BAR_LINE 128

static void add_time(struct line *line, const char *name, const char *key,
		     uint64_t ns, bool is_json)
{
	struct cell *cell = line_add(line, name, key, strlen(name), true);

	if (ns)
		cell->length = is_json ? duration_seconds(cell->text, ns) :
					 duration_short(cell->text, ns);
}

/* An array of where each length begins, in seconds, and how many it has. */
static void add_lengths(struct line *line, const struct histogram *waits)
{
	struct cell *cell = line_add(line, "WAITS", "waits", 0, true);
	char *at = cell->text, *end = at + sizeof(cell->text);

	*at++ = '[';
	for (unsigned i = 0; i < HISTOGRAM_OCTAVES; i++) {
		uint64_t count = histogram_octave(waits, i);

		if (count)
			at += snprintf(at, end - at, "%s[%.6f,%" PRIu64 "]",
				       at[-1] == '[' ? "" : ",",
				       histogram_from_ns(i) / 1e9, count);
	}
	*at++ = ']';
	cell->length = at - cell->text;
}

void waitlines_add(struct line *line, const struct histogram *waits,
		   bool is_json)
{
	static const struct histogram none = { .count = 0 };

	if (!waits)
		waits = &none;
	add_time(line, "WAIT_P50", "wait_p50", histogram_percentile(waits, 50),
		 is_json);
	add_time(line, "WAIT_P99", "wait_p99", histogram_percentile(waits, 99),
		 is_json);
	add_time(line, "WAIT_MAX", "wait_max", waits->max_ns, is_json);
	if (is_json)
		add_lengths(line, waits);
}

static int print_line(struct out *out, const char *what, const char *count,
		      uint64_t length)
{
	char *line = out_reserve(out, BAR_LINE);
	char bar[BAR_WIDTH + 1] = "";

	if (!line)
		return -1;
	memset(bar, '#', length);
	bar[length] = '\0';
	out_commit(out, snprintf(line, BAR_LINE, "%8s %8s%s%s\n", what, count,
				 length ? " " : "", bar));
	return 0;
}

/* What there is at all has a bar. */
static uint64_t bar_length(uint64_t count, uint64_t most)
{
	uint64_t length = (count * BAR_WIDTH + most / 2) / most;

	return count && !length ? 1 : length;
}

static int print_octave(struct out *out, const struct histogram *waits,
			unsigned octave, uint64_t most)
{
	char from[DURATION_SIZE + 1] = "<1us", number[24];
	uint64_t count = histogram_octave(waits, octave);

	if (octave)
		from[duration_short(from, histogram_from_ns(octave))] = '\0';
	snprintf(number, sizeof(number), "%" PRIu64, count);
	return print_line(out, from, number, bar_length(count, most));
}

int waitlines_print(const struct histogram *waits, uint64_t unknown,
		    struct out *out)
{
	unsigned first = HISTOGRAM_OCTAVES, last = 0;
	uint64_t most = 1;
	char number[24];
	int result;

	for (unsigned i = 0; i < HISTOGRAM_OCTAVES; i++) {
		uint64_t count = histogram_octave(waits, i);

		if (count && first > i)
			first = i;
		if (count)
			last = i;
		if (count > most)
			most = count;
	}
	result = print_line(out, "WAIT", "COUNT", 0);
	for (unsigned i = first; i <= last && !result; i++)
		result = print_octave(out, waits, i, most);
	snprintf(number, sizeof(number), "%" PRIu64, unknown);
	return unknown && !result ? print_line(out, "-", number, 0) : result;
}
