/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts rows instead of printing them: one line for each group, the largest
 * first, as a table or as JSON Lines. Owns the layout of these lines; what a
 * group is, is the business of by and groups.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "groups.h"
#include "line.h"
#include "num.h"
#include "sink.h"
#include "waitlines.h"
#include "walltime.h"

#define SECOND_NS 1e9

struct summary {
	const struct by *by;
	bool is_json;
	bool has_header;  /* tables are to have one */
	bool has_printed; /* one of them already */
	struct groups groups;
	/* What makes the rows' clock the wall's, once a row has told. */
	bool has_offset;
	uint64_t offset_ns;
	/* Of the groups that are being printed. */
	struct interval interval;
	/* A time of day says little where there are, or were, several days. */
	bool has_dates;
	uint64_t first_ns; /* of all there ever were */
};

struct summary *summary_new(const struct by *by, bool is_json)
{
	struct summary *summary = calloc(1, sizeof(*summary));

	if (!summary)
		return NULL;
	summary->by = by;
	summary->is_json = is_json;
	groups_init(&summary->groups, by_words(by));
	return summary;
}

void summary_free(struct summary *summary)
{
	if (!summary)
		return;
	groups_free(&summary->groups);
	free(summary);
}

static void add_key(struct line *line, const struct summary *summary,
		    const struct group *group)
{
	const struct by *by = summary->by;

	for (size_t i = 0; i < by->count; i++) {
		const struct column *column = by->columns[i].column;
		struct cell *cell = line_add(line, column->name, column->key,
					     column->width, column->is_number);

		if (group != &summary->groups.rest)
			cell->length = by_text(&by->columns[i], cell->text,
					       &group->key, summary->is_json);
	}
}

/* Three digits or more, as many as fit where people read. */
static int decimals(double rate, bool is_json)
{
	if (is_json)
		return 6;
	return rate >= 100 ? 0 : rate >= 10 ? 1 : rate >= 1 ? 2 : 3;
}

static void add_rate(struct line *line, const struct summary *summary,
		     const struct group *group)
{
	struct cell *cell = line_add(line, "RATE", "rate", 7, true);
	double rate;

	if (!summary->interval.span_ns)
		return;
	rate = group->count * SECOND_NS / summary->interval.span_ns;
	cell->length = snprintf(cell->text, sizeof(cell->text), "%.*f",
				decimals(rate, summary->is_json), rate);
}

/* Milliseconds of the first of many mean nothing to people. */
static void add_time(struct line *line, const struct summary *summary,
		     const char *name, const char *key, uint64_t time_ns)
{
	size_t width =
		strlen(summary->has_dates ? "YYYY-MM-DD HH:MM:SS" : "HH:MM:SS");
	struct cell *cell = line_add(line, name, key, width, false);

	if (!time_ns)
		return;
	if (summary->is_json) {
		cell->length = walltime_iso(cell->text, time_ns);
		return;
	}
	if (summary->has_dates)
		walltime_date(cell->text, time_ns);
	else
		walltime_short(cell->text, time_ns);
	cell->length = width;
}

/* Which one it is of those of -i, and when that began. */
static void add_interval(struct line *line, const struct summary *summary)
{
	const struct interval *interval = &summary->interval;
	struct cell *cell;

	if (!summary->is_json || !interval->number)
		return;
	cell = line_add(line, "INTERVAL", "interval", 0, true);
	cell->length = num_format(cell->text, interval->number);
	cell = line_add(line, "START", "interval_start", 0, false);
	if (summary->has_offset)
		cell->length = walltime_iso(
			cell->text, interval->from_ns + summary->offset_ns);
}

/* In JSON a key of its own; a table has room for it where the others differ. */
static void add_folded(struct line *line, const struct summary *summary)
{
	uint64_t folded = summary->groups.folded;
	struct cell *cell = &line->cells[0];

	if (summary->is_json) {
		cell = line_add(line, "FOLDED", "folded", 0, true);
		cell->length = num_format(cell->text, folded);
	} else {
		cell->length = snprintf(cell->text, sizeof(cell->text),
					"(%" PRIu64 " rarer)", folded);
	}
}

static void make_line(struct line *line, const struct summary *summary,
		      const struct group *group)
{
	struct cell *count;

	line->count = 0;
	add_interval(line, summary);
	add_key(line, summary, group);
	count = line_add(line, "COUNT", "count", 8, true);
	count->length = num_format(count->text, group->count);
	add_rate(line, summary, group);
	add_time(line, summary, "FIRST", "first", group->first_ns);
	add_time(line, summary, "LAST", "last", group->last_ns);
	if (summary->by->has_waits)
		waitlines_add(line, group->waits, summary->is_json);
	if (group == &summary->groups.rest)
		add_folded(line, summary);
}

static int print_group(const struct sink *sink, const struct group *group)
{
	const struct summary *summary = sink->summary;
	struct line line;

	make_line(&line, summary, group);
	return summary->is_json ? line_print_json(&line, sink->out) :
				  line_print(&line, sink->out);
}

static int print_blank(struct out *out)
{
	char *blank = out_reserve(out, 1);

	if (!blank)
		return -1;
	*blank = '\n';
	out_commit(out, 1);
	return 0;
}

/* One blank line between tables. */
static int print_header(const struct sink *sink)
{
	const struct group none = { .count = 0 };
	struct summary *summary = sink->summary;
	struct line line;

	if (summary->is_json)
		return 0;
	if (summary->has_printed && print_blank(sink->out))
		return -1;
	summary->has_printed = true;
	if (!summary->has_header)
		return 0;
	make_line(&line, summary, &none);
	return line_print_names(&line, sink->out);
}

/* Each table brings its own, when there is one. */
static int summary_header(struct sink *sink)
{
	sink->summary->has_header = true;
	return 0;
}

static int summary_row(struct sink *sink, const struct conn *conn)
{
	struct summary *summary = sink->summary;
	struct conn key;

	by_key(summary->by, conn, &key);
	if (conn->time_ns) {
		summary->has_offset = true;
		summary->offset_ns = conn->time_ns - conn->ts_ns;
	}
	return groups_add_wait(&summary->groups, &key, conn->time_ns,
			       by_wait_ns(summary->by, conn));
}

static void sum_up(struct histogram *all, const struct group *group,
		   uint64_t *unknown)
{
	*unknown += group->count - (group->waits ? group->waits->count : 0);
	if (group->waits)
		histogram_merge(all, group->waits);
}

/* Of all groups together, behind them. */
static int print_waits(const struct sink *sink)
{
	const struct summary *summary = sink->summary;
	const struct groups *groups = &summary->groups;
	struct histogram all = { .count = 0 };
	uint64_t unknown = 0;

	if (!summary->by->has_waits || summary->is_json)
		return 0;
	for (size_t i = 0; i < groups->count; i++)
		sum_up(&all, &groups->groups[i], &unknown);
	sum_up(&all, &groups->rest, &unknown);
	return print_blank(sink->out) ||
			       waitlines_print(&all, unknown, sink->out) ?
		       -1 :
		       0;
}

static void note_days(struct summary *summary)
{
	char first[WALLTIME_SIZE], last[WALLTIME_SIZE];
	uint64_t last_ns = 0;

	groups_ends(&summary->groups, &summary->first_ns, &last_ns);
	if (!last_ns)
		return;
	walltime_date(first, summary->first_ns);
	walltime_date(last, last_ns);
	summary->has_dates |= memcmp(first, last, WALLTIME_DAY) != 0;
}

static int summary_end(struct sink *sink, const struct interval *interval)
{
	struct groups *groups = &sink->summary->groups;
	int result;

	/* Nothing is worth a table only if there was none at all. */
	if (!groups->count &&
	    (!interval->is_last || sink->summary->has_printed))
		return 0;
	sink->summary->interval = *interval;
	note_days(sink->summary);
	groups_sort(groups);
	result = print_header(sink);
	for (size_t i = 0; i < groups->count && !result; i++)
		result = print_group(sink, &groups->groups[i]);
	if (groups->folded && !result)
		result = print_group(sink, &groups->rest);
	if (!result)
		result = print_waits(sink);
	groups_reset(groups);
	return result;
}

const struct sink_ops sink_summary = { .header = summary_header,
				       .row = summary_row,
				       .end = summary_end };
