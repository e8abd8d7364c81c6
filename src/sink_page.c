/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows into a page, which is written when all is known. Knows nothing of what
 * it looks like.
 */
#include "page.h"
#include "sink.h"

static int page_header(struct sink *sink)
{
	(void)sink;
	return 0;
}

static int page_row(struct sink *sink, const struct conn *conn)
{
	return page_add(sink->page, conn);
}

/* What is missing is still to come. */
static int page_end(struct sink *sink, const struct interval *interval)
{
	(void)sink;
	(void)interval;
	return 0;
}

const struct sink_ops sink_page = { .header = page_header,
				    .row = page_row,
				    .end = page_end };
