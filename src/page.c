/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Collects what a page shows and writes the page around its pictures. It loads
 * nothing and runs nothing but its own script, which the pictures do not need:
 * a policy in its head says so to the browser.
 */
#include "page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "escape.h"
#include "host.h"
#include "pagepart.h"

#define NONCE_SIZE 33

struct page *page_new(const struct by *by)
{
	struct page *page = calloc(1, sizeof(*page));
	const char *bad;
	size_t length;

	if (!page)
		return NULL;
	page->by = by;
	by_parse(&page->by_source, "IP_SOURCE", &bad, &length);
	groups_init(&page->groups, by_words(by));
	groups_init(&page->sources, by_words(&page->by_source));
	return page;
}

void page_free(struct page *page)
{
	if (!page)
		return;
	groups_free(&page->groups);
	groups_free(&page->sources);
	free(page);
}

/* The first row says which clock it is; what has only another is in no time. */
static void take_time(struct page *page, const struct conn *conn)
{
	bool is_first = !page->timeline.count && !page->undated;
	uint64_t time_ns;

	if (is_first) {
		page->is_dated = conn->time_ns != 0;
		page->host = conn->host;
	}
	page->has_hosts |= conn->host != page->host;
	time_ns = page->is_dated ? conn->time_ns : conn->ts_ns;
	if (!time_ns) {
		page->undated++;
		return;
	}
	timeline_add(&page->timeline, time_ns, conn->port, conn->wait_ns);
	if (!page->first_ns || time_ns < page->first_ns)
		page->first_ns = time_ns;
	if (time_ns > page->last_ns)
		page->last_ns = time_ns;
}

int page_add(struct page *page, const struct conn *conn)
{
	struct conn key;

	take_time(page, conn);
	if (conn->wait_ns)
		histogram_add(&page->waits, conn->wait_ns);
	by_key(&page->by_source, conn, &key);
	if (groups_add(&page->sources, &key, 0))
		return -1;
	by_key(page->by, conn, &key);
	return groups_add_wait(&page->groups, &key, conn->time_ns,
			       conn->wait_ns);
}

void page_mark(struct page *page, const struct hole *hole, bool is_dated)
{
	holes_add(&page->holes[is_dated], hole);
}

static uint64_t share_of(uint64_t all, uint64_t part, uint64_t whole)
{
	return part < whole ? (double)part / whole * all : all;
}

/*
 * What share of the lost events were accepts is known of all of them
 * together; so that none goes astray when it is rounded, it is of all up to
 * a hole. Returns how many are in the picture.
 */
static uint64_t mark_holes(struct timeline *timeline, const struct holes *holes,
			   const struct page_losses *losses)
{
	uint64_t events = 0, marked = 0;

	for (size_t i = 0; i < holes->count; i++) {
		const struct hole *hole = &holes->hole[i];
		uint64_t before =
			share_of(losses->lost, events, losses->events);
		uint64_t lost = hole->times - before;

		events += hole->events;
		lost += share_of(losses->lost, events, losses->events);
		if (timeline_mark(timeline, hole->from_ns, hole->until_ns,
				  lost))
			marked += lost;
	}
	return marked;
}

/* Of several, recordings tell where the first begins and the last ends. */
static void add_gaps(struct page *page, const struct gaps *gaps)
{
	const struct hole hole = { .from_ns = gaps->all.from_ns,
				   .until_ns = gaps->all.until_ns };

	if (gaps->count && page->is_dated)
		holes_add(&page->holes[true], &hole);
}

/* Returns how many of the lost are in the picture. */
static uint64_t mark_losses(struct page *page, const struct page_losses *losses)
{
	uint64_t marked = 0;

	add_gaps(page, &losses->all.gaps);
	for (size_t i = page->is_dated; i < 2; i++)
		marked += mark_holes(&page->timeline, &page->holes[i], losses);
	return marked;
}

static void put_nonce(struct markup *markup, const char *nonce)
{
	markup_put(markup, " nonce=\"%s\">", nonce);
}

static void make_nonce(char *nonce)
{
	uint64_t random[2] = { 0 };

	/* All that strangers wrote is escaped: this is for a second lock. */
	if (getrandom(random, sizeof(random), GRND_NONBLOCK) < 0)
		random[0] = 1;
	snprintf(nonce, NONCE_SIZE, "%016" PRIx64 "%016" PRIx64, random[0],
		 random[1]);
}

/* Where nothing was accepted nobody knows. */
static void put_host(struct markup *markup, const struct page *page)
{
	const char *host = host_name(page->host);
	char text[HOST_SIZE * ESCAPE_GROWTH];

	if (page->has_hosts) {
		markup_put(markup, " on several machines");
	} else if (page->groups.count) {
		markup_put(markup, " on ");
		markup_text(markup, text, escape(text, host, strlen(host)));
	}
}

static void put_head(struct markup *markup, const struct page *page,
		     const char *nonce)
{
	markup_put(markup,
		   PAGE_START
		   "\n<html lang=en><head><meta charset=utf-8>"
		   "<meta http-equiv=Content-Security-Policy content=\""
		   "default-src 'none'; style-src 'nonce-%s'; "
		   "script-src 'nonce-%s'; base-uri 'none'; "
		   "form-action 'none'\">"
		   "<meta name=viewport content=\"width=device-width\">"
		   "<meta name=color-scheme content=\"light dark\">"
		   "<title>tcpwho: accepts",
		   nonce, nonce);
	put_host(markup, page);
	markup_put(markup, "</title><style");
	put_nonce(markup, nonce);
	markup_raw(markup, pagestyle);
	markup_raw(markup, "</style></head><body>");
}

static void put_time(struct markup *markup, uint64_t time_ns)
{
	char text[WALLTIME_SIZE];
	size_t length = walltime_iso(text, time_ns);

	markup_put(markup, "<time>%.*s</time>", (int)length, text);
}

static void put_span(struct markup *markup, const struct page *page)
{
	char text[WALLTIME_SIZE];

	if (page->is_dated) {
		put_time(markup, page->first_ns);
		markup_put(markup, " to ");
		put_time(markup, page->last_ns);
	} else {
		pageaxis_time(text, page, page->last_ns);
		markup_put(markup,
			   "%s from the first to the last: the "
			   "recording does not tell the time of day",
			   text + 1);
	}
}

static bool is_lossy(const struct losses *losses)
{
	return losses_lost(losses) || losses->count[LOSS_UNWATCHED] ||
	       losses->count[LOSS_OTHERS] || losses->gaps.count;
}

static void put_account(struct markup *markup, const struct page *page,
			const struct losses_rows *rows,
			const struct losses *losses, uint64_t marked)
{
	char account[LOSSES_SIZE];

	losses_format(account, rows, losses);
	markup_put(markup, "<p id=account%s>",
		   is_lossy(losses) ? " class=lossy" : "");
	markup_text(markup, account, strlen(account));
	if (page->undated)
		markup_put(markup,
			   "; %" PRIu64 " of unknown time are in no picture "
			   "of times",
			   page->undated);
	if (page->timeline.count && losses_lost(losses) > marked)
		markup_put(markup,
			   "; %" PRIu64 " of the lost are not marked below, "
			   "for nothing tells when it was, or it was at "
			   "another time",
			   losses_lost(losses) - marked);
	markup_put(markup, "</p>");
}

static void put_title(struct markup *markup, const struct page *page)
{
	markup_put(markup, "<h1>Accepted connections");
	put_host(markup, page);
	markup_put(markup, "</h1><p>");
	if (page->timeline.count)
		put_span(markup, page);
	markup_put(markup, "</p>");
}

int page_write(struct page *page, const struct losses_rows *rows,
	       const struct page_losses *losses, struct out *out)
{
	struct markup markup = { .out = out };
	char nonce[NONCE_SIZE];
	uint64_t marked;

	make_nonce(nonce);
	marked = mark_losses(page, losses);
	timeline_sort(&page->timeline);
	put_head(&markup, page, nonce);
	put_title(&markup, page);
	put_account(&markup, page, rows, &losses->all, marked);
	if (page->timeline.count) {
		pageports_put(&markup, page);
		pagewaits_put(&markup, page);
	}
	if (page->groups.count) {
		pagesources_put(&markup, page);
		pagetable_put(&markup, page);
	}
	markup_put(&markup, "<script");
	put_nonce(&markup, nonce);
	markup_raw(&markup, pagescript);
	markup_put(&markup, "</script></body></html>\n");
	return markup.has_failed ? -1 : 0;
}
