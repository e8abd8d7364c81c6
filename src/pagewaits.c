/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The picture of waits over time: how many were how long, as a map, and over
 * it how long half of them and 99 % were at most. Both by powers of two.
 */
#include "pagepart.h"

#include <inttypes.h>

#include "duration.h"

/* Of one power of two, in pixels. */
#define ROW 14

#define LEVELS 5

struct map {
	const struct timeline *timeline;
	unsigned first, last; /* octaves that there are */
	uint64_t most;	      /* in any of its cells */
};

static void measure(struct map *map)
{
	const struct timeline *timeline = map->timeline;

	map->first = HISTOGRAM_OCTAVES;
	for (size_t i = 0; i < timeline->count; i++)
		for (unsigned o = 0; o < HISTOGRAM_OCTAVES; o++) {
			uint64_t count =
				histogram_octave(&timeline->waits[i], o);

			if (count && o < map->first)
				map->first = o;
			if (count && o > map->last)
				map->last = o;
			if (count > map->most)
				map->most = count;
		}
}

static unsigned rows_of(const struct map *map)
{
	return map->last - map->first + 1;
}

static unsigned bits(uint64_t number)
{
	return 64 - __builtin_clzll(number);
}

/* From 1 on, by powers of two as well: one is seen beside a million. */
static unsigned level_of(const struct map *map, uint64_t count)
{
	return 1 + (bits(count) - 1) * LEVELS / bits(map->most);
}

static void put_cells(struct markup *markup, const struct map *map,
		      size_t bucket)
{
	const struct histogram *waits = &map->timeline->waits[bucket];

	for (unsigned o = map->first; o <= map->last; o++) {
		uint64_t count = histogram_octave(waits, o);

		if (count)
			markup_put(markup,
				   "<path class=h%u d=\"M%zu %uh1v1h-1z\"/>",
				   level_of(map, count), bucket, map->last - o);
	}
}

/* From the top, in rows. */
static double place_of(const struct map *map, uint64_t ns)
{
	unsigned o = HISTOGRAM_OCTAVES - 1;
	double from;

	while (o > map->first && ns < histogram_from_ns(o))
		o--;
	from = histogram_from_ns(o);
	return map->last - o + 1 - (ns - from) / (o ? from : 1000);
}

/* One that jumps up and down is not joined: it would hide the map. */
static void put_line(struct markup *markup, const struct map *map,
		     unsigned percent, const char *class, bool is_joined)
{
	const struct timeline *timeline = map->timeline;
	bool goes_on = false;

	markup_put(markup, "<path class=\"%s\" d=\"", class);
	for (size_t i = 0; i < timeline->count; i++) {
		const struct histogram *waits = &timeline->waits[i];
		double y = 0;

		if (waits->count)
			y = place_of(map, histogram_percentile(waits, percent));
		if (waits->count && goes_on)
			markup_put(markup, "V%.2fh1", y);
		else if (waits->count)
			markup_put(markup, "M%zu %.2fh1", i, y);
		goes_on = is_joined && waits->count;
	}
	markup_put(markup, "\"/>");
}

/* Under it something of the background, so that it is seen on any colour. */
static void put_lines(struct markup *markup, const struct map *map)
{
	put_line(markup, map, 99, "halo", false);
	put_line(markup, map, 99, "p99", false);
	put_line(markup, map, 50, "halo", true);
	put_line(markup, map, 50, "p50", true);
}

static void put_lengths(struct markup *markup, const struct map *map)
{
	char text[DURATION_SIZE];

	markup_put(markup, "<svg class=y height=\"%u\">", rows_of(map) * ROW);
	for (unsigned o = map->first + 1; o <= map->last; o += 2) {
		text[duration_short(text, histogram_from_ns(o))] = '\0';
		markup_put(markup, "<text x=\"100%%\" y=\"%u\">%s</text>",
			   (map->last - o + 1) * ROW + 4, text);
	}
	markup_put(markup, "</svg>");
}

static void put_percentile(struct markup *markup, const char *class,
			   const char *line, const char *name, uint64_t ns)
{
	char text[DURATION_SIZE];

	text[duration_short(text, ns)] = '\0';
	markup_put(markup,
		   "<li><svg class=key><path class=\"%s\" d=\"%s\"/></svg>"
		   "%s <b>%s</b></li>",
		   class, line, name, text);
}

static void put_legend(struct markup *markup, const struct page *page,
		       const struct map *map)
{
	const struct histogram *waits = &page->waits;
	char text[DURATION_SIZE];

	markup_put(markup, "<ul class=legend>");
	put_percentile(markup, "p50", "M0 6h14", "half at most",
		       histogram_percentile(waits, 50));
	put_percentile(markup, "p99", "M0 6h5M9 6h5", "99 % at most",
		       histogram_percentile(waits, 99));
	text[duration_short(text, waits->max_ns)] = '\0';
	markup_put(markup, "<li>all at most <b>%s</b></li><li>1", text);
	for (unsigned level = 1; level <= LEVELS; level++)
		markup_put(markup, "<svg class=key><rect class=h%u /></svg>",
			   level);
	markup_number(markup, map->most);
	markup_put(markup, " accepts</li></ul>");
}

void pagewaits_put(struct markup *markup, const struct page *page)
{
	struct map map = { .timeline = &page->timeline };
	unsigned height;

	measure(&map);
	if (!map.most)
		return;
	height = rows_of(&map) * ROW;
	markup_put(markup, "<section id=waits><h2>Wait in the accept queue</h2>"
			   "<p>How long they waited until they were accepted, "
			   "and how many so long.</p>");
	put_legend(markup, page, &map);
	markup_put(markup, "<div class=plot>");
	put_lengths(markup, &map);
	markup_put(markup,
		   "<svg class=x height=\"%u\" role=img "
		   "aria-label=\"wait in the accept queue over time\">"
		   "<svg width=\"100%%\" height=\"%u\" "
		   "preserveAspectRatio=none viewBox=\"0 0 %zu %u\"><g "
		   "class=heat>",
		   height + 22, height, map.timeline->count, rows_of(&map));
	for (size_t i = 0; i < map.timeline->count; i++)
		put_cells(markup, &map, i);
	markup_put(markup, "</g>");
	put_lines(markup, &map);
	markup_put(markup, "</svg>");
	pageaxis_losses(markup, page, height);
	pageaxis_times(markup, page, height);
	markup_put(markup, "</svg></div></section>");
}
