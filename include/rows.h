/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From what witnesses saw to rows in the output: order, join and sink.
 */
#ifndef TCPWHO_ROWS_H
#define TCPWHO_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "account.h"
#include "filter.h"
#include "join.h"
#include "lanes.h"
#include "opts.h"
#include "out.h"
#include "page.h"
#include "save.h"
#include "sink.h"
#include "unseen.h"

/* All zero is one that was never opened. */
struct rows {
	bool has_header;
	uint64_t limit; /* of -n; 0: none */
	const struct filter *filter;
	bool is_filtered; /* whether that tests anything */
	struct lanes lanes;
	struct join join;
	struct sink sink;
	struct out out;
	/* What one table of a summary covers, on the rows' clock. */
	uint64_t interval_ns; /* 0: all */
	uint64_t from_ns, until_ns;
	uint64_t number;   /* of the interval, from 1 on */
	uint64_t last_ns;  /* of all rows so far, printed or not */
	struct save *save; /* of -w; NULL without */
	struct losses_rows counted;
	struct unseen unseen;
	bool is_out_of_memory;
	/* Whether it was printed before, else its time put right; or NULL */
	bool (*is_known)(void *knows, struct conn *conn);
	struct conn mended; /* no local variable: a stack would be guarded */
	void *knows;
};

/**
 * rows_open - print to @fd as @opts, borrowed, says; 0, or -1 after it has
 * said why
 */
int rows_open(struct rows *rows, const struct opts *opts, int fd);

/**
 * rows_close - end the recording of -w; 0, or -1 after it has said why
 *
 * May be called again, and then does nothing.
 */
int rows_close(struct rows *rows);

/**
 * rows_begin - print the header, and begin to count
 * @now_ns: on the rows' clock; 0, or one after the first row: when that is
 *
 * Returns 0, or -1 when there is no memory.
 */
int rows_begin(struct rows *rows, uint64_t now_ns);

/**
 * rows_end - print what is held or was counted; there will be no more
 * @now_ns: on the rows' clock; 0: when the last row was
 */
void rows_end(struct rows *rows, uint64_t now_ns);

/**
 * rows_due_ms - how long to sleep at most, so that a table comes in time
 * @now_ns: on the rows' clock
 * @timeout_ms: how long else
 */
int rows_due_ms(const struct rows *rows, uint64_t now_ns, int timeout_ms);

/** rows_push - hold what a witness saw */
void rows_push(struct rows *rows, const struct conn *conn);

/** rows_row - print a row that is joined, in order and asked for, as a join_row */
void rows_row(void *rows, const struct conn *conn);

/** rows_are_held - whether there is something to be printed later */
bool rows_are_held(const struct rows *rows);

/** rows_print - print what is from before @horizon_ns into the buffer */
void rows_print(struct rows *rows, uint64_t horizon_ns);

/** rows_are_enough - whether there are as many as were asked for */
bool rows_are_enough(const struct rows *rows);

/**
 * rows_flush - write what is in the buffer
 * @wake_fd: returns early when it is readable
 * @until_ns: CLOCK_MONOTONIC; returns by then
 *
 * What is printed is in the file of -w before it is written, whenever we are
 * killed. OUT_BLOCKED: not all was, go on later. OUT_FAILED: that, or the table,
 * cannot be written, and it has said why; do not go on, as with OUT_CLOSED.
 */
enum out_result rows_flush(struct rows *rows, int wake_fd, uint64_t until_ns);

/** rows_save_losses - the same with what is missing up to now */
void rows_save_losses(struct rows *rows, const struct losses *losses);

/** rows_mark - as page_mark, of a page; else nothing */
void rows_mark(struct rows *rows, const struct hole *hole, bool is_dated);

/** rows_end_page - of a page: put it into the buffer */
void rows_end_page(struct rows *rows, const struct page_losses *losses);

/** rows_drop - what is in the buffer will not be written */
void rows_drop(struct rows *rows);

/**
 * rows_account - fill in what rows tell; @account has the losses already
 *
 * What is missing goes into the file of -w, too.
 */
void rows_account(struct rows *rows, struct account *account);

#endif
