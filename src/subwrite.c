/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lays records out in a sub-buffer as the kernel does
 * (include/linux/ring_buffer.h), in this machine's byte order and with longs
 * of 64 bits. Pure; knows nothing of what is in a record.
 */
#include "subwrite.h"

#include <string.h>

#include "subbuf.h"

/* A record's type: its length in words up to this, else 0 and a length. */
#define MAX_WORDS 28UL
#define TYPE_TIME_EXTEND 30

/* What a record's delta holds, and with the word of a time extend. */
#define DELTA_BITS 27
#define EXTENDED_BITS 59

void subwrite_start(struct subwrite *page)
{
	memset(page, 0, sizeof(*page));
	page->used = SUBWRITE_HEAD;
}

static void put32(struct subwrite *page, uint32_t value)
{
	memcpy(page->bytes + page->used, &value, sizeof(value));
	page->used += sizeof(value);
}

/* A bit field, which starts at the other end in big-endian. */
static void put_head(struct subwrite *page, uint32_t type, uint32_t delta)
{
	put32(page, subbuf_host_is_big() ? type << DELTA_BITS | delta :
					   delta << 5 | type);
}

static void put_size(struct subwrite *page, uint32_t delta, size_t size)
{
	if (size <= 4 * MAX_WORDS) {
		put_head(page, size / 4, delta);
		return;
	}
	put_head(page, 0, delta);
	put32(page, size + 4); /* counts itself */
}

static void put_commit(struct subwrite *page)
{
	uint64_t commit = page->used - SUBWRITE_HEAD;

	memcpy(page->bytes + 8, &commit, sizeof(commit));
}

int subwrite_add(struct subwrite *page, uint64_t ts_ns, const void *data,
		 size_t size)
{
	size_t needed = 4 + size + (size > 4 * MAX_WORDS ? 4 : 0);
	uint64_t delta = 0;

	if (page->used == SUBWRITE_HEAD)
		memcpy(page->bytes, &ts_ns, sizeof(ts_ns));
	else
		delta = ts_ns - page->last_ns;
	if (delta >> DELTA_BITS)
		needed += 8;
	if (needed > SUBWRITE_SIZE - page->used || delta >> EXTENDED_BITS)
		return -1;
	if (delta >> DELTA_BITS) {
		put_head(page, TYPE_TIME_EXTEND,
			 delta & ((1 << DELTA_BITS) - 1));
		put32(page, delta >> DELTA_BITS);
		delta = 0;
	}
	put_size(page, delta, size);
	memcpy(page->bytes + page->used, data, size);
	page->used += size;
	page->last_ns = ts_ns;
	put_commit(page);
	return 0;
}
