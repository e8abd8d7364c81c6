/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks the records of a sub-buffer (include/linux/ring_buffer.h). Pure over
 * the bytes it is given, of either byte order, and reads none outside of
 * them, whatever they say: kbuffer of libtraceevent trusts them.
 */
#include "subbuf.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "layout.h"
#include "rare.h"

/* The timestamp in front; the commit word, a long, follows it. */
#define TIMESTAMP_SIZE 8

/* Of the commit word; sign-extended on 64 bits (kernel/trace/ring_buffer.c) */
#define COMMIT_MASK 0x3fffffff
#define MISSED 0x80000000
#define MISSED_STORED 0x40000000

/* Above what a record's type says of its length. */
enum { TYPE_PADDING = 29, TYPE_TIME_EXTEND, TYPE_TIME_STAMP };
#define DELTA_BITS 27

/* An absolute time has 59 bits; those above are the last one's. */
#define STAMP_BITS 59

struct subbuf {
	struct subbuf_format format;
	bool is_swapped;
	uint32_t cpu;
	uint64_t ts_ns;
	const char *at;
	const char *end; /* of the committed data */
	int64_t missed;
};

/* A sub-buffer of more has never been; kernels take 8 pages of 64 KB. */
#define MAX_PAGE_SIZE (1 << 22)

bool subbuf_host_is_big(void)
{
	return __BYTE_ORDER == __BIG_ENDIAN;
}

int subbuf_parse_format(struct subbuf_format *format, const char *text,
			size_t length)
{
	if (layout_parse_page(text, length, &format->page_size,
			      &format->long_size))
		return -1;
	format->is_big = subbuf_host_is_big();
	if ((format->long_size == 4 || format->long_size == 8) &&
	    format->page_size > TIMESTAMP_SIZE + format->long_size &&
	    format->page_size <= MAX_PAGE_SIZE)
		return 0;
	errno = EINVAL;
	return -1;
}

struct subbuf *subbuf_new(const struct subbuf_format *format)
{
	struct subbuf *subbuf = calloc(1, sizeof(*subbuf));

	if (!subbuf)
		return NULL;
	subbuf->format = *format;
	subbuf->is_swapped = format->is_big != subbuf_host_is_big();
	return subbuf;
}

void subbuf_free(struct subbuf *subbuf)
{
	free(subbuf);
}

static uint32_t load32(const struct subbuf *subbuf, const char *from)
{
	uint32_t value;

	memcpy(&value, from, sizeof(value));
	return subbuf->is_swapped ? __builtin_bswap32(value) : value;
}

static uint64_t load64(const struct subbuf *subbuf, const char *from)
{
	uint64_t value;

	memcpy(&value, from, sizeof(value));
	return subbuf->is_swapped ? __builtin_bswap64(value) : value;
}

static uint64_t load_long(const struct subbuf *subbuf, const char *from)
{
	return subbuf->format.long_size == 8 ? load64(subbuf, from) :
					       load32(subbuf, from);
}

/* How many were lost is written behind the data, where there was room. */
static int64_t count_missed(const struct subbuf *subbuf, uint64_t commit,
			    size_t room)
{
	if (!(commit & MISSED))
		return 0;
	if (!(commit & MISSED_STORED) || room < subbuf->format.long_size)
		return SUBBUF_MISSED_UNKNOWN;
	return load_long(subbuf, subbuf->end) & INT64_MAX;
}

int subbuf_load(struct subbuf *subbuf, const void *page, size_t length,
		uint32_t cpu)
{
	size_t header = TIMESTAMP_SIZE + subbuf->format.long_size;
	uint64_t commit;
	size_t used;

	errno = EINVAL;
	if (length < header)
		return -1;
	commit = load_long(subbuf, (const char *)page + TIMESTAMP_SIZE);
	used = commit & COMMIT_MASK;
	if (used > length - header)
		return -1;
	subbuf->ts_ns = load64(subbuf, page);
	subbuf->at = (const char *)page + header;
	subbuf->end = subbuf->at + used;
	subbuf->missed = count_missed(subbuf, commit, length - header - used);
	subbuf->cpu = cpu;
	return 0;
}

int64_t subbuf_missed(const struct subbuf *subbuf)
{
	return subbuf->missed;
}

/* What stands in front of a record's data, or instead of it. */
struct head {
	unsigned type;
	uint32_t delta;
};

/* A bit field, which starts at the other end in big-endian. */
static struct head split_head(uint32_t bits, bool is_big)
{
	if (is_big)
		return (struct head){ bits >> DELTA_BITS,
				      bits & ((1 << DELTA_BITS) - 1) };
	return (struct head){ bits & 31, bits >> 5 };
}

static struct head take_head(struct subbuf *subbuf)
{
	uint32_t bits;

	memcpy(&bits, subbuf->at, sizeof(bits));
	subbuf->at += sizeof(bits);
	/* Which it is the compiler knows, of our own. */
	return subbuf->is_swapped ? split_head(__builtin_bswap32(bits),
					       !subbuf_host_is_big()) :
				    split_head(bits, subbuf_host_is_big());
}

/* Returns the length of the record that follows, 0 without one, or -1. */
RARE static int64_t take_special(struct subbuf *subbuf, struct head head)
{
	uint64_t time;
	uint32_t word;

	/* Where nothing fits any more, there is padding of these bits alone. */
	if (subbuf->end - subbuf->at < 4) {
		subbuf->at = subbuf->end;
		return head.type == TYPE_PADDING ? 0 : -1;
	}
	word = load32(subbuf, subbuf->at);
	time = ((uint64_t)word << DELTA_BITS) + head.delta;
	switch (head.type) {
	case TYPE_TIME_EXTEND:
		subbuf->ts_ns += time;
		subbuf->at += 4;
		return 0;
	case TYPE_TIME_STAMP:
		subbuf->ts_ns &= ~0ULL << STAMP_BITS;
		subbuf->ts_ns |= time;
		subbuf->at += 4;
		return 0;
	case TYPE_PADDING: /* was taken back */
		subbuf->ts_ns += head.delta;
		if (!head.delta || word > (size_t)(subbuf->end - subbuf->at))
			subbuf->at = subbuf->end; /* nothing but that */
		else
			subbuf->at += word;
		return 0;
	default: /* 0: the length is in the word */
		subbuf->ts_ns += head.delta;
		subbuf->at += 4;
		return word > 4 ? ((int64_t)word - 1) & ~3LL : -1;
	}
}

static bool is_short(unsigned type)
{
	return type && type < TYPE_PADDING;
}

/* As take_special, of which most records are none. */
static int64_t take_length(struct subbuf *subbuf)
{
	struct head head;

	if (subbuf->end - subbuf->at < 4)
		return -1;
	head = take_head(subbuf);
	if (!is_short(head.type))
		return take_special(subbuf, head);
	subbuf->ts_ns += head.delta;
	return (int64_t)head.type * 4;
}

int subbuf_next(struct subbuf *subbuf, struct rawrec *record)
{
	int64_t size = 0;

	while (!size) {
		if (subbuf->at == subbuf->end)
			return 0;
		size = take_length(subbuf);
	}
	if (size < 0 || size > subbuf->end - subbuf->at) {
		subbuf->at = subbuf->end;
		errno = EINVAL;
		return -1;
	}
	*record = (struct rawrec){
		.ts_ns = subbuf->ts_ns,
		.cpu = subbuf->cpu,
		.size = size,
		.data = subbuf->at,
		.is_swapped = subbuf->is_swapped,
	};
	subbuf->at += size;
	return 1;
}
