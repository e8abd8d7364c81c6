/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts order, join, filter, sink and recording in a row and counts what comes
 * out. Knows no kernel and never waits.
 */
#include "rows.h"

#include <errno.h>
#include <string.h>

#include "log.h"
#include "rare.h"

/* A row comes so much later than it was, or a little more. */
#define HELD_MS 15

int rows_open(struct rows *rows, const struct opts *opts, int fd)
{
	rows->has_header = !opts->has_no_header;
	rows->limit = opts->count;
	rows->interval_ns = opts->interval_ns;
	rows->until_ns = UINT64_MAX;
	rows->number = 1;
	rows->filter = &opts->filter;
	rows->is_filtered = filter_is_set(&opts->filter);
	unseen_begin(&rows->unseen, opts);
	rows->sink.ops = opts->is_json ? &sink_json : &sink_table;
	rows->sink.columns = &opts->columns;
	rows->sink.out = &rows->out;
	if (opts->is_summary) {
		rows->sink.ops = &sink_summary;
		rows->sink.summary = summary_new(&opts->by, opts->is_json);
	}
	if (opts->html) {
		rows->sink.ops = &sink_page;
		rows->sink.page = page_new(&opts->by);
	}
	if ((opts->is_summary && !rows->sink.summary) ||
	    (opts->html && !rows->sink.page) || out_open(&rows->out, fd)) {
		log_error("cannot start: %s", strerror(errno));
		return -1;
	}
	if (!opts->write)
		return 0;
	/* A report drops its privileges, and cannot rename a file itself. */
	rows->save = save_open(opts->write, opts->action == OPTS_REPORT);
	return rows->save ? 0 : -1;
}

int rows_close(struct rows *rows)
{
	int result = save_close(rows->save);

	lanes_free(&rows->lanes);
	join_free(&rows->join);
	summary_free(rows->sink.summary);
	page_free(rows->sink.page);
	out_close(&rows->out);
	*rows = (struct rows){ .limit = 0 };
	return result;
}

enum out_result rows_flush(struct rows *rows, int wake_fd, uint64_t until_ns)
{
	bool is_saved = !rows->save || !save_flush(rows->save);
	enum out_result result = out_flush(&rows->out, wake_fd, until_ns);

	if (result == OUT_FAILED)
		log_error("cannot write the %s: %s",
			  rows->sink.page ? "page" : "table", strerror(errno));
	if (result == OUT_FAILED || result == OUT_CLOSED)
		rows_drop(rows);
	return is_saved ? result : OUT_FAILED;
}

void rows_save_losses(struct rows *rows, const struct losses *losses)
{
	if (rows->save)
		save_losses(rows->save, losses);
}

void rows_mark(struct rows *rows, const struct hole *hole, bool is_dated)
{
	if (rows->sink.page)
		page_mark(rows->sink.page, hole, is_dated);
}

void rows_end_page(struct rows *rows, const struct page_losses *losses)
{
	if (page_write(rows->sink.page, &rows->counted, losses, &rows->out))
		rows->is_out_of_memory = true;
}

static void begin_interval(struct rows *rows, uint64_t now_ns)
{
	rows->from_ns = now_ns;
	rows->until_ns =
		rows->interval_ns ? now_ns + rows->interval_ns : UINT64_MAX;
}

int rows_begin(struct rows *rows, uint64_t now_ns)
{
	if (now_ns)
		begin_interval(rows, now_ns);
	return rows->has_header ? rows->sink.ops->header(&rows->sink) : 0;
}

static void end_interval(struct rows *rows, uint64_t span_ns, bool is_last)
{
	const struct sink_ops *ops = rows->sink.ops;
	struct interval interval = {
		.from_ns = rows->from_ns,
		.span_ns = span_ns,
		.number = rows->interval_ns ? rows->number : 0,
		.is_last = is_last,
	};

	if (ops->end && ops->end(&rows->sink, &interval))
		rows->is_out_of_memory = true;
}

/* Into the interval of @now_ns; those in between have no table. */
RARE static void begin_next(struct rows *rows, uint64_t now_ns)
{
	uint64_t passed = (now_ns - rows->until_ns) / rows->interval_ns;

	end_interval(rows, rows->interval_ns, false);
	begin_interval(rows, rows->until_ns + passed * rows->interval_ns);
	rows->number += passed + 1;
}

static void go_on(struct rows *rows, uint64_t now_ns)
{
	if (now_ns >= rows->until_ns && rows->interval_ns)
		begin_next(rows, now_ns);
}

int rows_due_ms(const struct rows *rows, uint64_t now_ns, int timeout_ms)
{
	uint64_t due_ms = HELD_MS;

	if (!rows->interval_ns)
		return timeout_ms;
	if (rows->until_ns > now_ns)
		due_ms += (rows->until_ns - now_ns) / 1000000;
	return due_ms < (uint64_t)timeout_ms ? (int)due_ms : timeout_ms;
}

static void take_time(struct rows *rows, uint64_t ts_ns)
{
	/* The first may be from before the start: the recorder held it. */
	if (!rows->last_ns && (!rows->from_ns || ts_ns < rows->from_ns))
		begin_interval(rows, ts_ns);
	if (ts_ns > rows->last_ns)
		rows->last_ns = ts_ns;
	go_on(rows, ts_ns);
}

void rows_push(struct rows *rows, const struct conn *conn)
{
	if (lanes_push(&rows->lanes, conn))
		rows->is_out_of_memory = true;
}

bool rows_are_held(const struct rows *rows)
{
	return rows->lanes.used > 0;
}

bool rows_are_enough(const struct rows *rows)
{
	return rows->limit && rows->counted.given >= rows->limit;
}

static bool is_asked_for(struct rows *rows, const struct conn *conn)
{
	enum filter_verdict verdict;

	if (!rows->is_filtered)
		return true;
	verdict = filter_match(rows->filter, conn);

	rows->counted.filtered += verdict != FILTER_PASS;
	rows->counted.unknown += verdict == FILTER_UNKNOWN;
	return verdict == FILTER_PASS;
}

void rows_row(void *context, const struct conn *conn)
{
	struct rows *rows = context;

	if (rows_are_enough(rows))
		return;
	if (rows->is_known) {
		rows->mended = *conn;
		conn = &rows->mended;
		if (rows->is_known(rows->knows, &rows->mended))
			return;
	}
	take_time(rows, conn->ts_ns);
	if (!is_asked_for(rows, conn))
		return;
	unseen_row(&rows->unseen, conn);
	if (rows->sink.ops->row(&rows->sink, conn))
		rows->is_out_of_memory = true;
	else
		rows->counted.given++;
	if (rows->save)
		save_row(rows->save, conn);
}

void rows_print(struct rows *rows, uint64_t horizon_ns)
{
	struct conn *conn;

	/* What -n leaves out is not counted as seen by one witness either. */
	while (!rows_are_enough(rows) &&
	       (conn = lanes_pop(&rows->lanes, horizon_ns)) != NULL)
		join_push(&rows->join, conn, rows_row, rows);
	if (horizon_ns > JOIN_WAIT_NS && !rows_are_enough(rows))
		join_expire(&rows->join, horizon_ns - JOIN_WAIT_NS, rows_row,
			    rows);
	if (horizon_ns < UINT64_MAX)
		go_on(rows, horizon_ns);
}

void rows_end(struct rows *rows, uint64_t now_ns)
{
	uint64_t span_ns = rows->interval_ns;

	rows_print(rows, UINT64_MAX);
	/* Nobody knows how much of its last interval a recording covers. */
	if (now_ns || !span_ns)
		span_ns = (now_ns ? now_ns : rows->last_ns) - rows->from_ns;
	end_interval(rows, span_ns, true);
}

void rows_drop(struct rows *rows)
{
	uint64_t lines = out_lines(&rows->out);

	/* The header is a line, but no row; those of a summary are none. */
	if (!rows->sink.ops->end)
		rows->counted.unwritten += lines < rows->counted.given ?
						   lines :
						   rows->counted.given;
	out_discard(&rows->out);
}

void rows_account(struct rows *rows, struct account *account)
{
	struct losses losses;
	uint64_t events = account->losses.kernel.buffer;

	account->rows = rows->counted;
	account->accept_alone = rows->join.accept_alone;
	account->graft_alone = rows->join.graft_alone;
	account->overwritten = join_lost(&rows->join, events);
	account->is_estimate = rows->join.has_waits;
	account->missed = join_missed(&rows->join, events);
	account_losses(account, &losses);
	rows_save_losses(rows, &losses);
}
