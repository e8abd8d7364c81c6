/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests of ranges. They are in network order in the kernel, where its < and >
 * mean something else on most machines, so ranges become prefixes, and these
 * tests of bits. Pure, but for the byte order, which is that of this machine.
 */
#include "rangetest.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>

static uint64_t port_image(uint32_t number)
{
	return htons(number);
}

/* The remote address is the first half of the pair in memory. */
static uint64_t addr_image(uint32_t number)
{
	uint32_t words[2] = { htonl(number), 0 };
	uint64_t image;

	memcpy(&image, words, sizeof(image));
	return image;
}

const struct quantity rangetest_port = { FIELD_INET_SPORT, 16, true,
					 port_image };
const struct quantity rangetest_addr = { FIELD_ADDRPAIR, 32, false,
					 addr_image };

static uint32_t low_bits(unsigned count)
{
	return count < 32 ? (1u << count) - 1 : UINT32_MAX;
}

/* The kernel knows no "a & mask == b", only whether any bit of it is set. */
static void put_bits(struct text *text, const struct quantity *quantity,
		     uint32_t value, uint32_t mask)
{
	const char *name = fields_name(quantity->field);
	const char *sign = "";
	uint64_t ones = quantity->image(value);
	uint64_t zeros = quantity->image(mask & ~value);

	/* First what is false of most. */
	if (zeros) {
		text_put(text, "!(%s&%#" PRIx64 ")", name, zeros);
		sign = "&&";
	}
	for (; ones; ones &= ones - 1) {
		text_put(text, "%s%s&%#" PRIx64, sign, name, ones & -ones);
		sign = "&&";
	}
}

static void put_prefix(struct text *text, const struct quantity *quantity,
		       uint32_t value, unsigned host_bits)
{
	uint32_t mask = low_bits(quantity->bits) & ~low_bits(host_bits);
	const char *name = fields_name(quantity->field);

	text_put(text, "%s", text->used ? "||" : "");
	if (!mask) {
		text_put(text, "%s>=0", name);
	} else if (!host_bits && quantity->is_whole) {
		text_put(text, "%s==%" PRIu64, name, quantity->image(value));
	} else {
		text_put(text, "(");
		put_bits(text, quantity, value, mask);
		text_put(text, ")");
	}
}

/* From the first one up to @end, which is none of it. */
struct stretch {
	uint64_t first, end;
};

/* The largest prefix that begins there and ends in time, again and again. */
static void put_stretch(struct text *text, const struct quantity *quantity,
			const struct stretch *stretch)
{
	uint64_t first = stretch->first;

	while (first < stretch->end && !text->is_cut) {
		unsigned host_bits = 0;

		while (host_bits < quantity->bits &&
		       !(first >> host_bits & 1) &&
		       first + (2ULL << host_bits) <= stretch->end)
			host_bits++;
		put_prefix(text, quantity, first, host_bits);
		first += 1ULL << host_bits;
	}
}

/* To the borders of prefixes with @host_bits: those outside, or inside. */
static struct stretch coarsen(const struct span *span, unsigned host_bits,
			      bool is_wide)
{
	uint64_t rest = low_bits(host_bits);
	uint64_t first = span->first, end = span->last + 1ULL;

	if (is_wide)
		end += rest;
	else
		first += rest;
	return (struct stretch){ first & ~rest, end & ~rest };
}

/* What overlaps by now is one. */
static void put_coarse(struct text *text, const struct quantity *quantity,
		       const struct span *spans, size_t count,
		       unsigned host_bits, bool is_wide)
{
	struct stretch all = { 0, 0 };

	for (size_t i = 0; i < count; i++) {
		struct stretch next = coarsen(&spans[i], host_bits, is_wide);

		if (next.first >= next.end)
			continue;
		if (next.first > all.end) {
			put_stretch(text, quantity, &all);
			all.first = next.first;
		}
		all.end = next.end;
	}
	put_stretch(text, quantity, &all);
}

void rangetest_put(struct text *text, const struct quantity *quantity,
		   const struct span *spans, size_t count, bool is_wide)
{
	for (unsigned host_bits = 0; host_bits <= quantity->bits; host_bits++) {
		text->used = 0;
		text->is_cut = false;
		put_coarse(text, quantity, spans, count, host_bits, is_wide);
		if (!text->is_cut)
			return;
	}
}
