/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random sub-buffers of each byte order and word size, walked by us and by
 * kbuffer of libtraceevent, which must agree wherever the bytes are sound.
 */
#include "unit.h"

#include <endian.h>
#include <kbuffer.h>
#include <stdlib.h>
#include <string.h>

#include "subbuf.h"

#define PAGE 4096
/* kbuffer reads behind the end. */
#define BEHIND 64

struct page {
	struct subbuf_format format;
	size_t used;
	unsigned char bytes[PAGE + BEHIND];
};

static void put(struct page *page, uint64_t value, size_t size)
{
	uint64_t big = htobe64(value), little = htole64(value);

	if (page->format.is_big)
		memcpy(page->bytes + page->used, (char *)&big + 8 - size, size);
	else
		memcpy(page->bytes + page->used, &little, size);
	page->used += size;
}

static void put_head(struct page *page, unsigned type, uint32_t delta)
{
	put(page, page->format.is_big ? type << 27 | delta : delta << 5 | type,
	    4);
}

static void put_data(struct page *page, size_t size)
{
	for (size_t i = 0; i < size; i++)
		page->bytes[page->used++] = rand();
}

static void put_record(struct page *page)
{
	uint32_t delta = rand() % (1 << 27), size = 4 * (1 + rand() % 28);

	switch (rand() % 6) {
	case 0: /* its length in a word of its own */
		put_head(page, 0, delta);
		put(page, size + 4, 4);
		break;
	case 1: /* taken back */
		put_head(page, 29, delta | 1);
		put(page, size, 4);
		size -= 4;
		break;
	case 2:
		put_head(page, 30, delta);
		put(page, rand() % 1000, 4);
		size = 0;
		break;
	case 3:
		put_head(page, 31, delta);
		put(page, rand(), 4);
		size = 0;
		break;
	default: put_head(page, size / 4, delta);
	}
	put_data(page, size);
}

static void fill(struct page *page, uint64_t flags)
{
	size_t header = 8 + page->format.long_size, used;

	page->used = 0;
	put(page, ((uint64_t)rand() << 33) + rand(), 8);
	page->used = header;
	/* In front of anything else kbuffer forgets what was missed. */
	put_head(page, 1, 0);
	put_data(page, 4);
	while (page->used < PAGE - 300)
		put_record(page);
	used = page->used;
	put(page, 12345, page->format.long_size);
	page->used = 8;
	put(page, flags | (used - header), page->format.long_size);
	page->used = used;
}

static void compare(struct page *page)
{
	struct subbuf *subbuf = subbuf_new(&page->format);
	struct kbuffer *kbuffer = kbuffer_alloc(
		page->format.long_size == 8 ? KBUFFER_LSIZE_8 : KBUFFER_LSIZE_4,
		page->format.is_big ? KBUFFER_ENDIAN_BIG :
				      KBUFFER_ENDIAN_LITTLE);
	/* A copy of its own, so that ASan sees the end. */
	unsigned char *copy = malloc(PAGE);
	unsigned long long ts;
	struct rawrec record;
	int records = 0;

	memcpy(copy, page->bytes, PAGE);
	assert_int_equal(kbuffer_load_subbuffer(kbuffer, page->bytes), 0);
	assert_int_equal(subbuf_load(subbuf, copy, PAGE, 7), 0);
	assert_int_equal(subbuf_missed(subbuf), kbuffer_missed_events(kbuffer));
	while (subbuf_next(subbuf, &record) > 0) {
		void *data = kbuffer_read_event(kbuffer, &ts);

		assert_non_null(data);
		assert_int_equal((unsigned char *)record.data - copy,
				 (unsigned char *)data - page->bytes);
		assert_int_equal(record.size, kbuffer_event_size(kbuffer));
		assert_int_equal(record.ts_ns, ts);
		assert_int_equal(record.cpu, 7);
		kbuffer_next_event(kbuffer, NULL);
		records++;
	}
	assert_null(kbuffer_read_event(kbuffer, &ts));
	assert_true(records > 10);
	kbuffer_free(kbuffer);
	subbuf_free(subbuf);
	free(copy);
}

static void test_subbuf_as_kbuffer(void **state)
{
	static const uint64_t flags[] = { 0, 1U << 31, 3U << 30 };
	struct page page;

	(void)state;
	srand(1);
	for (int i = 0; i < 1200; i++) {
		page.format = (struct subbuf_format){
			.long_size = i & 1 ? 4 : 8,
			.page_size = PAGE,
			.is_big = i & 2,
		};
		fill(&page, flags[i % 3]);
		compare(&page);
	}
}

/* Whatever the bytes are: it ends, and ASan sees no read outside of them. */
static void test_subbuf_of_noise(void **state)
{
	int ended[2] = { 0, 0 };

	(void)state;
	srand(2);
	for (int i = 0; i < 20000; i++) {
		size_t length = rand() % 200;
		unsigned char *page = malloc(length + 1);
		struct subbuf_format format = { i & 1 ? 4 : 8, 4096, i & 2 };
		struct subbuf *subbuf = subbuf_new(&format);
		struct rawrec record;
		int got = -1;

		for (size_t at = 0; at < length; at++)
			page[at] = rand() % 3 ? 0 : rand();
		if (!subbuf_load(subbuf, page, length, 0))
			while ((got = subbuf_next(subbuf, &record)) > 0)
				assert_true((unsigned char *)record.data +
						    record.size <=
					    page + length);
		ended[got == 0]++;
		subbuf_free(subbuf);
		free(page);
	}
	assert_true(ended[0] > 100 && ended[1] > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subbuf_as_kbuffer),
		cmocka_unit_test(test_subbuf_of_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
