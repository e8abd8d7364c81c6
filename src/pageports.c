/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The picture of accepts over time: a bar for each bucket, of one piece for
 * each port. Heights are counts, which the browser scales.
 */
#include "pagepart.h"

#include <inttypes.h>

/* That have a colour of their own. */
#define SHOWN 6

/* In place of a bucket. */
#define ALL SIZE_MAX

static uint64_t count_of(const struct timeline_port *port, size_t bucket)
{
	return bucket == ALL ? port->count : port->counts[bucket];
}

/* Of the port that is drawn as the @index'th; the last are all others. */
static uint64_t count_in(const struct timeline *timeline, size_t index,
			 size_t bucket)
{
	const struct timeline_port *port = timeline->port;
	uint64_t count = count_of(&port[0], bucket);

	if (index < SHOWN)
		return index < timeline->ports ?
			       count_of(&port[index + 1], bucket) :
			       0;
	for (size_t i = SHOWN + 1; i <= timeline->ports; i++)
		count += count_of(&port[i], bucket);
	return count;
}

static uint64_t count_all(const struct timeline *timeline, size_t bucket)
{
	uint64_t count = 0;

	for (size_t i = 0; i <= SHOWN; i++)
		count += count_in(timeline, i, bucket);
	return count;
}

static uint64_t find_most(const struct timeline *timeline)
{
	uint64_t most = 1;

	for (size_t i = 0; i < timeline->count; i++) {
		uint64_t count = count_all(timeline, i);

		if (count > most)
			most = count;
	}
	return most;
}

static void put_name(struct markup *markup, const struct page *page,
		     size_t index)
{
	if (index < SHOWN)
		markup_put(markup, "port %u",
			   page->timeline.port[index + 1].port);
	else
		markup_put(markup, "%s",
			   page->timeline.ports ? "others" : "unknown port");
}

/* Of which one may have had more before it had a place of its own. */
static void put_others(struct markup *markup, const struct timeline *timeline)
{
	if (timeline->distinct <= SHOWN)
		return;
	markup_put(markup, " of ");
	markup_number(markup, timeline->distinct - SHOWN);
	markup_put(markup, " port%s",
		   timeline->distinct == SHOWN + 1 ? "" : "s");
	if (timeline->folded)
		markup_put(markup,
			   ", and of the six what they had before they were "
			   "among the first %d",
			   TIMELINE_PORTS - 1);
}

static void put_legend(struct markup *markup, const struct page *page)
{
	markup_put(markup, "<ul class=legend>");
	for (size_t i = 0; i <= SHOWN; i++) {
		uint64_t count = count_in(&page->timeline, i, ALL);

		if (!count)
			continue;
		markup_put(markup,
			   "<li><svg class=key><rect class=p%zu /></svg>", i);
		put_name(markup, page, i);
		markup_put(markup, " <b>");
		markup_number(markup, count);
		markup_put(markup, "</b>");
		if (i == SHOWN)
			put_others(markup, &page->timeline);
		markup_put(markup, "</li>");
	}
	markup_put(markup, "</ul>");
}

static void put_bar(struct markup *markup, const struct page *page,
		    size_t bucket, uint64_t top)
{
	const struct timeline *timeline = &page->timeline;
	uint64_t all = count_all(timeline, bucket), below = 0;
	char time[WALLTIME_SIZE];

	if (!all)
		return;
	pageaxis_time(time, page, timeline_from_ns(timeline, bucket));
	markup_put(markup, "<g class=bar><title>%s: %" PRIu64, time, all);
	for (size_t i = 0; i <= SHOWN; i++) {
		uint64_t count = count_in(timeline, i, bucket);

		if (!count || count == all)
			continue;
		markup_put(markup, "\n");
		put_name(markup, page, i);
		markup_put(markup, ": %" PRIu64, count);
	}
	markup_put(markup, "</title>");
	for (size_t i = 0; i <= SHOWN; i++) {
		uint64_t count = count_in(timeline, i, bucket);

		below += count;
		if (count)
			markup_put(markup,
				   "<rect class=p%zu x=\"%zu\" y=\"%" PRIu64
				   "\" width=\".94\" height=\"%" PRIu64 "\"/>",
				   i, bucket, top - below, count);
	}
	markup_put(markup, "</g>");
}

static void put_counts(struct markup *markup, uint64_t step, uint64_t top)
{
	markup_put(markup, "<svg class=y height=\"%d\">", PAGEPART_HEIGHT);
	for (uint64_t at = 0; at <= top; at += step) {
		markup_put(markup, "<text x=\"100%%\" y=\"%.1f\">",
			   PAGEPART_HEIGHT * (1 - (double)at / top) + 4);
		markup_number(markup, at);
		markup_put(markup, "</text>");
	}
	markup_put(markup, "</svg>");
}

void pageports_put(struct markup *markup, const struct page *page)
{
	const struct timeline *timeline = &page->timeline;
	uint64_t most = find_most(timeline), step = pageaxis_step(most);
	uint64_t top = (most + step - 1) / step * step;
	char width[WALLTIME_SIZE];

	pageaxis_width(width, timeline->width_ns);
	markup_put(markup,
		   "<section id=ports><h2>Accepts over time</h2>"
		   "<p>How many in each %s, by local port.</p>",
		   width);
	put_legend(markup, page);
	markup_put(markup, "<div class=plot>");
	put_counts(markup, step, top);
	markup_put(markup,
		   "<svg class=x height=\"%d\" role=img "
		   "aria-label=\"accepts over time, by port\">",
		   PAGEPART_HEIGHT + 22);
	pageaxis_lines(markup, step, top);
	markup_put(
		markup,
		"<svg width=\"100%%\" height=\"%d\" preserveAspectRatio=none "
		"viewBox=\"0 0 %zu %" PRIu64 "\">",
		PAGEPART_HEIGHT, timeline->count, top);
	for (size_t i = 0; i < timeline->count; i++)
		put_bar(markup, page, i, top);
	markup_put(markup, "</svg>");
	pageaxis_losses(markup, page, PAGEPART_HEIGHT);
	pageaxis_times(markup, page, PAGEPART_HEIGHT);
	markup_put(markup, "</svg></div></section>");
}
