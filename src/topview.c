/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lays out the screen of top: figures in front, what they are of behind, cut
 * at the edges. Pure; every byte of a stranger passes escape.c.
 */
#include "topview.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "duration.h"
#include "escape.h"
#include "pen.h"
#include "spark.h"
#include "toppage.h"
#include "walltime.h"

/* From so many lines on there is room for it. */
#define LINES_ACCOUNT 6
#define LINES_SPARK 9
#define LINES_HELP 16

/* Between columns. */
#define GAP 1

#define SECOND_NS 1e9

static const char help[] = "q quit  space freeze  / filter  < > sort  "
			   "R reverse  arrows scroll";

/* Numbers end, and words begin, below each other. */
static const struct {
	const char *name;
	int width; /* to the left where it is below 0 */
} figures[TOPROWS_FIGURES] = {
	[TOPROWS_COUNT] = { "COUNT", 8 },
	[TOPROWS_RATE] = { "RATE", 7 },
	[TOPROWS_LAST] = { "LAST", -8 },
	[TOPROWS_WAIT_P50] = { "WAIT_P50", 8 },
	[TOPROWS_WAIT_P99] = { "WAIT_P99", 8 },
	[TOPROWS_WAIT_MAX] = { "WAIT_MAX", 8 },
};

static const char *sort_name(const struct by *by, size_t sort)
{
	size_t count = toprows_figures(by);

	return sort < count ? figures[sort].name :
			      by->columns[sort - count].column->name;
}

static void draw_title(struct pen *pen, const struct topview *view,
		       const struct topstate *state)
{
	char time[WALLTIME_SIZE];

	walltime_short(time, view->time_ns);
	pen->style = SCREEN_BOLD;
	pen_format(pen, "tcpwho top  %.8s  every %g s", time,
		   view->span_ns / SECOND_NS);
	pen->style = SCREEN_PLAIN;
	pen_format(pen, "  by %s%s", sort_name(view->by, state->sort),
		   state->is_reverse ? ", reversed" : "");
	if (state->is_frozen) {
		pen_format(pen, "  ");
		pen->style = SCREEN_REVERSE;
		pen_format(pen, "frozen");
	}
	pen_next_line(pen);
}

static void draw_account(struct pen *pen, const struct topview *view)
{
	pen->style = view->is_lossy ? SCREEN_ALARM : SCREEN_PLAIN;
	pen_format(pen, "%s", view->account);
	pen_next_line(pen);
}

static double rate_of(const struct topview *view, uint64_t count)
{
	return count * SECOND_NS / view->span_ns;
}

static void draw_spark(struct pen *pen, const struct topview *view)
{
	uint32_t values[HISTORY_STEPS];
	char bars[HISTORY_STEPS * SPARK_BYTES + 1];
	size_t count;
	uint32_t most;

	/* Room for the words behind it; the bars of a minute at least. */
	count = pen->columns > 55 ? pen->columns - 40 : 15;
	if (count > HISTORY_STEPS)
		count = HISTORY_STEPS;
	history_read(view->history, view->now_ns, values, count);
	most = spark_text(bars, values, count, view->is_utf8);
	pen_format(pen, "%7.1f/s  ", rate_of(view, view->rows->recent));
	pen_text(pen, bars, strlen(bars));
	pen_format(pen, "  %g s, at most %g/s",
		   count * (HISTORY_STEP_NS / SECOND_NS),
		   most / (HISTORY_STEP_NS / SECOND_NS));
	pen_next_line(pen);
}

/* What is typed; else what was said; else nothing. */
static void draw_note(struct pen *pen, const struct topview *view,
		      const struct topstate *state)
{
	char filter[ESCAPE_GROWTH * TOPSTATE_FILTER_SIZE];
	size_t length = escape(filter, state->filter, strlen(state->filter));

	if (state->is_typing || length) {
		pen->style = SCREEN_BOLD;
		pen_format(pen, "/");
		pen_text(pen, filter, length);
		if (state->is_typing)
			pen_format(pen, "_");
	} else {
		pen_format(pen, "%s", view->message);
	}
	pen_next_line(pen);
}

static void put_figure(struct pen *pen, size_t figure, const char *text)
{
	pen_format(pen, "%*s%*s", figure ? GAP : 0, "", figures[figure].width,
		   text);
}

static void put_key(struct pen *pen, const struct by_column *column, int width,
		    const char *text, size_t length)
{
	int start = pen->column + GAP;
	int used = pen_width(text, length);

	pen->column = start + (column->column->is_number ? width - used : 0);
	pen_text(pen, text, length);
	pen->column = start + width;
}

static void put_figures(struct pen *pen, const struct topview *view,
			const struct toprow *row)
{
	char count[24], rate[24], last[WALLTIME_SIZE] = "-";
	char wait[DURATION_SIZE + 1];

	snprintf(count, sizeof(count), "%" PRIu64, row->count);
	snprintf(rate, sizeof(rate), "%.1f", rate_of(view, row->recent));
	if (row->last_ns)
		walltime_short(last, row->last_ns);
	last[strlen("HH:MM:SS")] = '\0';
	put_figure(pen, TOPROWS_COUNT, count);
	put_figure(pen, TOPROWS_RATE, rate);
	put_figure(pen, TOPROWS_LAST, last);
	for (size_t i = TOPROWS_WAIT_P50; i < toprows_figures(view->by); i++) {
		uint64_t ns = row->waits_ns[i - TOPROWS_WAIT_P50];

		wait[duration_short(wait, ns)] = '\0';
		put_figure(pen, i, ns ? wait : "-");
	}
}

static void draw_row(struct pen *pen, const struct topview *view,
		     const struct toppage *page, const struct toprow *row)
{
	char text[COLUMN_TEXT_SIZE];

	put_figures(pen, view, row);
	for (size_t i = 0; i < view->by->count; i++)
		put_key(pen, &view->by->columns[i], page->widths[i], text,
			toppage_key(view->by, row, i, view->is_utf8, text));
	pen_next_line(pen);
}

static void draw_names(struct pen *pen, const struct topview *view,
		       const struct toppage *page)
{
	const struct by *by = view->by;

	pen->style = SCREEN_REVERSE;
	pen_format(pen, "%*s", pen->columns, "");
	pen->column = 0;
	for (size_t i = 0; i < toprows_figures(by); i++)
		put_figure(pen, i, figures[i].name);
	for (size_t i = 0; i < by->count; i++) {
		const char *name = by->columns[i].column->name;

		put_key(pen, &by->columns[i], page->widths[i], name,
			strlen(name));
	}
	pen_next_line(pen);
}

static void draw_rows(struct pen *pen, const struct topview *view,
		      const struct toppage *page, int lines)
{
	for (size_t i = 0; i < page->count; i++)
		draw_row(pen, view, page, page->rows[i]);
	if (view->rows->folded && pen->line < lines)
		pen_format(pen, "(%" PRIu64 " rarer)", view->rows->folded);
}

/* What is above the rows, as far as there is room. */
static void draw_head(struct pen *pen, const struct topview *view,
		      const struct topstate *state, int lines)
{
	draw_title(pen, view, state);
	if (lines >= LINES_ACCOUNT)
		draw_account(pen, view);
	if (lines >= LINES_SPARK)
		draw_spark(pen, view);
	if (lines >= LINES_SPARK || state->is_typing)
		draw_note(pen, view, state);
}

/* How many lines are left below the names, and above who is not there. */
static size_t room_for(const struct pen *pen, int lines, bool is_folded)
{
	int room = lines - pen->line - 1;

	room -= is_folded && room > 1;

	return room < 0 ? 0 : room > SCREEN_LINES ? SCREEN_LINES : room;
}

void topview_draw(const struct topview *view, struct topstate *state, int lines,
		  int columns)
{
	struct pen pen = {
		.columns = columns > SCREEN_COLUMNS ? SCREEN_COLUMNS : columns,
		.is_utf8 = view->is_utf8,
		.put = view->put,
	};
	int last = lines - (lines >= LINES_HELP);
	struct toppage page;

	draw_head(&pen, view, state, lines);
	state->page = room_for(&pen, last, view->rows->folded);
	toppage_make(&page, view->by, view->rows, state, view->is_utf8);
	if (pen.line < last)
		draw_names(&pen, view, &page);
	draw_rows(&pen, view, &page, last);
	if (last == lines)
		return;
	pen.line = last;
	pen.column = 0;
	pen_text(&pen, help, strlen(help));
}
