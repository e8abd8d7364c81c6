/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Summaries: what is counted together, in how much memory, and what is
 * printed of it.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "addr.h"
#include "by.h"
#include "groups.h"
#include "rows.h"

#define SECOND_NS 1000000000ULL
/* 2023-11-14, 22:13:20 */
#define START_NS (1700000000 * SECOND_NS)

static struct conn conn_from(const char *source, int port)
{
	struct conn conn = {
		.time_ns = START_NS,
		.ts_ns = SECOND_NS,
		.uid = 1000,
		.port = port,
		.ip_source = addr_of(source),
		.cmd = "nginx",
	};

	return conn;
}

static enum by_result parse(struct by *by, const char *text)
{
	const char *bad;
	size_t length;

	by_default(by);
	return by_parse(by, text, &bad, &length);
}

static void test_by_parse(void **state)
{
	static const struct {
		const char *text, *expected; /* names of columns */
		enum by_result result;
	} cases[] = {
		{ "PORT", "PORT", BY_OK },
		{ "pid,Uid", "PID UID", BY_OK },
		{ "+UID", "PORT CMD IP_SOURCE UID", BY_OK },
		{ "IP_SOURCE/24", "IP_SOURCE", BY_OK },
		{ "IP_LOCAL/0/128,IP_SOURCE/32/0", "IP_LOCAL IP_SOURCE",
		  BY_OK },
		{ "+PORT", "PORT CMD IP_SOURCE", BY_TWICE },
		{ "IP_SOURCE,IP_SOURCE/8", "PORT CMD IP_SOURCE", BY_TWICE },
		{ "", "PORT CMD IP_SOURCE", BY_NO_COLUMN },
		{ "PORT,", "PORT CMD IP_SOURCE", BY_NO_COLUMN },
		{ "COUNT", "PORT CMD IP_SOURCE", BY_NO_COLUMN },
		{ "PORT,WAIT,UID", "PORT UID", BY_OK },
		{ "WAIT,PORT,WAIT", "PORT CMD IP_SOURCE", BY_TWICE },
		{ "WAIT/8", "PORT CMD IP_SOURCE", BY_NO_PREFIX },
		{ "PORT/8", "PORT CMD IP_SOURCE", BY_NO_PREFIX },
		{ "CMD/8", "PORT CMD IP_SOURCE", BY_NO_PREFIX },
		{ "IP_SOURCE/", "PORT CMD IP_SOURCE", BY_NO_PREFIX },
		{ "IP_SOURCE/33", "PORT CMD IP_SOURCE", BY_NO_PREFIX },
		{ "IP_SOURCE/24/", "PORT CMD IP_SOURCE", BY_NO_PREFIX },
		{ "IP_SOURCE/24/129", "PORT CMD IP_SOURCE", BY_NO_PREFIX },
		{ "IP_SOURCE/24/64/1", "PORT CMD IP_SOURCE", BY_NO_PREFIX },
		{ "IP_SOURCE/000000024", "PORT CMD IP_SOURCE", BY_NO_PREFIX },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char names[256] = "";
		struct by by;

		assert_int_equal(parse(&by, cases[i].text), cases[i].result);
		for (size_t k = 0; k < by.count; k++) {
			strcat(names, k ? " " : "");
			strcat(names, by.columns[k].column->name);
		}
		assert_string_equal(names, cases[i].expected);
	}
}

/* Every column that there is can be counted by. */
static void test_by_all(void **state)
{
	const struct column *column;
	struct by by;

	(void)state;
	for (size_t i = 0; (column = column_at(i)) != NULL; i++) {
		struct conn one, other, key, other_key;

		assert_int_equal(parse(&by, column->name), BY_OK);
		/* It is summed up: no two are the same. */
		if (by.has_waits) {
			assert_int_equal(by.count, 0);
			continue;
		}
		memset(&one, 1, sizeof(one));
		other = one;
		memset((char *)&other + column->offset, 2, column->size);
		by_key(&by, &one, &key);
		by_key(&by, &other, &other_key);
		assert_memory_not_equal(&key, &other_key, sizeof(key));
		/* And by nothing else than that. */
		memset(&other, 2, sizeof(other));
		memset((char *)&other + column->offset, 1, column->size);
		by_key(&by, &other, &other_key);
		assert_memory_equal(&key, &other_key, sizeof(key));
	}
}

static void test_by_prefixes(void **state)
{
	static const struct {
		const char *by, *source, *expected;
	} cases[] = {
		{ "IP_SOURCE/24", "192.0.2.200", "192.0.2.0/24" },
		{ "IP_SOURCE/25", "192.0.2.200", "192.0.2.128/25" },
		{ "IP_SOURCE/0", "192.0.2.200", "0.0.0.0/0" },
		{ "IP_SOURCE/32", "192.0.2.200", "192.0.2.200/32" },
		{ "IP_SOURCE/24", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64" },
		{ "IP_SOURCE/8/33", "2001:db8:ffff::", "2001:db8:8000::/33" },
		{ "IP_SOURCE/8/128", "::1", "::1/128" },
		/* No bit is set, but it is known. */
		{ "IP_SOURCE/8", "::1", "::/64" },
		{ "IP_SOURCE/8/0", "ffff::", "::/0" },
		{ "IP_SOURCE/8", "", "" },
		{ "IP_SOURCE", "192.0.2.200", "192.0.2.200" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct conn conn = conn_from(cases[i].source, 1), key;
		char text[COLUMN_TEXT_SIZE];
		struct by by;
		size_t length;

		assert_int_equal(parse(&by, cases[i].by), BY_OK);
		by_key(&by, &conn, &key);
		length = by_text(&by.columns[0], text, &key, false);
		assert_int_equal(length, strlen(cases[i].expected));
		assert_memory_equal(text, cases[i].expected, length);
	}
}

static void test_by_cmd(void **state)
{
	struct conn conn = conn_from("", 1), key, other;
	struct by by;

	(void)state;
	assert_int_equal(parse(&by, "CMD"), BY_OK);
	by_key(&by, &conn, &key);
	conn.cmd[7] = 'x'; /* behind the end */
	by_key(&by, &conn, &other);
	assert_memory_equal(&key, &other, sizeof(key));
}

/* The words in which two of them differ. */
static uint32_t differing_words(const struct conn *a, const struct conn *b)
{
	const char *left = (const void *)a, *right = (const void *)b;
	uint32_t words = 0;

	for (size_t i = 0; i < sizeof(*a); i++)
		words |= (uint32_t)(left[i] != right[i]) << i / BY_WORD;
	return words;
}

/* A part of a key that is not hashed would let strangers choose what collides. */
static void check_words(const char *text)
{
	struct conn ones, none = { .uid = 0 }, key, other;
	struct by by;

	memset(&ones, 0xff, sizeof(ones));
	assert_int_equal(parse(&by, text), BY_OK);
	by_key(&by, &ones, &key);
	by_key(&by, &none, &other);
	assert_int_equal(by_words(&by), differing_words(&key, &other));
}

static void test_by_words(void **state)
{
	const struct column *column;

	(void)state;
	for (size_t i = 0; (column = column_at(i)) != NULL; i++)
		if (column->offset != offsetof(struct conn, wait_ns))
			check_words(column->name);
	check_words("IP_SOURCE/32/128");
	check_words("PORT,CMD,IP_LOCAL/32/128");
}

static void count_one(struct groups *groups, uint64_t number)
{
	struct conn key = { .ts_ns = number };

	assert_int_equal(groups_add(groups, &key, START_NS + number), 0);
}

static void test_groups_count(void **state)
{
	static uint64_t counts[1000];
	struct groups groups = { .seed = 4711, .words = 1 };
	uint64_t last = UINT64_MAX;

	(void)state;
	srandom(1);
	for (int i = 0; i < 100000; i++) {
		uint64_t number = (uint64_t)random() % 1000 *
				  ((uint64_t)random() % 1000) / 1000;

		counts[number]++;
		count_one(&groups, number);
	}
	groups_sort(&groups);
	for (size_t i = 0; i < groups.count; i++) {
		const struct group *group = &groups.groups[i];

		assert_true(group->count <= last);
		last = group->count;
		assert_int_equal(group->count, counts[group->key.ts_ns]);
		assert_int_equal(group->first_ns, START_NS + group->key.ts_ns);
		counts[group->key.ts_ns] = 0;
	}
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		assert_int_equal(counts[i], 0);
	assert_int_equal(groups.folded, 0);
	/* Sorted, it goes on. */
	count_one(&groups, groups.groups[0].key.ts_ns);
	assert_true(groups.groups[0].count > groups.groups[1].count);
	groups_reset(&groups);
	count_one(&groups, 1);
	assert_int_equal(groups.count, 1);
	assert_int_equal(groups.groups[0].count, 1);
	groups_free(&groups);
}

/* Of endless strangers memory is bounded, no count is lost, none too high. */
static void test_groups_fold(void **state)
{
	struct groups groups = { .seed = 4711, .words = 1 };
	uint64_t sum, common = 0, strangers = 1000000;

	(void)state;
	for (uint64_t i = 0; i < strangers; i++) {
		count_one(&groups, 1000 + i);
		assert_true(groups.count <= GROUPS_MAX);
		if (i % 100 == 0)
			count_one(&groups, common++ % 10);
	}
	assert_true(groups.size * sizeof(struct group) +
			    groups.slot_count * sizeof(uint32_t) <
		    20 << 20);
	groups_sort(&groups);
	sum = groups.rest.count;
	for (size_t i = 0; i < groups.count; i++)
		sum += groups.groups[i].count;
	assert_int_equal(sum, strangers + common);
	assert_int_equal(groups.folded + groups.count, strangers + 10);
	assert_int_equal(groups.rest.count, groups.folded);
	assert_int_equal(groups.rest.first_ns, START_NS + 1000);
	for (size_t i = 0; i < 10; i++) {
		assert_true(groups.groups[i].key.ts_ns < 10);
		assert_int_equal(groups.groups[i].count, common / 10);
	}
	/* Those that came last are there. */
	assert_int_equal(groups.groups[groups.count - 1].key.ts_ns,
			 1000 + strangers - 1);
	groups_free(&groups);
}

/* The rarest go, however often the others were seen. */
static void test_groups_rarest(void **state)
{
	struct groups groups = { .seed = 1, .words = 1 };

	(void)state;
	for (uint64_t number = 1; number <= GROUPS_MAX; number++)
		for (uint64_t i = 0; i < 1 + number % 50; i++)
			count_one(&groups, number);
	count_one(&groups, 0);
	assert_int_equal(groups.count, GROUPS_MAX - groups.folded + 1);
	assert_int_equal(groups.folded, GROUPS_MAX / 4);
	for (size_t i = 0; i + 1 < groups.count; i++)
		assert_true(groups.groups[i].count >= 13);
	groups_free(&groups);
}

struct printer {
	struct opts opts;
	struct rows rows;
};

static void open_printer(struct printer *printer, const char *by, bool is_json,
			 uint64_t interval_ns)
{
	*printer = (struct printer){ .opts = { .is_summary = true,
					       .is_json = is_json,
					       .interval_ns = interval_ns } };
	assert_int_equal(parse(&printer->opts.by, by), BY_OK);
	assert_int_equal(
		rows_open(&printer->rows, &printer->opts, STDOUT_FILENO), 0);
}

static void take(struct printer *printer, const char *source, int port,
		 unsigned second)
{
	struct conn conn = conn_from(source, port);

	conn.ts_ns += second * SECOND_NS;
	conn.time_ns += second * SECOND_NS;
	rows_row(&printer->rows, &conn);
}

static void check(struct printer *printer, const char *expected)
{
	struct out *out = &printer->rows.out;

	out_reserve(out, 1)[0] = '\0';
	assert_string_equal(out->data, expected);
	assert_false(printer->rows.is_out_of_memory);
	rows_close(&printer->rows);
}

static void take_some(struct printer *printer)
{
	take(printer, "192.0.2.1", 80, 0);
	take(printer, "::1", 22, 1);
	take(printer, "::1", 22, 2);
	take(printer, "", 0, 5);
}

static void test_summary_table(void **state)
{
	struct printer printer;

	(void)state;
	open_printer(&printer, "+UID", false, 0);
	assert_int_equal(rows_begin(&printer.rows, 0), 0);
	take_some(&printer);
	assert_int_equal(printer.rows.out.used, 0);
	rows_end(&printer.rows, 0);
	assert_int_equal(printer.rows.counted.given, 4);
	check(&printer, "  PORT              CMD        IP_SOURCE    UID"
			"    COUNT    RATE    FIRST     LAST\n"
			"    22            nginx              ::1   1000"
			"        2   0.400 22:13:21 22:13:22\n"
			"    80            nginx        192.0.2.1   1000"
			"        1   0.200 22:13:20 22:13:20\n"
			"     -            nginx                -   1000"
			"        1   0.200 22:13:25 22:13:25\n");
}

static void test_summary_json(void **state)
{
	struct printer printer;

	(void)state;
	open_printer(&printer, "CMD,IP_SOURCE/8,PORT", true, 0);
	assert_int_equal(rows_begin(&printer.rows, SECOND_NS), 0);
	take_some(&printer);
	rows_end(&printer.rows, 9 * SECOND_NS);
	check(&printer,
	      "{\"cmd\":\"nginx\",\"ip_source\":\"::/64\",\"port\":22,"
	      "\"count\":2,\"rate\":0.250000,"
	      "\"first\":\"2023-11-14T22:13:21.000000+00:00\","
	      "\"last\":\"2023-11-14T22:13:22.000000+00:00\"}\n"
	      "{\"cmd\":\"nginx\",\"ip_source\":\"192.0.0.0/8\",\"port\":80,"
	      "\"count\":1,\"rate\":0.125000,"
	      "\"first\":\"2023-11-14T22:13:20.000000+00:00\","
	      "\"last\":\"2023-11-14T22:13:20.000000+00:00\"}\n"
	      "{\"cmd\":\"nginx\",\"ip_source\":null,\"port\":null,"
	      "\"count\":1,\"rate\":0.125000,"
	      "\"first\":\"2023-11-14T22:13:25.000000+00:00\","
	      "\"last\":\"2023-11-14T22:13:25.000000+00:00\"}\n");
}

/* Two seconds each; in that from 2 to 4 nothing came, and so none is printed. */
static void test_summary_intervals(void **state)
{
	struct printer printer;

	(void)state;
	open_printer(&printer, "PORT", false, 2 * SECOND_NS);
	assert_int_equal(rows_begin(&printer.rows, 0), 0);
	take(&printer, "::1", 22, 0);
	take(&printer, "::1", 22, 1);
	take(&printer, "::1", 22, 4);
	take(&printer, "::1", 80, 5);
	take(&printer, "::1", 80, 6);
	rows_end(&printer.rows, 0);
	check(&printer, "  PORT    COUNT    RATE    FIRST     LAST\n"
			"    22        2    1.00 22:13:20 22:13:21\n"
			"\n"
			"  PORT    COUNT    RATE    FIRST     LAST\n"
			"    22        1   0.500 22:13:24 22:13:24\n"
			"    80        1   0.500 22:13:25 22:13:25\n"
			"\n"
			"  PORT    COUNT    RATE    FIRST     LAST\n"
			"    80        1   0.500 22:13:26 22:13:26\n");
}

/* In JSON each line says which one it is of, counted with those of nothing. */
static void test_summary_json_intervals(void **state)
{
	struct printer printer;

	(void)state;
	open_printer(&printer, "PORT", true, 2 * SECOND_NS);
	assert_int_equal(rows_begin(&printer.rows, 0), 0);
	take(&printer, "::1", 22, 1);
	take(&printer, "::1", 22, 6);
	rows_end(&printer.rows, 0);
	check(&printer,
	      "{\"interval\":1,"
	      "\"interval_start\":\"2023-11-14T22:13:21.000000+00:00\","
	      "\"port\":22,\"count\":1,\"rate\":0.500000,"
	      "\"first\":\"2023-11-14T22:13:21.000000+00:00\","
	      "\"last\":\"2023-11-14T22:13:21.000000+00:00\"}\n"
	      "{\"interval\":3,"
	      "\"interval_start\":\"2023-11-14T22:13:25.000000+00:00\","
	      "\"port\":22,\"count\":1,\"rate\":0.500000,"
	      "\"first\":\"2023-11-14T22:13:26.000000+00:00\","
	      "\"last\":\"2023-11-14T22:13:26.000000+00:00\"}\n");
}

/* A time of day alone does where all are of one day. */
static void test_summary_days(void **state)
{
	struct printer printer;

	(void)state;
	open_printer(&printer, "PORT", false, 0);
	assert_int_equal(rows_begin(&printer.rows, 0), 0);
	take(&printer, "::1", 22, 0);
	take(&printer, "::1", 80, 6400); /* the first second of the next day */
	take(&printer, "::1", 22, 10);
	rows_end(&printer.rows, 0);
	check(&printer,
	      "  PORT    COUNT    RATE               FIRST                LAST\n"
	      "    22        2   0.000 2023-11-14 22:13:20 2023-11-14 22:13:30\n"
	      "    80        1   0.000 2023-11-15 00:00:00 2023-11-15 00:00:00\n");
	/* Where there is a table for each hour, of which each is of one. */
	open_printer(&printer, "PORT", false, 3600 * SECOND_NS);
	assert_int_equal(rows_begin(&printer.rows, 0), 0);
	take(&printer, "::1", 22, 0);
	take(&printer, "::1", 22, 7200);
	rows_end(&printer.rows, 0);
	check(&printer,
	      "  PORT    COUNT    RATE    FIRST     LAST\n"
	      "    22        1   0.000 22:13:20 22:13:20\n"
	      "\n"
	      "  PORT    COUNT    RATE               FIRST                LAST\n"
	      "    22        1   0.000 2023-11-15 00:13:20 2023-11-15 00:13:20\n");
	open_printer(&printer, "PORT", false, 0);
	assert_int_equal(rows_begin(&printer.rows, 0), 0);
	take(&printer, "::1", 22, 6399);
	rows_end(&printer.rows, 0);
	check(&printer, "  PORT    COUNT    RATE    FIRST     LAST\n"
			"    22        1       - 23:59:59 23:59:59\n");
}

/* Live, time passes without rows, too. */
static void test_summary_clock(void **state)
{
	struct printer printer;
	struct rows *rows = &printer.rows;

	(void)state;
	open_printer(&printer, "PORT", false, 10 * SECOND_NS);
	assert_int_equal(rows_begin(rows, SECOND_NS), 0);
	assert_int_equal(rows_due_ms(rows, SECOND_NS, 20000), 10015);
	assert_int_equal(rows_due_ms(rows, SECOND_NS, 100), 100);
	assert_int_equal(rows_due_ms(rows, 12 * SECOND_NS, 100), 15);
	take(&printer, "::1", 22, 3);
	rows_print(rows, 11 * SECOND_NS - 1);
	assert_int_equal(rows->out.used, 0);
	rows_print(rows, 11 * SECOND_NS);
	assert_true(rows->out.used > 0);
	assert_int_equal(rows_due_ms(rows, 11 * SECOND_NS, 20000), 10015);
	out_discard(&rows->out);
	rows_print(rows, 500 * SECOND_NS);
	take(&printer, "::1", 22, 501);
	rows_end(rows, 506 * SECOND_NS); /* of the interval from 501 on */
	check(&printer, "\n"
			"  PORT    COUNT    RATE    FIRST     LAST\n"
			"    22        1   0.200 22:21:41 22:21:41\n");
}

/* What the recorder held is from before the start of a live run. */
static void test_summary_held(void **state)
{
	struct printer printer;
	struct rows *rows = &printer.rows;

	(void)state;
	open_printer(&printer, "PORT", false, 0);
	assert_int_equal(rows_begin(rows, 9 * SECOND_NS), 0);
	take(&printer, "::1", 22, 0);
	take(&printer, "::1", 22, 5);
	take(&printer, "::1", 22, 10);
	rows_end(rows, 11 * SECOND_NS);
	check(&printer, "  PORT    COUNT    RATE    FIRST     LAST\n"
			"    22        3   0.300 22:13:20 22:13:30\n");
}

/* Times of a damaged recording may be anything. */
static void test_summary_strange_times(void **state)
{
	static const uint64_t times[] = { 0, 1, UINT64_MAX, 5, UINT64_MAX - 1 };

	(void)state;
	for (uint64_t interval = 0; interval < 2; interval++) {
		struct printer printer;

		open_printer(&printer, "PORT", true, interval);
		for (size_t i = 0; i < COUNT_OF(times); i++) {
			struct conn conn = conn_from("::1", 22);

			conn.ts_ns = times[i];
			rows_row(&printer.rows, &conn);
		}
		rows_end(&printer.rows, 0);
		assert_int_equal(printer.rows.counted.given, COUNT_OF(times));
		assert_true(out_lines(&printer.rows.out) > 0);
		rows_close(&printer.rows);
	}
}

static void test_summary_empty(void **state)
{
	struct printer printer;

	(void)state;
	open_printer(&printer, "PORT", false, 0);
	assert_int_equal(rows_begin(&printer.rows, 0), 0);
	rows_end(&printer.rows, 0);
	check(&printer, "  PORT    COUNT    RATE    FIRST     LAST\n");
	open_printer(&printer, "PORT", true, 0);
	assert_int_equal(rows_begin(&printer.rows, 0), 0);
	rows_end(&printer.rows, 0);
	check(&printer, "");
}

/* What was too much is one line, which says how much that is. */
static void test_summary_folded(void **state)
{
	struct printer printer;
	char *line, *rest, *last = NULL;
	uint64_t sum = 0, lines = 0;

	(void)state;
	open_printer(&printer, "PORT_SOURCE,TID", true, 0);
	for (unsigned i = 0; i < GROUPS_MAX + 1; i++) {
		struct conn conn = conn_from("::1", 22);

		conn.tid = i;
		rows_row(&printer.rows, &conn);
	}
	rows_end(&printer.rows, 0);
	rest = printer.rows.out.data;
	while ((line = strsep(&rest, "\n")) && *line) {
		assert_non_null(strstr(line, "\"count\":"));
		sum += strtoull(strstr(line, "\"count\":") + 8, NULL, 10);
		last = line;
		if (++lines == GROUPS_MAX * 3 / 4 + 2)
			break;
	}
	assert_int_equal(sum, GROUPS_MAX + 1);
	assert_int_equal(lines, GROUPS_MAX * 3 / 4 + 2);
	assert_non_null(strstr(last, "{\"port_source\":null,\"tid\":null,"
				     "\"count\":25000,"));
	assert_non_null(strstr(last, ",\"folded\":25000}"));
	rows_close(&printer.rows);
}

static void test_summary_folded_table(void **state)
{
	struct printer printer;
	struct out *out = &printer.rows.out;

	(void)state;
	open_printer(&printer, "PORT_SOURCE,TID", false, 0);
	for (unsigned i = 0; i < GROUPS_MAX + 1; i++) {
		struct conn conn = conn_from("::1", 22);

		conn.tid = i;
		rows_row(&printer.rows, &conn);
	}
	rows_end(&printer.rows, 0);
	out_reserve(out, 1)[0] = '\0';
	assert_non_null(strstr(out->data,
			       "\n(25000 rarer)      -    25000       - "
			       "22:13:20 22:13:20\n"));
	rows_close(&printer.rows);
}

static int set_utc(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_parse),
		cmocka_unit_test(test_by_all),
		cmocka_unit_test(test_by_prefixes),
		cmocka_unit_test(test_by_cmd),
		cmocka_unit_test(test_by_words),
		cmocka_unit_test(test_groups_count),
		cmocka_unit_test(test_groups_fold),
		cmocka_unit_test(test_groups_rarest),
		cmocka_unit_test(test_summary_table),
		cmocka_unit_test(test_summary_json),
		cmocka_unit_test(test_summary_intervals),
		cmocka_unit_test(test_summary_json_intervals),
		cmocka_unit_test(test_summary_days),
		cmocka_unit_test(test_summary_clock),
		cmocka_unit_test(test_summary_held),
		cmocka_unit_test(test_summary_strange_times),
		cmocka_unit_test(test_summary_empty),
		cmocka_unit_test(test_summary_folded),
		cmocka_unit_test(test_summary_folded_table),
	};

	return cmocka_run_group_tests(tests, set_utc, NULL);
}
