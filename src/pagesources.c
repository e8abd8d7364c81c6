/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The picture of who connects most: a bar for each source.
 */
#include "pagepart.h"

#include <inttypes.h>

#define SHOWN 10

/* Of one of them, in pixels: text, and the bar below it. */
#define ROW 34

static void put_source(struct markup *markup, const struct page *page,
		       size_t index, uint64_t most)
{
	const struct group *group = &page->sources.groups[index];
	char text[COLUMN_TEXT_SIZE];
	size_t length =
		by_text(&page->by_source.columns[0], text, &group->key, false);

	markup_put(markup, "<text y=\"%zu\">", index * ROW + 14);
	if (length)
		markup_text(markup, text, length);
	else
		markup_put(markup, "unknown");
	markup_put(markup, "</text><text class=end x=\"100%%\" y=\"%zu\">",
		   index * ROW + 14);
	markup_number(markup, group->count);
	markup_put(markup,
		   "</text><rect class=p0 y=\"%zu\" width=\"%.4f%%\" "
		   "height=\"10\"/>",
		   index * ROW + 20, 100.0 * group->count / most);
}

void pagesources_put(struct markup *markup, struct page *page)
{
	struct groups *sources = &page->sources;
	size_t count;

	groups_sort(sources);
	count = sources->count < SHOWN ? sources->count : SHOWN;
	if (!count)
		return;
	markup_put(markup, "<section id=sources><h2>Top sources</h2><p>");
	markup_number(markup, count);
	markup_put(markup, " of ");
	markup_number(markup, sources->count + sources->folded);
	markup_put(markup,
		   "%s.</p><svg width=\"100%%\" height=\"%zu\" role=img "
		   "aria-label=\"accepts by source\">",
		   sources->folded ? " or fewer" : "", count * ROW);
	for (size_t i = 0; i < count; i++)
		put_source(markup, page, i, sources->groups[0].count);
	markup_put(markup, "</svg></section>");
}
