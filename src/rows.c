/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts order, join, filter and sink in a row and counts what comes out. Knows no
 * kernel and never waits.
 */
#include "rows.h"

/* A thread may sleep between the two probes, to lock the socket. */
#define JOIN_WAIT_NS 1000000000ULL

int rows_open(struct rows *rows, const struct opts *opts, int fd)
{
	rows->limit = opts->count;
	rows->filter = &opts->filter;
	rows->sink = (struct sink){
		.ops = opts->is_json ? &sink_json : &sink_table,
		.columns = &opts->columns,
		.out = &rows->out,
	};
	return out_open(&rows->out, fd);
}

void rows_close(struct rows *rows)
{
	order_free(&rows->order);
	out_close(&rows->out);
}

void rows_push(struct rows *rows, const struct conn *conn)
{
	if (order_push(&rows->order, conn))
		rows->is_out_of_memory = true;
}

bool rows_are_held(const struct rows *rows)
{
	return rows->order.used > 0;
}

bool rows_are_enough(const struct rows *rows)
{
	return rows->limit && rows->printed >= rows->limit;
}

static bool is_asked_for(struct rows *rows, const struct conn *conn)
{
	enum filter_verdict verdict = filter_match(rows->filter, conn);

	rows->filtered += verdict != FILTER_PASS;
	rows->unknown += verdict == FILTER_UNKNOWN;
	return verdict == FILTER_PASS;
}

void rows_row(void *context, const struct conn *conn)
{
	struct rows *rows = context;
	struct conn mended;

	if (rows_are_enough(rows))
		return;
	if (rows->is_known) {
		mended = *conn;
		conn = &mended;
		if (rows->is_known(rows->knows, &mended))
			return;
	}
	if (!is_asked_for(rows, conn))
		return;
	if (rows->sink.ops->row(&rows->sink, conn))
		rows->is_out_of_memory = true;
	else
		rows->printed++;
}

void rows_print(struct rows *rows, uint64_t horizon_ns)
{
	struct conn *conn;

	while ((conn = order_pop(&rows->order, horizon_ns)) != NULL)
		join_push(&rows->join, conn, rows_row, rows);
	if (horizon_ns > JOIN_WAIT_NS)
		join_expire(&rows->join, horizon_ns - JOIN_WAIT_NS, rows_row,
			    rows);
}

void rows_drop(struct rows *rows)
{
	uint64_t lines = out_lines(&rows->out);

	/* The header is a line, but no row. */
	rows->unwritten += lines < rows->printed ? lines : rows->printed;
	out_discard(&rows->out);
}

void rows_account(const struct rows *rows, struct account *account)
{
	uint64_t events = account->losses.kernel.buffer;

	account->accepts = rows->printed;
	account->unwritten = rows->unwritten;
	account->filtered = rows->filtered;
	account->unknown = rows->unknown;
	account->accept_alone = rows->join.accept_alone;
	account->graft_alone = rows->join.graft_alone;
	account->overwritten = join_lost(&rows->join, events);
	account->missed = join_missed(&rows->join, events);
}
