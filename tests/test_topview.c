/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The screen of top: what is where, at any size, and what keys change. */
#include "unit.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "addr.h"
#include "names.h"
#include "topview.h"

#define LINES 60
#define COLUMNS 300
#define SECOND 1000000000ULL

static char text[LINES][COLUMNS + 1];
static int lines, columns;

/* Of those that are used here: Chinese ones are, bars are not. */
static bool is_wide(char first_byte)
{
	return (unsigned char)first_byte >= 0xe4;
}

/* Bytes of ASCII, or a '?' for each column of a character beyond. */
static void put(int line, int column, enum screen_style style,
		const char *bytes, size_t length)
{
	(void)style;
	assert_uint_in_range(line, 0, lines - 1);
	for (size_t i = 0; i < length; i++) {
		if ((bytes[i] & 0xc0) == 0x80)
			continue;
		assert_uint_in_range(column, 0, columns - 1);
		assert_true(bytes[i] & 0x80 || bytes[i] >= ' ');
		text[line][column++] = bytes[i] & 0x80 ? '?' : bytes[i];
		if (is_wide(bytes[i])) {
			assert_uint_in_range(column, 0, columns - 1);
			text[line][column++] = '?';
		}
	}
}

static struct by by;
static struct groups all, recent;
static struct toprows rows;
static struct history history;
static struct topstate state;
static struct topview view = {
	.by = &by,
	.rows = &rows,
	.history = &history,
	.now_ns = 100 * SECOND,
	.time_ns = 5 * SECOND,
	.span_ns = 2 * SECOND,
	.account = "7 accepts, 0 lost",
	.message = "somebody said something",
	.put = put,
};

static void draw(int line_count, int column_count)
{
	lines = line_count;
	columns = column_count;
	memset(text, 0, sizeof(text));
	for (int i = 0; i < lines; i++)
		memset(text[i], ' ', columns);
	topview_draw(&view, &state, lines, columns);
	for (int i = 0; i < lines; i++)
		for (int j = columns; j > 0 && text[i][j - 1] == ' '; j--)
			text[i][j - 1] = '\0';
}

static void add(unsigned count, unsigned now, uint16_t port, const char *cmd,
		const char *source)
{
	struct conn conn = { .port = port, .uid = CONN_UID_UNKNOWN }, key;

	strncpy(conn.cmd, cmd, sizeof(conn.cmd) - 1);
	assert_int_equal(addr_parse(&conn.ip_source, source), 0);
	by_key(&by, &conn, &key);
	for (unsigned i = 0; i < count; i++)
		groups_add(&all, &key, port * SECOND);
	for (unsigned i = 0; i < now; i++)
		groups_add(&recent, &key, port * SECOND);
}

static void sort(void)
{
	toprows_sort(&rows, &by, state.sort, state.is_reverse);
}

static int fill(void **unused)
{
	(void)unused;
	by_default(&by);
	groups_init(&all, by_words(&by));
	groups_init(&recent, by_words(&by));
	add(4, 0, 9000, "nginx", "10.0.0.9");
	add(1, 1, 22, "sshd", "2001:db8::1");
	add(2, 2, 443, "nginx", "9.0.0.1");
	assert_int_equal(toprows_take(&rows, &all, &recent), 0);
	state = (struct topstate){ .columns = toprows_figures(&by) + by.count,
				   .sort = TOPROWS_RATE };
	sort();
	view.is_utf8 = true;
	return 0;
}

static int empty(void **unused)
{
	(void)unused;
	groups_free(&all);
	groups_free(&recent);
	toprows_free(&rows);
	return 0;
}

static void press(int key)
{
	if (topstate_key(&state, key) == TOPSTATE_ORDER)
		sort();
}

static void type(const char *keys)
{
	for (; *keys; keys++)
		press(*keys);
}

/* The ports in the order of the lines. */
static void assert_ports(const char *expected)
{
	char ports[256] = "";
	int names = 0;

	draw(24, 80);
	while (names < lines && !strstr(text[names], "COUNT    RATE"))
		names++;
	for (int i = names + 1; i < lines - 1 && *text[i]; i++) {
		strncat(ports, text[i] + 26, 4);
		strcat(ports, " ");
	}
	assert_string_equal(ports, expected);
}

static void test_topview_screen(void **unused)
{
	(void)unused;
	draw(24, 80);
	assert_non_null(strstr(text[0], "every 2 s  by RATE"));
	assert_string_equal(text[1], "7 accepts, 0 lost");
	/* Three in two seconds. */
	assert_memory_equal(text[2], "    1.5/s  ", 11);
	assert_string_equal(text[3], "somebody said something");
	assert_string_equal(text[4],
			    "   COUNT    RATE LAST     PORT CMD   IP_SOURCE");
	assert_non_null(strstr(text[5], "443 nginx 9.0.0.1"));
	assert_memory_equal(text[5], "       2     1.0 ", 17);
	assert_non_null(strstr(text[6], "22 sshd  2001:db8::1"));
	assert_non_null(strstr(text[7], "9000 nginx 10.0.0.9"));
	assert_string_equal(text[8], "");
	assert_memory_equal(text[23], "q quit", 6);
}

/* Nothing is put beyond an edge: put() checks it. */
static void test_topview_sizes(void **unused)
{
	(void)unused;
	for (int i = 1; i <= LINES; i++)
		for (int j = 1; j <= COLUMNS; j += j < 100 ? 1 : 17) {
			draw(i, j);
			assert_true(*text[0]);
		}
	draw(4, 20);
	assert_non_null(strstr(text[1], "COUNT"));
	assert_memory_equal(text[2], "       2", 8);
	assert_memory_equal(text[3], "       1", 8);
}

static void test_topview_sort(void **unused)
{
	(void)unused;
	assert_ports(" 443   22 9000 ");
	type("c");
	assert_ports("9000  443   22 ");
	type("R");
	assert_ports("  22  443 9000 ");
	type("Rl");
	assert_ports("9000  443   22 ");
	type(">"); /* PORT, as numbers */
	assert_ports("  22  443 9000 ");
	type(">"); /* CMD; those of the same by rate */
	assert_ports(" 443 9000   22 ");
	press(SCREEN_RIGHT); /* IP_SOURCE, as addresses: 9 before 10 */
	assert_ports(" 443 9000   22 ");
	type("<<<<<");
	assert_non_null(strstr(text[0], "by IP_SOURCE"));
	assert_ports("9000  443   22 ");
	draw(24, 80);
	assert_non_null(strstr(text[0], "by COUNT"));
}

static void test_topview_filter(void **unused)
{
	(void)unused;
	type("/NGI");
	assert_ports(" 443 9000 ");
	assert_string_equal(text[3], "/NGI_");
	type("q "); /* not what these keys are else */
	assert_ports("");
	press(SCREEN_ERASE);
	press(SCREEN_ERASE);
	press('\n');
	assert_ports(" 443 9000 ");
	assert_string_equal(text[3], "/NGI");
	press(27);
	assert_ports(" 443   22 9000 ");
	type("/2001:");
	assert_ports("  22 ");
	/* No byte of it reaches the terminal as it is, nor is there too much. */
	type("\033/\x07\x9b");
	for (int i = 0; i < 2 * TOPSTATE_FILTER_SIZE; i++)
		press(0x9b);
	draw(24, 80);
	assert_string_not_equal(text[3], "");
}

static void test_topview_scroll(void **unused)
{
	(void)unused;
	state.first = 0;
	draw(7, 80); /* two of the three */
	assert_int_equal(state.page, 4);
	draw(5, 80);
	assert_int_equal(state.page, 3);
	draw(4, 80);
	assert_int_equal(state.page, 2);
	press(SCREEN_PAGE_DOWN);
	draw(4, 80);
	assert_int_equal(state.first, 1);
	assert_memory_equal(text[3], "       4", 8);
	press(SCREEN_END);
	draw(4, 80);
	assert_int_equal(state.first, 1);
	press(SCREEN_UP);
	press(SCREEN_UP);
	draw(4, 80);
	assert_memory_equal(text[2], "       2", 8);
	type(" ");
	assert_true(state.is_frozen);
	draw(24, 80);
	assert_non_null(strstr(text[0], "frozen"));
	assert_int_equal(topstate_key(&state, 'q'), TOPSTATE_QUIT);
	assert_int_equal(topstate_key(&state, 'x'), TOPSTATE_NOTHING);
}

/* Of so many the rarest are one line, which is always there. */
static void test_topview_folded(void **unused)
{
	(void)unused;
	rows.folded = 25000;
	draw(24, 80);
	assert_string_equal(text[8], "(25000 rarer)");
	for (int i = 0; i < 3; i++) {
		draw(7, 80); /* three rows, and room for four lines */
		assert_memory_equal(text[5], "       4", 8);
		assert_string_equal(text[6], "(25000 rarer)");
		draw(6, 80); /* one less */
		assert_int_equal(state.page, 2);
		assert_string_equal(text[5], "(25000 rarer)");
		press(i ? SCREEN_END : SCREEN_PAGE_DOWN);
	}
	draw(3, 80); /* where there is but one, it is a row's */
	assert_memory_equal(text[2], "       4", 8);
}

static void add_wait(uint16_t port, uint64_t wait_ns)
{
	struct conn conn = { .port = port }, key;

	by_key(&by, &conn, &key);
	assert_int_equal(groups_add_wait(&all, &key, SECOND, wait_ns), 0);
}

static int fill_waits(void **unused)
{
	const char *bad;
	size_t length;

	(void)unused;
	assert_int_equal(by_parse(&by, "PORT,WAIT", &bad, &length), BY_OK);
	groups_init(&all, by_words(&by));
	groups_init(&recent, by_words(&by));
	for (int i = 0; i < 100; i++)
		add_wait(80, i < 60 ? 1000000 : i < 99 ? SECOND : 7 * SECOND);
	add_wait(22, 2 * SECOND);
	add_wait(443, 0);
	assert_int_equal(toprows_take(&rows, &all, &recent), 0);
	state = (struct topstate){ .columns = TOPROWS_FIGURES + by.count };
	sort();
	return 0;
}

static void test_topview_waits(void **unused)
{
	(void)unused;
	draw(24, 80);
	assert_string_equal(text[4], "   COUNT    RATE LAST     WAIT_P50 "
				     "WAIT_P99 WAIT_MAX PORT");
	/* Percentiles are right within an eighth, the longest is exact. */
	assert_memory_equal(text[5], "     100 ", 9);
	assert_non_null(strstr(text[5], "ms    1."));
	assert_non_null(strstr(text[5], "    7.00s   80"));
	assert_non_null(strstr(text[6], "    2.00s   22"));
	assert_string_equal(text[7] + 26, "       -        -        -  443");
	type("l>"); /* the longest median: 2 s, 1 ms, unknown */
	draw(24, 80);
	assert_non_null(strstr(text[0], "by WAIT_P50"));
	assert_non_null(strstr(text[5], "  22"));
	assert_non_null(strstr(text[6], "  80"));
	type(">>"); /* the longest: 7 s, 2 s */
	draw(24, 80);
	assert_non_null(strstr(text[0], "by WAIT_MAX"));
	assert_non_null(strstr(text[5], "  80"));
	type(">");
	draw(24, 80);
	assert_non_null(strstr(text[0], "by PORT"));
	assert_non_null(strstr(text[5], "  22"));
}

static void add_time(unsigned second)
{
	struct conn conn = { .time_ns = second * SECOND }, key;

	by_key(&by, &conn, &key);
	groups_add(&all, &key, conn.time_ns);
}

/* TIME is a word, but not as it is sorted: midnight comes behind the day. */
static void test_topview_times(void **unused)
{
	static const unsigned seconds[] = { 86395, 86398, 86401, 86404 };
	const char *bad;
	size_t length;

	(void)unused;
	assert_int_equal(by_parse(&by, "TIME", &bad, &length), BY_OK);
	groups_init(&all, by_words(&by));
	groups_init(&recent, by_words(&by));
	for (size_t i = COUNT_OF(seconds); i-- > 0;)
		add_time(seconds[i]);
	assert_int_equal(toprows_take(&rows, &all, &recent), 0);
	toprows_sort(&rows, &by, toprows_figures(&by), false);
	for (size_t i = 0; i < COUNT_OF(seconds); i++)
		assert_int_equal(rows.rows[i].last_ns, seconds[i] * SECOND);
	empty(NULL);
}

static void add_user(const char *name, unsigned count)
{
	struct conn conn = { .user = names_add(name, strlen(name)) }, key;

	by_key(&by, &conn, &key);
	for (unsigned i = 0; i < count; i++)
		groups_add(&all, &key, SECOND);
}

static int fill_users(void **unused)
{
	static const char *const names[] = { "www-data", "postgres", "alice",
					     "root" };
	const char *bad;
	size_t length;

	(void)unused;
	assert_int_equal(by_parse(&by, "USER", &bad, &length), BY_OK);
	groups_init(&all, by_words(&by));
	groups_init(&recent, by_words(&by));
	for (size_t i = 0; i < 4; i++)
		add_user(names[i], 9 - i);
	assert_int_equal(toprows_take(&rows, &all, &recent), 0);
	state = (struct topstate){ .columns = toprows_figures(&by) + by.count };
	sort();
	return 0;
}

/* Names have numbers, in the order in which they were first seen. */
static void test_topview_words(void **unused)
{
	static const char *const names[] = { "alice", "postgres", "root",
					     "www-data" };

	(void)unused;
	type("l>");
	draw(24, 80);
	assert_non_null(strstr(text[0], "by USER"));
	for (int i = 0; i < 4; i++)
		assert_string_equal(text[5 + i] + 26, names[i]);
}

/* A thread's name is no command to a terminal, of whatever it understands. */
static void test_topview_names(void **unused)
{
	(void)unused;
	add(9, 9, 1, "\033[2J\x9b\xc3\xa4\t", "::2");
	assert_int_equal(toprows_take(&rows, &all, &recent), 0);
	sort();
	draw(24, 80);
	assert_non_null(strstr(text[5], " \\x1b[2J\\x9b?\\x09 ::2"));
	view.is_utf8 = false;
	draw(24, 80);
	assert_non_null(strstr(text[5], " \\x1b[2J\\x9b\\xc3\\xa4\\x09 "));
}

/* Two columns for each of its characters, and none of them in half. */
static void test_topview_wide(void **unused)
{
	(void)unused;
	add(9, 9, 1, "漢字漢字漢", "::2");
	assert_int_equal(toprows_take(&rows, &all, &recent), 0);
	sort();
	draw(24, 80);
	assert_string_equal(text[4] + 26, "PORT CMD        IP_SOURCE");
	assert_string_equal(text[5] + 26, "   1 ?????????\? ::2");
	assert_string_equal(text[6] + 26, " 443 nginx      9.0.0.1");
	for (int i = 1; i <= COLUMNS; i++)
		draw(24, i);
	draw(24, 36);
	assert_string_equal(text[5] + 26, "   1 ????");
	assert_string_equal(text[6] + 26, " 443 nginx");
}

/* Whoever asks for all of it again gets it, also while typing. */
static void test_topview_again(void **unused)
{
	(void)unused;
	assert_int_equal(topstate_key(&state, 'L' & 31), TOPSTATE_ALL);
	type("/ngi");
	assert_int_equal(topstate_key(&state, 'L' & 31), TOPSTATE_ALL);
	assert_ports(" 443 9000 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_topview_screen, fill,
						empty),
		cmocka_unit_test_setup_teardown(test_topview_sizes, fill,
						empty),
		cmocka_unit_test_setup_teardown(test_topview_sort, fill, empty),
		cmocka_unit_test_setup_teardown(test_topview_filter, fill,
						empty),
		cmocka_unit_test_setup_teardown(test_topview_scroll, fill,
						empty),
		cmocka_unit_test_setup_teardown(test_topview_folded, fill,
						empty),
		cmocka_unit_test_setup_teardown(test_topview_waits, fill_waits,
						empty),
		cmocka_unit_test(test_topview_times),
		cmocka_unit_test_setup_teardown(test_topview_words, fill_users,
						empty),
		cmocka_unit_test_setup_teardown(test_topview_names, fill,
						empty),
		cmocka_unit_test_setup_teardown(test_topview_wide, fill, empty),
		cmocka_unit_test_setup_teardown(test_topview_again, fill,
						empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
