/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What pictures over time have in common: lines across, times below, and
 * where something is missing. Horizontal places are shares of the width, so
 * that text stays readable on narrow screens.
 */
#include "pagepart.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "duration.h"

#define SECOND_NS UINT64_C(1000000000)
#define MS_NS UINT64_C(1000000)
#define HOUR_NS (3600 * SECOND_NS)
#define DAY_NS (24 * HOUR_NS)

#define TIMES 6
#define LINES 4

/* Less than that from the side and a time would be cut off. */
#define MARGIN 3.0

uint64_t pageaxis_step(uint64_t most)
{
	static const unsigned parts[] = { 1, 2, 5 };
	uint64_t ten = 1;

	for (;; ten *= 10)
		for (size_t i = 0; i < 3; i++)
			if (most / LINES <= ten * parts[i])
				return ten * parts[i];
}

void pageaxis_lines(struct markup *markup, uint64_t step, uint64_t top)
{
	for (uint64_t at = 0; at < top; at += step)
		markup_put(markup,
			   "<line class=grid x2=\"100%%\" y1=\"%.1f\" "
			   "y2=\"%.1f\"/>",
			   PAGEPART_HEIGHT * (1 - (double)at / top),
			   PAGEPART_HEIGHT * (1 - (double)at / top));
}

void pageaxis_width(char *buf, uint64_t ns)
{
	static const struct {
		uint64_t ns;
		const char *name;
	} units[] = {
		{ DAY_NS, "d" },    { HOUR_NS, "h" }, { 60 * SECOND_NS, "min" },
		{ SECOND_NS, "s" }, { MS_NS, "ms" },
	};
	size_t i = 0;

	while (ns % units[i].ns)
		i++;
	snprintf(buf, WALLTIME_SIZE, "%" PRIu64 " %s", ns / units[i].ns,
		 units[i].name);
}

/* Between two times: the first that needs no more than TIMES of them. */
static uint64_t time_step(uint64_t span_ns)
{
	static const uint32_t steps_ms[] = {
		1,	  2,	    5,	      10,      20,	50,
		100,	  200,	    500,      1000,    2000,	5000,
		10000,	  15000,    30000,    60000,   120000,	300000,
		600000,	  900000,   1800000,  3600000, 7200000, 10800000,
		21600000, 43200000, 86400000,
	};
	size_t i = 0, last = sizeof(steps_ms) / sizeof(*steps_ms) - 1;
	uint64_t step;

	while (i < last && span_ns / (steps_ms[i] * MS_NS) > TIMES)
		i++;
	step = steps_ms[i] * MS_NS;
	while (span_ns / step > TIMES)
		step *= 2;
	return step;
}

/* Where nothing tells the time, from the first accept on. */
static void format_since(char *buf, const struct page *page, uint64_t time_ns)
{
	uint64_t ns = time_ns > page->first_ns ? time_ns - page->first_ns : 0;

	*buf++ = '+';
	buf[duration_short(buf, ns)] = '\0';
}

/* HH:MM:SS.mmm as far as it says something at that distance. */
static void format_tick(char *buf, const struct page *page, uint64_t time_ns,
			uint64_t step)
{
	if (!page->is_dated) {
		format_since(buf, page, time_ns);
	} else if (step >= DAY_NS) {
		buf[walltime_iso(buf, time_ns)] = '\0';
		memmove(buf, buf + strlen("2026-"), strlen("11-23"));
		buf[strlen("11-23")] = '\0';
	} else {
		walltime_short(buf, time_ns);
		buf[step < SECOND_NS	  ? strlen("HH:MM:SS.mmm") :
		    step < 60 * SECOND_NS ? strlen("HH:MM:SS") :
					    strlen("HH:MM")] = '\0';
	}
}

void pageaxis_time(char *buf, const struct page *page, uint64_t time_ns)
{
	uint64_t span_ns = page->last_ns - page->first_ns;

	if (!page->is_dated) {
		format_since(buf, page, time_ns);
		return;
	}
	walltime_iso(buf, time_ns);
	buf[strlen("2026-11-23T13:41:02")] = '\0';
	buf[strlen("2026-11-23")] = ' ';
	if (span_ns < DAY_NS)
		memmove(buf, buf + strlen("2026-11-23 "),
			strlen("13:41:02") + 1);
}

/*
 * A time that was round before clocks were changed, where it is so again.
 * Not in the hour that there is twice, or not at all.
 */
static uint64_t follow_zone(uint64_t time_ns, uint64_t zone_ns)
{
	uint64_t changed_ns = walltime_zone_ns(time_ns);
	uint64_t moved_ns = time_ns + zone_ns - changed_ns;

	return (uint64_t)walltime_zone_ns(moved_ns) == changed_ns ? moved_ns :
								    time_ns;
}

/* @at: since the picture's start */
static void put_time(struct markup *markup, const struct page *page,
		     uint64_t at, uint64_t step, unsigned height)
{
	const struct timeline *timeline = &page->timeline;
	double x = 100.0 * at / (timeline->count * timeline->width_ns);
	char text[WALLTIME_SIZE];

	if (x < MARGIN || x > 100 - MARGIN)
		return;
	format_tick(text, page, timeline_from_ns(timeline, 0) + at, step);
	markup_put(markup, "<text class=tick x=\"%.2f%%\" y=\"%u\">%s</text>",
		   x, height + 16, text);
}

/* Round on the wall, as they are written; else counted from the first accept. */
void pageaxis_times(struct markup *markup, const struct page *page,
		    unsigned height)
{
	const struct timeline *timeline = &page->timeline;
	uint64_t from_ns = timeline_from_ns(timeline, 0);
	uint64_t span_ns = timeline->count * timeline->width_ns;
	uint64_t step = time_step(span_ns);
	uint64_t zone_ns = page->is_dated ? walltime_zone_ns(from_ns) : 0;
	uint64_t zero_ns = page->is_dated ? -zone_ns : page->first_ns % step;
	uint64_t at = (step - (from_ns - zero_ns) % step) % step;

	for (; at < span_ns; at += step) {
		uint64_t time_ns = from_ns + at;

		/* Hours stay round whatever the zone's summer time. */
		if (page->is_dated && step > HOUR_NS)
			time_ns = follow_zone(time_ns, zone_ns);
		put_time(markup, page, time_ns - from_ns, step, height);
	}
}

static void put_loss(struct markup *markup, const struct page *page,
		     size_t first, size_t end, unsigned height)
{
	const struct timeline *timeline = &page->timeline;
	double x = 100.0 * first / timeline->count;
	uint64_t lost = 0;
	char text[WALLTIME_SIZE];

	for (size_t i = first; i < end; i++)
		lost += timeline->lost[i];
	pageaxis_time(text, page, timeline_from_ns(timeline, first));
	markup_put(markup, "<g class=loss><title>");
	if (lost)
		markup_number(markup, lost);
	markup_put(markup,
		   "%s from %s on</title>"
		   "<rect x=\"%.2f%%\" width=\"%.2f%%\" height=\"%u\"/>"
		   "<line x1=\"%.2f%%\" x2=\"%.2f%%\" y2=\"%u\"/>"
		   "<text x=\"%.2f%%\" y=\"-3\">&#9660;</text></g>",
		   lost ? " lost" : "some may be missing", text, x,
		   100.0 * (end - first) / timeline->count, height, x, x,
		   height, x);
}

void pageaxis_losses(struct markup *markup, const struct page *page,
		     unsigned height)
{
	const struct timeline *timeline = &page->timeline;

	for (size_t i = 0, end; i < timeline->count; i = end) {
		for (end = i;
		     end < timeline->count && timeline->is_marked[end];)
			end++;
		if (end > i)
			put_loss(markup, page, i, end, height);
		else
			end++;
	}
}
