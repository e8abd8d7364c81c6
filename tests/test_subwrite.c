/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random records into sub-buffers, read back by our own walker and by kbuffer
 * of libtraceevent: the same bytes at the same times.
 */
#include "unit.h"

#include <kbuffer.h>
#include <stdlib.h>
#include <string.h>

#include "subbuf.h"
#include "subwrite.h"

#define MAX_RECORDS 512
#define MAX_RECORD 400

struct written {
	uint64_t ts_ns;
	size_t size;
	uint8_t data[MAX_RECORD];
};

static struct written written[MAX_RECORDS];

static uint64_t random_delta(void)
{
	uint64_t small = rand() % 1000, large = (uint64_t)rand() << 20;

	switch (rand() % 8) {
	case 0: return 0;
	case 1: return (1 << 27) - 1;
	case 2: return 1 << 27;
	case 3: return large;
	case 4: return large << 7; /* of 58 bits */
	default: return small;
	}
}

/* Until nothing fits any more. */
static size_t fill(struct subwrite *page, uint64_t *ts_ns)
{
	size_t count = 0;

	subwrite_start(page);
	for (;; count++) {
		struct written *record = &written[count];

		assert_uint_in_range(count, 0, MAX_RECORDS - 1);
		*ts_ns += random_delta();
		record->ts_ns = *ts_ns;
		record->size = 4 * (1 + rand() % (MAX_RECORD / 4));
		for (size_t i = 0; i < record->size; i++)
			record->data[i] = rand();
		if (subwrite_add(page, *ts_ns, record->data, record->size))
			return count;
	}
}

static void read_by_us(const struct subwrite *page, size_t count)
{
	const struct subbuf_format format = { SUBWRITE_LONG, SUBWRITE_SIZE,
					      subbuf_host_is_big() };
	struct subbuf *subbuf = subbuf_new(&format);
	struct rawrec record;

	assert_int_equal(subbuf_load(subbuf, page->bytes, SUBWRITE_SIZE, 3), 0);
	assert_int_equal(subbuf_missed(subbuf), 0);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(subbuf_next(subbuf, &record), 1);
		assert_int_equal(record.ts_ns, written[i].ts_ns);
		assert_int_equal(record.size, written[i].size);
		assert_memory_equal(record.data, written[i].data, record.size);
	}
	assert_int_equal(subbuf_next(subbuf, &record), 0);
	subbuf_free(subbuf);
}

static void read_by_kbuffer(struct subwrite *page, size_t count)
{
	struct kbuffer *kbuffer = kbuffer_alloc(
		KBUFFER_LSIZE_8, subbuf_host_is_big() ? KBUFFER_ENDIAN_BIG :
							KBUFFER_ENDIAN_LITTLE);
	unsigned long long ts;

	assert_int_equal(kbuffer_load_subbuffer(kbuffer, page->bytes), 0);
	assert_int_equal(kbuffer_missed_events(kbuffer), 0);
	for (size_t i = 0; i < count; i++) {
		void *data = kbuffer_read_event(kbuffer, &ts);

		assert_non_null(data);
		assert_int_equal(ts, written[i].ts_ns);
		assert_int_equal(kbuffer_event_size(kbuffer), written[i].size);
		assert_memory_equal(data, written[i].data, written[i].size);
		kbuffer_next_event(kbuffer, NULL);
	}
	assert_null(kbuffer_read_event(kbuffer, &ts));
	kbuffer_free(kbuffer);
}

static void test_subwrite(void **state)
{
	static struct subwrite page;
	uint64_t ts_ns = 0;

	(void)state;
	srand(5);
	for (int i = 0; i < 1000; i++) {
		size_t count = fill(&page, &ts_ns);

		/* The last one did not fit, but a small one may have. */
		assert_true(page.used + MAX_RECORD + 16 > SUBWRITE_SIZE);
		assert_true(count >= SUBWRITE_SIZE / (MAX_RECORD + 16) - 1);
		read_by_us(&page, count);
		read_by_kbuffer(&page, count);
	}
}

/* A sub-buffer starts with an absolute time, so any gap fits between two. */
static void test_subwrite_far(void **state)
{
	static struct subwrite page;
	uint32_t data = 1;

	(void)state;
	subwrite_start(&page);
	assert_int_equal(subwrite_add(&page, 1, &data, 4), 0);
	assert_int_equal(subwrite_add(&page, UINT64_MAX, &data, 4), -1);
	subwrite_start(&page);
	assert_int_equal(subwrite_add(&page, UINT64_MAX, &data, 4), 0);
	written[0] = (struct written){ .ts_ns = UINT64_MAX, .size = 4 };
	memcpy(written[0].data, &data, 4);
	read_by_us(&page, 1);
}

/* Kept whole after each record: a writer may end at any time. */
static void test_subwrite_empty(void **state)
{
	static struct subwrite page;

	(void)state;
	subwrite_start(&page);
	read_by_us(&page, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subwrite),
		cmocka_unit_test(test_subwrite_far),
		cmocka_unit_test(test_subwrite_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
