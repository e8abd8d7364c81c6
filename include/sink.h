/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where rows go: a table, JSON Lines, or a summary in the shape of either.
 */
#ifndef TCPWHO_SINK_H
#define TCPWHO_SINK_H

#include "by.h"
#include "column.h"
#include "conn.h"
#include "out.h"
#include "sinkcell.h"

struct sink;

/* What the rows cover that were given since the last one, or all of them. */
struct interval {
	uint64_t from_ns; /* on the rows' clock */
	uint64_t span_ns; /* 0: nobody knows */
	uint64_t number;  /* from 1 on, also where nothing came; 0: all */
	bool is_last;	  /* there will be no more */
};

struct sink_ops {
	/* Both return 0, or -1 when there is no memory. */
	int (*header)(struct sink *sink);
	int (*row)(struct sink *sink, const struct conn *conn);
	/*
	 * All rows of an interval were given: for sinks that count. NULL:
	 * prints each at once. Returns as they do.
	 */
	int (*end)(struct sink *sink, const struct interval *interval);
};

struct page;
struct summary;
struct top;

struct sink {
	const struct sink_ops *ops;
	const struct column_list *columns;
	struct out *out;
	struct sinkcell cells[COLUMN_MAX]; /* of those that print rows */
	struct summary *summary;	   /* of sink_summary alone */
	struct top *top;		   /* of sink_top alone */
	struct page *page;		   /* of sink_page alone */
};

/* `%6s %16s %6s %6s %16s`, as tcp_connections.stp prints. */
extern const struct sink_ops sink_table;

/* One JSON object a line; keys are the names of the columns. */
extern const struct sink_ops sink_json;

/* Counts rows; a table of how many there were of each kind at the end. */
extern const struct sink_ops sink_summary;

/* Draws them on a page, which page_write writes. */
extern const struct sink_ops sink_page;

/**
 * summary_new - what sink_summary counts with
 * @by: what it counts by, borrowed
 *
 * Returns NULL when there is no memory; freed with summary_free, which takes
 * NULL.
 */
struct summary *summary_new(const struct by *by, bool is_json);
void summary_free(struct summary *summary);

#endif
