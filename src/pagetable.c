/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of a page: what a summary has, as far as there is room. Each cell
 * that is not sorted as text has the number that it is sorted by.
 */
#include "pagepart.h"

#include <inttypes.h>

#include "duration.h"
#include "page.h"

/* Lines that one still looks through, and what the end of the page takes. */
#define LINES 1000
#define END_SIZE 20000

static void put_name(struct markup *markup, const char *name, bool is_number)
{
	markup_put(markup, "<th scope=col%s>%s</th>",
		   is_number ? " class=n" : "", name);
}

static bool has_waits(const struct page *page)
{
	return page->waits.count > 0;
}

static void put_header(struct markup *markup, const struct page *page)
{
	markup_put(markup, "<thead><tr>");
	for (size_t i = 0; i < page->by->count; i++)
		put_name(markup, page->by->columns[i].column->name,
			 page->by->columns[i].column->is_number);
	put_name(markup, "COUNT", true);
	put_name(markup, "FIRST", true);
	put_name(markup, "LAST", true);
	if (has_waits(page)) {
		put_name(markup, "WAIT_P50", true);
		put_name(markup, "WAIT_P99", true);
		put_name(markup, "WAIT_MAX", true);
	}
	markup_put(markup, "</tr></thead>");
}

static void put_key(struct markup *markup, const struct by_column *column,
		    const struct group *group)
{
	char text[COLUMN_TEXT_SIZE];
	size_t length = by_text(column, text, &group->key, false);

	markup_put(markup, column->column->is_number ? "<td class=n>" : "<td>");
	if (length)
		markup_text(markup, text, length);
	else
		markup_put(markup, "-");
	markup_put(markup, "</td>");
}

static void put_number(struct markup *markup, uint64_t value, const char *text)
{
	markup_put(markup, "<td class=n data-v=\"%" PRIu64 "\">%s</td>", value,
		   value ? text : "-");
}

static void put_time(struct markup *markup, const struct page *page,
		     uint64_t time_ns)
{
	char text[WALLTIME_SIZE];

	pageaxis_time(text, page, time_ns);
	put_number(markup, page->is_dated ? time_ns : 0, text);
}

static void put_wait(struct markup *markup, uint64_t ns)
{
	char text[DURATION_SIZE];

	text[duration_short(text, ns)] = '\0';
	put_number(markup, ns, text);
}

static void put_values(struct markup *markup, const struct page *page,
		       const struct group *group)
{
	const struct histogram *waits = group->waits;

	markup_put(markup, "<td class=n data-v=\"%" PRIu64 "\">", group->count);
	markup_number(markup, group->count);
	markup_put(markup, "</td>");
	put_time(markup, page, group->first_ns);
	put_time(markup, page, group->last_ns);
	if (!has_waits(page))
		return;
	put_wait(markup, waits ? histogram_percentile(waits, 50) : 0);
	put_wait(markup, waits ? histogram_percentile(waits, 99) : 0);
	put_wait(markup, waits ? waits->max_ns : 0);
}

static size_t put_lines(struct markup *markup, const struct page *page)
{
	const struct groups *groups = &page->groups;
	size_t i;

	for (i = 0; i < groups->count && i < LINES; i++) {
		if (markup->out->used > PAGE_SIZE - END_SIZE)
			break;
		markup_put(markup, "<tr>");
		for (size_t j = 0; j < page->by->count; j++)
			put_key(markup, &page->by->columns[j],
				&groups->groups[i]);
		put_values(markup, page, &groups->groups[i]);
		markup_put(markup, "</tr>\n");
	}
	return i;
}

/* What the lines do not show: rarer ones, and those folded before. */
static void put_rest(struct markup *markup, const struct page *page,
		     size_t shown)
{
	const struct groups *groups = &page->groups;
	uint64_t count = groups->rest.count;

	for (size_t i = shown; i < groups->count; i++)
		count += groups->groups[i].count;
	if (!count)
		return;
	markup_put(markup, "<p class=rest>Not shown are ");
	markup_number(markup, groups->count - shown + groups->folded);
	markup_put(markup, " rarer, with ");
	markup_number(markup, count);
	markup_put(markup, " accepts; <code>tcpwho report -S</code> has them."
			   "</p>");
}

void pagetable_put(struct markup *markup, struct page *page)
{
	size_t shown;

	groups_sort(&page->groups);
	markup_put(markup,
		   "<section id=groups><h2>Who connects where</h2>"
		   "<p hidden><label>Filter <input type=search "
		   "placeholder=\"words that a line must have\" "
		   "autocomplete=off></label> <output></output></p>"
		   "<div class=scroll><table data-keys=\"%zu\">",
		   page->by->count);
	put_header(markup, page);
	markup_put(markup, "<tbody>\n");
	shown = put_lines(markup, page);
	markup_put(markup, "</tbody></table></div>");
	put_rest(markup, page, shown);
	markup_put(markup, "</section>");
}
