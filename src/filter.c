/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decides which rows are asked for. Pure: it reads no option, no file and
 * no kernel, and never counts what it drops.
 */
#include "filter.h"

#include <endian.h>
#include <fnmatch.h>
#include <string.h>

static const struct in6_addr mapped = { { { [10] = 0xff, [11] = 0xff } } };

#define MAPPED_BITS 96

static bool is_less(struct filter_key a, struct filter_key b)
{
	return a.high != b.high ? a.high < b.high : a.low < b.low;
}

static struct filter_key key_of_number(uint32_t number)
{
	return (struct filter_key){ 0, number };
}

static struct filter_key key_of_addr(const struct in6_addr *addr)
{
	uint64_t words[2];

	memcpy(words, addr, sizeof(words));
	return (struct filter_key){ be64toh(words[0]), be64toh(words[1]) };
}

static struct filter_key next(struct filter_key key)
{
	key.low++;
	key.high += key.low == 0;
	return key;
}

/* How many ranges begin at @key or before. */
static size_t count_until(const struct filter_set *set, struct filter_key key)
{
	size_t from = 0, to = set->count;

	while (from < to) {
		size_t middle = (from + to) / 2;

		if (is_less(key, set->ranges[middle].first))
			to = middle;
		else
			from = middle + 1;
	}
	return from;
}

static bool has(const struct filter_set *set, struct filter_key key)
{
	size_t at = count_until(set, key);

	return at && !is_less(set->ranges[at - 1].last, key);
}

static enum filter_verdict judge(bool is_in, bool is_negated)
{
	return is_in != is_negated ? FILTER_PASS : FILTER_DROP;
}

static enum filter_verdict judge_unknown(bool is_negated)
{
	return is_negated ? FILTER_PASS : FILTER_UNKNOWN;
}

static enum filter_verdict match_set(const struct filter_set *set,
				     bool is_known, struct filter_key key)
{
	if (!set->count)
		return FILTER_PASS;
	if (!is_known)
		return judge_unknown(set->is_negated);
	return judge(has(set, key), set->is_negated);
}

static enum filter_verdict match_number(const struct filter_set *set,
					bool is_known, uint32_t number)
{
	return match_set(set, is_known, key_of_number(number));
}

static enum filter_verdict match_source(const struct filter_set *set,
					const struct in6_addr *addr)
{
	return match_set(set, !IN6_IS_ADDR_UNSPECIFIED(addr),
			 key_of_addr(addr));
}

static enum filter_verdict match_family(unsigned families, unsigned family)
{
	if (!families)
		return FILTER_PASS;
	if (!family)
		return FILTER_UNKNOWN;
	return judge(families & (family == 4 ? FILTER_IPV4 : FILTER_IPV6),
		     false);
}

static enum filter_verdict match_cmd(const struct filter_globs *globs,
				     const char *cmd)
{
	char name[CONN_CMD_SIZE + 1] = "";
	bool is_in = false;

	if (!globs->count)
		return FILTER_PASS;
	if (!*cmd)
		return judge_unknown(globs->is_negated);
	memcpy(name, cmd, CONN_CMD_SIZE);
	for (size_t i = 0; i < globs->count && !is_in; i++)
		is_in = !fnmatch(globs->globs[i], name, 0);
	return judge(is_in, globs->is_negated);
}

static enum filter_verdict least(enum filter_verdict a, enum filter_verdict b)
{
	return a < b ? a : b;
}

bool filter_is_set(const struct filter *filter)
{
	return filter->families || filter->pid.count || filter->uid.count ||
	       filter->port.count || filter->source.count || filter->cmd.count;
}

enum filter_verdict filter_match(const struct filter *filter,
				 const struct conn *conn)
{
	enum filter_verdict verdict =
		match_family(filter->families, conn->family);

	verdict = least(verdict, match_number(&filter->port, conn->port != 0,
					      conn->port));
	verdict =
		least(verdict, match_source(&filter->source, &conn->ip_source));
	verdict = least(verdict,
			match_number(&filter->pid, conn->pid != 0, conn->pid));
	verdict = least(verdict,
			match_number(&filter->uid,
				     conn->uid != CONN_UID_UNKNOWN, conn->uid));
	if (verdict == FILTER_DROP)
		return verdict;
	return least(verdict, match_cmd(&filter->cmd, conn->cmd));
}

/* Whether there is a gap between them. */
static bool is_apart(const struct filter_range *before,
		     const struct filter_range *behind)
{
	return is_less(before->last, behind->first) &&
	       is_less(next(before->last), behind->first);
}

/* The first range that @range touches, or before which it comes. */
static size_t find_place(const struct filter_set *set,
			 const struct filter_range *range)
{
	size_t at = count_until(set, range->first);

	return at && !is_apart(&set->ranges[at - 1], range) ? at - 1 : at;
}

static int add(struct filter_set *set, struct filter_range range)
{
	struct filter_range *ranges = set->ranges;
	size_t at = find_place(set, &range), end = at;

	/* What it touches becomes a part of it. */
	for (; end < set->count && !is_apart(&range, &ranges[end]); end++) {
		if (is_less(ranges[end].first, range.first))
			range.first = ranges[end].first;
		if (is_less(range.last, ranges[end].last))
			range.last = ranges[end].last;
	}
	if (end == at && set->count == FILTER_RANGES)
		return -1;
	memmove(&ranges[at + 1], &ranges[end],
		(set->count - end) * sizeof(*ranges));
	ranges[at] = range;
	set->count += at + 1 - end;
	return 0;
}

int filter_add(struct filter_set *set, uint32_t first, uint32_t last)
{
	return add(set, (struct filter_range){ key_of_number(first),
					       key_of_number(last) });
}

/* The lowest @count bits of 64. */
static uint64_t low_bits(unsigned count)
{
	return count < 64 ? (1ULL << count) - 1 : UINT64_MAX;
}

static struct filter_range range_of(const struct in6_addr *addr, unsigned bits)
{
	struct filter_key key = key_of_addr(addr);
	struct filter_key host = { low_bits(bits < 64 ? 64 - bits : 0),
				   low_bits(bits < 64 ? 64 : 128 - bits) };

	return (struct filter_range){
		{ key.high & ~host.high, key.low & ~host.low },
		{ key.high | host.high, key.low | host.low },
	};
}

int filter_add_prefix(struct filter_set *set, const struct in6_addr *addr,
		      unsigned bits)
{
	struct filter_range range = range_of(addr, bits);
	struct filter_range ipv4 = range_of(&mapped, MAPPED_BITS);
	struct filter_range below = { range.first, ipv4.first };
	struct filter_range above = { next(ipv4.last), range.last };

	/* Prefixes lie inside of each other or apart. */
	if (bits >= MAPPED_BITS || is_less(ipv4.first, range.first) ||
	    is_less(range.last, ipv4.last))
		return add(set, range);
	below.last.low--; /* it is not 0 */
	if (add(set, below))
		return -1;
	return is_less(ipv4.last, range.last) ? add(set, above) : 0;
}
