/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page of pictures of accepts, which needs nothing but a browser.
 */
#ifndef TCPWHO_PAGE_H
#define TCPWHO_PAGE_H

#include "by.h"
#include "conn.h"
#include "losses.h"
#include "out.h"

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
 * page_mark - what is known to be missing up to now, and where
 *
 * Without gaps, which tell themselves when they were.
 */
void page_mark(struct page *page, const struct losses *losses);

#define PAGE_SIZE 1000000

/**
 * page_write - into @out, at most PAGE_SIZE bytes
 * @rows: what became of the rows
 * @losses: what is missing in all
 *
 * Once, for it puts what was counted in order. Returns 0, or -1 when there is
 * no memory.
 */
__attribute__((cold, noinline)) int page_write(struct page *page,
					       const struct losses_rows *rows,
					       const struct losses *losses,
					       struct out *out);

#endif
