/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages: where losses are marked, and that they are bounded whatever they are
 * of. What they look like is the business of test_page.sh.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "page.h"
#include "pagepart.h"

#define MS_NS UINT64_C(1000000)
#define SECOND_NS UINT64_C(1000000000)
#define START_NS (1700000000 * SECOND_NS)

static void add_row(struct page *page, int ms)
{
	struct conn conn = { .time_ns = START_NS + ms * MS_NS,
			     .ts_ns = 1,
			     .port = 80 };

	assert_int_equal(page_add(page, &conn), 0);
}

/* Between the rows around them, and again only when there are more. */
static void test_page_mark(void **state)
{
	struct losses losses = { .count = { 0 } };
	struct page *page;
	struct by by;

	(void)state;
	by_default(&by);
	page = page_new(&by);
	page_mark(page, &losses);
	add_row(page, 0);
	add_row(page, 20);
	losses.count[LOSS_BUFFER] = 5;
	page_mark(page, &losses);
	losses.count[LOSS_DAMAGED] = 1;
	page_mark(page, &losses);
	add_row(page, 30);
	page_mark(page, &losses);
	add_row(page, 50);
	for (int i = 0; i <= 50; i++) {
		assert_int_equal(page->timeline.is_marked[i],
				 i >= 20 && i <= 30);
		assert_int_equal(page->timeline.lost[i], i == 30 ? 6 : 0);
	}
	page_free(page);
}

static uint64_t random_below(uint64_t limit)
{
	return ((uint64_t)rand() << 31 | (uint64_t)rand()) % limit;
}

/* All ports, waits of all lengths at all times, and names to be escaped. */
static void add_worst(struct page *page)
{
	struct conn conn = {
		.time_ns = START_NS + random_below(SECOND_NS),
		.wait_ns = 1 + random_below(UINT64_C(1) << (rand() % 45)),
		.port = 1 + rand() % 9,
		.port_source = rand(),
		.uid = rand(),
	};

	memset(conn.cmd, '"', sizeof(conn.cmd));
	conn.cmd[rand() % 8] = 1 + rand() % 255;
	for (int i = 0; i < 16; i++)
		conn.ip_source.s6_addr[i] = 0x11 + rand() % 0xee;
	assert_int_equal(page_add(page, &conn), 0);
}

static void test_page_size(void **state)
{
	static const char end[] = "</html>\n";
	struct losses_rows rows = { .given = 1 };
	struct losses losses = { .count = { 0 } };
	struct page *page;
	struct out out;
	struct by by;

	(void)state;
	by_default(&by);
	page = page_new(&by);
	assert_int_equal(out_open(&out, 1), 0);
	for (int i = 0; i < 200000; i++)
		add_worst(page);
	assert_int_equal(page_write(page, &rows, &losses, &out), 0);
	assert_in_range(out.used, PAGE_SIZE / 4, PAGE_SIZE);
	assert_memory_equal(out.data + out.used - strlen(end), end,
			    strlen(end));
	out_close(&out);
	page_free(page);
}

static void test_page_empty(void **state)
{
	struct losses_rows rows = { .given = 0 };
	struct losses losses = { .count = { [LOSS_BUFFER] = 3 } };
	struct page *page;
	struct out out;
	struct by by;

	(void)state;
	by_default(&by);
	page = page_new(&by);
	assert_int_equal(out_open(&out, 1), 0);
	assert_int_equal(page_write(page, &rows, &losses, &out), 0);
	out_reserve(&out, 1)[0] = '\0';
	assert_non_null(strstr(out.data, "0 accepts, 3 lost"));
	out_close(&out);
	page_free(page);
}

/* What a recording made by hand may have for times. */
static void test_page_any_time(void **state)
{
	static const uint64_t times[][3] = {
		{ UINT64_MAX, UINT64_MAX, UINT64_MAX },
		{ UINT64_MAX, UINT64_MAX - 1000000000, 0 },
		{ 1, UINT64_MAX, UINT64_MAX / 2 },
		{ 0, 1, UINT64_MAX },
	};
	struct losses_rows rows = { .given = 3 };
	struct losses losses = { .count = { [LOSS_BUFFER] = 3 } };
	struct page *page;
	struct out out;
	struct by by;

	(void)state;
	by_default(&by);
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		page = page_new(&by);
		for (int j = 0; j < 3; j++) {
			struct conn conn = { .time_ns = times[i][j],
					     .ts_ns = times[i][2 - j],
					     .wait_ns = times[i][j] };

			assert_int_equal(page_add(page, &conn), 0);
			page_mark(page, &losses);
			losses.count[LOSS_BUFFER]++;
		}
		assert_int_equal(out_open(&out, 1), 0);
		assert_int_equal(page_write(page, &rows, &losses, &out), 0);
		assert_in_range(out.used, 5000, PAGE_SIZE);
		out_close(&out);
		page_free(page);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_page_mark),
		cmocka_unit_test(test_page_size),
		cmocka_unit_test(test_page_empty),
		cmocka_unit_test(test_page_any_time),
	};

	srand(20231114);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
