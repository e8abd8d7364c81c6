/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page of pictures of accepts, which needs nothing but a browser.
 */
#ifndef TCPWHO_PAGE_H
#define TCPWHO_PAGE_H

#include "by.h"
#include "conn.h"
#include "holes.h"
#include "losses.h"
#include "out.h"
#include "rare.h"

/* Of the file. */
#define PAGE_START "<!DOCTYPE html>"

struct page;

/**
 * page_new - an empty one
 * @by: what the lines of its table have in common, borrowed
 *
 * Returns NULL when there is no memory; freed with page_free, which takes
 * NULL.
 */
struct page *page_new(const struct by *by);
void page_free(struct page *page);

/** page_add - one more accept; 0, or -1 when there is no memory */
int page_add(struct page *page, const struct conn *conn);

/**
 * page_mark - where some are missing
 * @is_dated: its times are those of the wall clock
 */
void page_mark(struct page *page, const struct hole *hole, bool is_dated);

/* What is missing, be it marked or not. */
struct page_losses {
	struct losses all;
	uint64_t events; /* those that holes have in all, */
	uint64_t lost;	 /* and how many of @all they are, as far as is known */
};

#define PAGE_SIZE 1000000

/**
 * page_write - into @out, at most PAGE_SIZE bytes
 * @rows: what became of the rows
 *
 * Once, for it puts what was counted in order. Returns 0, or -1 when there is
 * no memory.
 */
RARE int page_write(struct page *page, const struct losses_rows *rows,
		    const struct page_losses *losses, struct out *out);

#endif
