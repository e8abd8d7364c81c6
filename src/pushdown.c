/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Translates a filter for the kernel. What has no exact words there becomes
 * something wider, and what passes is filtered again: filter.c decides. Pure,
 * but for the byte order, which is that of the kernel it runs on.
 */
#include "pushdown.h"

#include <inttypes.h>
#include <string.h>

#include "cmdtest.h"
#include "fields.h"
#include "rangetest.h"
#include "text.h"

/* ::ffff:0.0.0.0 */
#define MAPPED_FIRST 0xffff00000000ULL

/* Of a part, with room for what is around it. */
#define LIST_SIZE (PUSHDOWN_PART_SIZE - 64)

#define BIT(field) (1u << (field))

/*
 * The bit in which AF_INET6 (10) differs from AF_INET (2), which is in the
 * third 16 bits of the portpair.
 */
static uint64_t ipv6_image(void)
{
	uint16_t words[4] = { 0, 0, 8, 0 };
	uint64_t image;

	memcpy(&image, words, sizeof(image));
	return image;
}

/* A socket of IPv6, whose connection may be IPv4's all the same. */
static void put_is_ipv6(struct text *text)
{
	text_put(text, "%s&%#" PRIx64, fields_name(FIELD_PORTPAIR),
		 ipv6_image());
}

/* Adds "&&(part)"; a part that is too long is left out. */
static void add(struct pushdown *pushdown, const struct text *part,
		unsigned fields)
{
	size_t used = strlen(pushdown->text);
	struct text all = { pushdown->text, sizeof(pushdown->text), used,
			    false };

	if (!part->used || part->is_cut)
		return;
	text_put(&all, "%s(%s)", used ? "&&" : "", part->buf);
	pushdown->fields |= fields;
}

static void add_port(struct pushdown *pushdown, const struct filter_set *set)
{
	char ranges[LIST_SIZE] = "", whole[PUSHDOWN_PART_SIZE] = "";
	struct text list = { ranges, sizeof(ranges), 0, false };
	struct text part = { whole, sizeof(whole), 0, false };
	struct span spans[FILTER_RANGES];

	for (size_t i = 0; i < set->count; i++) {
		spans[i].first = set->ranges[i].first.low;
		spans[i].last = set->ranges[i].last.low;
		/* No port is 0, and with it there are fewer prefixes. */
		if (spans[i].first == 1)
			spans[i].first = 0;
	}
	rangetest_put(&list, &rangetest_port, spans, set->count,
		      !set->is_negated);
	if (!list.used)
		return;
	text_put(&part, set->is_negated ? "!(%s)" : "%s", ranges);
	add(pushdown, &part, BIT(FIELD_INET_SPORT));
}

static bool is_before(struct filter_key a, struct filter_key b)
{
	return a.high != b.high ? a.high < b.high : a.low < b.low;
}

/*
 * What of the ranges is IPv4, which lies in one piece. Returns how many that
 * are; @has_ipv6 is set where there is more.
 */
static size_t find_ipv4(struct span *spans, const struct filter_set *set,
			bool *has_ipv6)
{
	const struct filter_key first = { 0, MAPPED_FIRST };
	const struct filter_key last = { 0, MAPPED_FIRST | UINT32_MAX };
	size_t count = 0;

	for (size_t i = 0; i < set->count; i++) {
		const struct filter_range *range = &set->ranges[i];
		bool has_below = is_before(range->first, first);
		bool has_above = is_before(last, range->last);

		*has_ipv6 |= has_below || has_above;
		if (is_before(range->last, first) ||
		    is_before(last, range->first))
			continue;
		spans[count++] = (struct span){
			has_below ? 0 : (uint32_t)range->first.low,
			has_above ? UINT32_MAX : (uint32_t)range->last.low,
		};
	}
	return count;
}

/*
 * Sockets of IPv6 have the IPv4 address of a mapped connection, too, and
 * 127.0.0.6 of others (LOOPBACK4_IPV6), which the kernel must not drop for
 * that.
 */
static void add_source(struct pushdown *pushdown, const struct filter_set *set)
{
	char ranges[LIST_SIZE] = "", whole[PUSHDOWN_PART_SIZE] = "";
	struct text list = { ranges, sizeof(ranges), 0, false };
	struct text part = { whole, sizeof(whole), 0, false };
	struct span spans[FILTER_RANGES];
	bool has_ipv6 = set->is_negated;
	size_t count = find_ipv4(spans, set, &has_ipv6);

	rangetest_put(&list, &rangetest_addr, spans, count, !set->is_negated);
	if (!set->count || (set->is_negated && !list.used))
		return;
	if (has_ipv6)
		put_is_ipv6(&part);
	if (list.used)
		text_put(&part, "%s%s(%s)", has_ipv6 ? "||" : "",
			 set->is_negated ? "!" : "", ranges);
	add(pushdown, &part,
	    BIT(FIELD_ADDRPAIR) | (has_ipv6 ? BIT(FIELD_PORTPAIR) : 0));
}

static void add_family(struct pushdown *pushdown, unsigned families)
{
	char whole[PUSHDOWN_PART_SIZE] = "";
	struct text part = { whole, sizeof(whole), 0, false };

	if (families == FILTER_IPV6) {
		put_is_ipv6(&part);
		add(pushdown, &part, BIT(FIELD_PORTPAIR));
	}
	if (families != FILTER_IPV4)
		return;
	text_put(&part, "%s==65535||!(", fields_name(FIELD_MAPPED));
	put_is_ipv6(&part);
	text_put(&part, ")");
	add(pushdown, &part, BIT(FIELD_PORTPAIR) | BIT(FIELD_MAPPED));
}

static void add_cmd(struct pushdown *pushdown, const struct filter_globs *globs)
{
	char whole[PUSHDOWN_PART_SIZE] = "";
	struct text part = { whole, sizeof(whole), 0, false };

	cmdtest_put(&part, globs);
	add(pushdown, &part, 0);
}

void pushdown_make(struct pushdown *pushdown, const struct filter *filter,
		   bool has_port)
{
	pushdown->fields = 0;
	pushdown->text[0] = '\0';
	if (has_port)
		add_port(pushdown, &filter->port);
	add_family(pushdown, filter->families);
	add_source(pushdown, &filter->source);
	add_cmd(pushdown, &filter->cmd);
}
