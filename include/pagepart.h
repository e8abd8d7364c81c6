/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a page counts, and the parts that it is made of. For page*.c alone.
 */
#ifndef TCPWHO_PAGEPART_H
#define TCPWHO_PAGEPART_H

#include "by.h"
#include "groups.h"
#include "holes.h"
#include "markup.h"
#include "rare.h"
#include "timeline.h"
#include "walltime.h"

struct page {
	const struct by *by;
	struct by by_source;
	struct timeline timeline;
	struct groups groups, sources;
	bool is_dated;	   /* the clock is that on the wall */
	uint64_t undated;  /* rows that do not know the time, if others do */
	uint64_t first_ns; /* of the earliest row */
	uint64_t last_ns;  /* and of the latest */
	struct holes holes[2]; /* those on the wall clock are the second */
	uint16_t host;	       /* of the first row */
	bool has_hosts;	       /* not all rows are of that one */
	struct histogram waits;
};

/* The height of a picture is in pixels; its width is what there is. */
#define PAGEPART_HEIGHT 220

/** pageaxis_step - from one line to the next, so that few reach @most */
RARE uint64_t pageaxis_step(uint64_t most);

/** pageaxis_lines - a line across at each @step below @top */
RARE void pageaxis_lines(struct markup *markup, uint64_t step, uint64_t top);

/** pageaxis_times - below a picture of @height */
RARE void pageaxis_times(struct markup *markup, const struct page *page,
			 unsigned height);

/** pageaxis_losses - where something is missing, over a picture of @height */
RARE void pageaxis_losses(struct markup *markup, const struct page *page,
			  unsigned height);

/** pageaxis_width - what a bucket spans, into WALLTIME_SIZE bytes */
RARE void pageaxis_width(char *buf, uint64_t ns);

/** pageaxis_time - when that is, into WALLTIME_SIZE bytes, terminated */
RARE void pageaxis_time(char *buf, const struct page *page, uint64_t time_ns);

/* Each is a part of the page from top to bottom. */
RARE void pageports_put(struct markup *markup, const struct page *page);
RARE void pagewaits_put(struct markup *markup, const struct page *page);
RARE void pagesources_put(struct markup *markup, struct page *page);
RARE void pagetable_put(struct markup *markup, struct page *page);

extern const char pagestyle[], pagescript[];

#endif
