/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts by time, in a fixed number of buckets that become wider when there
 * are too many. Pure; draws nothing.
 */
#include "timeline.h"

#include <stdlib.h>
#include <string.h>

#include "rare.h"

#define MS_NS UINT64_C(1000000)

/* Each is a multiple of the one before; from there on they double. */
static const uint32_t widths_ms[] = {
	1,	2,	 10,	  20,	   100,	     200,
	1000,	2000,	 10000,	  30000,   60000,    120000,
	600000, 1800000, 3600000, 7200000, 21600000,
};

#define WIDTHS (sizeof(widths_ms) / sizeof(*widths_ms))

uint64_t timeline_from_ns(const struct timeline *timeline, size_t bucket)
{
	return (timeline->first + bucket) * timeline->width_ns;
}

static uint64_t next_factor(const struct timeline *timeline)
{
	size_t level = timeline->level;

	return level + 1 < WIDTHS ? widths_ms[level + 1] / widths_ms[level] : 2;
}

/* What is now in bucket @from goes to @to, which is none of those behind. */
RARE static void move_bucket(struct timeline *timeline, size_t from, size_t to)
{
	if (from == to)
		return;
	for (size_t i = 0; i <= timeline->ports; i++) {
		timeline->port[i].counts[to] += timeline->port[i].counts[from];
		timeline->port[i].counts[from] = 0;
	}
	histogram_merge(&timeline->waits[to], &timeline->waits[from]);
	memset(&timeline->waits[from], 0, sizeof(*timeline->waits));
	timeline->lost[to] += timeline->lost[from];
	timeline->lost[from] = 0;
	timeline->is_marked[to] |= timeline->is_marked[from];
	timeline->is_marked[from] = false;
}

RARE static void widen(struct timeline *timeline)
{
	uint64_t factor = next_factor(timeline);
	size_t offset = timeline->first % factor;

	for (size_t i = 0; i < timeline->count; i++)
		move_bucket(timeline, i, (i + offset) / factor);
	timeline->count = (timeline->count + offset + factor - 1) / factor;
	timeline->first /= factor;
	timeline->width_ns *= factor;
	timeline->level++;
}

/* Room for @buckets more in front. */
RARE static void shift(struct timeline *timeline, size_t buckets)
{
	for (size_t i = timeline->count; i > 0; i--)
		move_bucket(timeline, i - 1, i - 1 + buckets);
	timeline->first -= buckets;
	timeline->count += buckets;
}

static bool has_room(const struct timeline *timeline, uint64_t at)
{
	uint64_t last = timeline->first + timeline->count - 1;

	return at >= timeline->first ? at - timeline->first < TIMELINE_BUCKETS :
				       last - at < TIMELINE_BUCKETS;
}

/* The bucket of a time, which is made if there was none. */
static size_t find_bucket(struct timeline *timeline, uint64_t time_ns)
{
	uint64_t at;

	if (!timeline->count) {
		timeline->width_ns = widths_ms[0] * MS_NS;
		timeline->first = time_ns / timeline->width_ns;
		timeline->count = 1;
	}
	while (!has_room(timeline, time_ns / timeline->width_ns))
		widen(timeline);
	at = time_ns / timeline->width_ns;
	if (at < timeline->first)
		shift(timeline, timeline->first - at);
	at -= timeline->first;
	if (at >= timeline->count)
		timeline->count = at + 1;
	return at;
}

/* The rarest becomes one of the others; returns where it was. */
RARE static size_t fold_port(struct timeline *timeline)
{
	struct timeline_port *others = &timeline->port[0], *rarest;
	size_t at = 1;

	for (size_t i = 2; i < TIMELINE_PORTS; i++)
		if (timeline->port[i].count < timeline->port[at].count)
			at = i;
	rarest = &timeline->port[at];
	for (size_t i = 0; i < timeline->count; i++)
		others->counts[i] += rarest->counts[i];
	others->count += rarest->count;
	timeline->port_at[rarest->port] = 0;
	timeline->folded++;
	return at;
}

static struct timeline_port *find_port(struct timeline *timeline, uint16_t port)
{
	size_t at = timeline->port_at[port];

	if (at || !port)
		return &timeline->port[at];
	timeline->distinct += !timeline->was_seen[port];
	timeline->was_seen[port] = true;
	at = timeline->ports + 1 < TIMELINE_PORTS ? ++timeline->ports :
						    fold_port(timeline);
	timeline->port[at] = (struct timeline_port){ .port = port };
	timeline->port_at[port] = at;
	return &timeline->port[at];
}

void timeline_add(struct timeline *timeline, uint64_t time_ns, uint16_t port,
		  uint64_t wait_ns)
{
	size_t at = find_bucket(timeline, time_ns);
	struct timeline_port *counted = find_port(timeline, port);

	counted->count++;
	counted->counts[at]++;
	if (wait_ns)
		histogram_add(&timeline->waits[at], wait_ns);
}

static size_t clamp(const struct timeline *timeline, uint64_t time_ns)
{
	uint64_t at = time_ns / timeline->width_ns;

	if (at < timeline->first)
		return 0;
	at -= timeline->first;
	return at < timeline->count ? at : timeline->count - 1;
}

/* Or next to it: a row may be a little later than its first record. */
static bool is_in(const struct timeline *timeline, uint64_t from_ns,
		  uint64_t until_ns)
{
	return timeline->count &&
	       until_ns / timeline->width_ns + 1 >= timeline->first &&
	       from_ns / timeline->width_ns <=
		       timeline->first + timeline->count;
}

bool timeline_mark(struct timeline *timeline, uint64_t from_ns,
		   uint64_t until_ns, uint64_t lost)
{
	size_t last;

	if (!is_in(timeline, from_ns, until_ns))
		return false;
	last = clamp(timeline, until_ns);
	timeline->lost[last] += lost;
	for (size_t i = clamp(timeline, from_ns); i <= last; i++)
		timeline->is_marked[i] = true;
	return true;
}

static int compare(const void *left, const void *right)
{
	const struct timeline_port *a = left, *b = right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return a->port - b->port;
}

void timeline_sort(struct timeline *timeline)
{
	qsort(&timeline->port[1], timeline->ports, sizeof(*timeline->port),
	      compare);
	for (size_t i = 1; i <= timeline->ports; i++)
		timeline->port_at[timeline->port[i].port] = i;
}
