/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages: where losses are marked, and that they are bounded whatever they are
 * of. What they look like is the business of test_page.sh.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "page.h"
#include "pagepart.h"
#include "rows.h"
#include "source.h"
#include "weave.h"

#define MS_NS UINT64_C(1000000)
#define SECOND_NS UINT64_C(1000000000)
#define START_NS (1700000000 * SECOND_NS)

/* A page of its own for each test, and what it is written into. */
static struct {
	struct by by;
	struct page *page;
	struct out out;
} made;

static int set_up(void **state)
{
	(void)state;
	by_default(&made.by);
	made.page = page_new(&made.by);
	return !made.page || out_open(&made.out, 1);
}

static int tear_down(void **state)
{
	(void)state;
	out_close(&made.out);
	page_free(made.page);
	return 0;
}

static void write_page(uint64_t given, const struct page_losses *losses)
{
	struct losses_rows rows = { .given = given };

	assert_int_equal(page_write(made.page, &rows, losses, &made.out), 0);
}

static void assert_shows(const char *text)
{
	out_reserve(&made.out, 1)[0] = '\0';
	if (!strstr(made.out.data, text))
		fail_msg("there is no \"%s\"", text);
}

static void add_row(int ms)
{
	struct conn conn = { .time_ns = START_NS + ms * MS_NS,
			     .ts_ns = 1,
			     .port = 80 };

	assert_int_equal(page_add(made.page, &conn), 0);
}

static void add_hole(int from_ms, int until_ms, uint64_t events, uint64_t times)
{
	struct hole hole = { START_NS + from_ms * MS_NS,
			     START_NS + until_ms * MS_NS, events, times };

	page_mark(made.page, &hole, true);
}

/* Where holes are, in whatever order they come; of the events a half each. */
static void test_page_mark(void **state)
{
	const struct page_losses losses = {
		.all.count = { [LOSS_BUFFER] = 20, [LOSS_TIMES] = 1 },
		.events = 43,
		.lost = 20,
	};
	const struct timeline *timeline = &made.page->timeline;

	(void)state;
	add_hole(40, 50, 11, 0);
	add_row(0);
	add_hole(20, 30, 10, 1);
	add_hole(25, 32, 11, 0);
	add_row(50);
	add_hole(90, 95, 11, 0);
	write_page(2, &losses);
	for (int i = 0; i <= 50; i++) {
		assert_int_equal(timeline->is_marked[i],
				 (i >= 20 && i <= 32) || i >= 40);
		assert_int_equal(timeline->lost[i], i == 32 ? 10 :
						    i == 50 ? 5 :
							      0);
	}
	/* Those behind the last row, and no more and no less than all. */
	assert_shows("; 6 of the lost are not marked below");
}

/* The same time on a clock that nobody knows is another one. */
static void test_page_mark_undated(void **state)
{
	const struct page_losses losses = { .all.count = { [LOSS_TIMES] = 1 } };
	struct hole hole = { START_NS, START_NS + MS_NS, 0, 1 };

	(void)state;
	add_row(0);
	add_row(1);
	page_mark(made.page, &hole, false);
	write_page(2, &losses);
	assert_false(made.page->timeline.is_marked[0]);
	assert_shows("; 1 of the lost are not marked below");
}

/* The same records by CPU, of which the second has lost some in front. */
static uint64_t find_start(const struct source *source, uint32_t cpu)
{
	struct recording *recording = source_recording(source);
	struct rawrec record = { .ts_ns = 0 };

	for (size_t i = 0; i < recording_streams(recording); i++)
		if (recording_next(recording, i, &record) && record.cpu == cpu)
			return record.ts_ns;
	return 0;
}

#define TICK "<text class=tick x=\""

/* The time of day or the day that a tick names, on the wall that @at is. */
static void assert_tick(const char *label, struct tm at)
{
	int first, second;

	assert_int_equal(sscanf(label, "%d-%d", &first, &second) == 2 ||
				 sscanf(label, "%d:%d", &first, &second) == 2,
			 1);
	if (label[2] == ':') {
		assert_int_equal(at.tm_hour * 60 + at.tm_min,
				 first * 60 + second);
		return;
	}
	assert_int_equal(at.tm_mon + 1, first);
	assert_int_equal(at.tm_mday, second);
	assert_int_equal(at.tm_hour * 60 + at.tm_min, 0);
}

/* Returns how many there are. */
static size_t check_ticks(void)
{
	const struct timeline *timeline = &made.page->timeline;
	uint64_t from_ns = timeline_from_ns(timeline, 0);
	double span_ns = timeline->count * timeline->width_ns;
	size_t count = 0;
	char *at;

	out_reserve(&made.out, 1)[0] = '\0';
	at = made.out.data;
	for (; (at = strstr(at, TICK)) != NULL; count++) {
		double share = strtod(at + strlen(TICK), &at) / 100;
		/* Places have two decimals; no tick is off by half an hour. */
		time_t second = (from_ns + share * span_ns) / SECOND_NS + 900;
		struct tm tm;

		second -= second % 1800;
		assert_tick(strchr(at, '>') + 1, *localtime_r(&second, &tm));
	}
	return count;
}

/* Times are round where they are read, also over a change of clocks. */
static void test_page_ticks(void **state)
{
	static const char *const zones[] = {
		"UTC0",
		"IST-5:30",
		"EST5EDT,M3.2.0,M11.1.0",
		"CET-1CEST,M3.5.0,M10.5.0/3",
	};
	/* Around 2025-03-30 and 2025-10-26, in milliseconds. */
	static const int64_t starts[] = { 1743200000000, 1761400000000 };
	static const int spans_h[] = { 20, 30, 60, 120, 300 };
	const struct page_losses losses = { .events = 0 };

	for (size_t i = 0; i < 4 * 2 * 5; i++) {
		uint64_t start_ns = starts[i / 4 % 2] * MS_NS;
		struct conn conn = { .time_ns = start_ns, .port = 80 };

		setenv("TZ", zones[i % 4], 1);
		tzset();
		assert_int_equal(page_add(made.page, &conn), 0);
		conn.time_ns += spans_h[i / 8] * 3600 * SECOND_NS;
		assert_int_equal(page_add(made.page, &conn), 0);
		write_page(2, &losses);
		assert_uint_in_range(check_ticks(), 2, 7);
		tear_down(state);
		assert_int_equal(set_up(state), 0);
	}
}

/*
 * What the accepting program had accepted meanwhile is in the .json beside it:
 * 43 of its first 55 are missing, and so on until the second CPU has some.
 */
static void test_page_overwritten(void **state)
{
	static char data[1 << 17];
	const struct page_losses losses = { .events = 163, .lost = 81 };
	const struct opts opts = { .html = "-" };
	FILE *file = fopen("tests/data/recordings/6.12-overwritten.dat", "rb");
	size_t size, until;
	struct rows rows = { .limit = 0 };
	struct timeline *timeline;
	struct source *source;
	struct weave *weave;

	(void)state;
	assert_non_null(file);
	size = fread(data, 1, sizeof(data), file);
	fclose(file);
	source = source_open("test", data, size, false);
	assert_int_equal(rows_open(&rows, &opts, 1), 0);
	weave = weave_new(&source, 1, &rows);
	while (weave_some(weave))
		;
	rows_end_page(&rows, &losses);
	weave_free(weave);
	source_close(source);
	source = source_open("test", data, size, false);
	timeline = &rows.sink.page->timeline;
	until = find_start(source, 1) / timeline->width_ns - timeline->first;
	assert_uint_in_range(until, 100, timeline->count - 2);
	for (size_t i = 0; i < timeline->count; i++) {
		assert_int_equal(timeline->is_marked[i], i <= until);
		assert_int_equal(timeline->lost[i], i == until ? 81 : 0);
	}
	source_close(source);
	rows_close(&rows);
}

static void add_ports(unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		struct conn conn = { .time_ns = START_NS, .port = 1 + i };

		assert_int_equal(page_add(made.page, &conn), 0);
	}
}

/* How many ports have no colour, and what is not known of those that have. */
static void test_page_others(void **state)
{
	static const struct {
		unsigned ports;
		const char *shown;
	} cases[] = {
		{ 6, "port 6 <b>1</b></li></ul>" },
		{ 7, "others <b>1</b> of 1 port</li></ul>" },
		{ 255, "others <b>249</b> of 249 ports</li></ul>" },
		{ 300, " of 294 ports, and of the six what they had before" },
	};
	const struct page_losses losses = { .events = 0 };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		add_ports(cases[i].ports);
		/* None is counted as another one when it comes again. */
		add_ports(cases[i].ports > 255 ? 300 : 0);
		write_page(cases[i].ports, &losses);
		assert_shows(cases[i].shown);
		tear_down(state);
		assert_int_equal(set_up(state), 0);
	}
}

static uint64_t random_below(uint64_t limit)
{
	return ((uint64_t)rand() << 31 | (uint64_t)rand()) % limit;
}

/* All ports, waits of all lengths at all times, and names to be escaped. */
static void add_worst(void)
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
	assert_int_equal(page_add(made.page, &conn), 0);
}

static void test_page_size(void **state)
{
	static const char end[] = "</html>\n";
	const struct page_losses losses = { .events = 0 };

	(void)state;
	for (int i = 0; i < 200000; i++)
		add_worst();
	write_page(200000, &losses);
	assert_uint_in_range(made.out.used, PAGE_SIZE / 4, PAGE_SIZE);
	assert_memory_equal(made.out.data + made.out.used - strlen(end), end,
			    strlen(end));
}

static void test_page_empty(void **state)
{
	const struct page_losses losses = { .all.count[LOSS_BUFFER] = 3 };

	(void)state;
	write_page(0, &losses);
	assert_shows("0 accepts, 3 lost");
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
	const struct page_losses losses = { .all.count[LOSS_BUFFER] = 3,
					    .events = UINT64_MAX,
					    .lost = UINT64_MAX };

	for (size_t i = 0; i < COUNT_OF(times); i++) {
		for (int j = 0; j < 3; j++) {
			struct conn conn = { .time_ns = times[i][j],
					     .ts_ns = times[i][2 - j],
					     .wait_ns = times[i][j] };
			struct hole hole = { times[i][j], times[i][2 - j],
					     times[i][j], times[i][j] };

			assert_int_equal(page_add(made.page, &conn), 0);
			page_mark(made.page, &hole, j % 2);
		}
		write_page(3, &losses);
		assert_uint_in_range(made.out.used, 5000, PAGE_SIZE);
		tear_down(state);
		assert_int_equal(set_up(state), 0);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_page_mark),
		TEST(test_page_mark_undated),
		TEST(test_page_ticks),
		TEST(test_page_others),
		TEST(test_page_size),
		TEST(test_page_empty),
		TEST(test_page_any_time),
		cmocka_unit_test(test_page_overwritten),
	};

	srand(20231114);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
