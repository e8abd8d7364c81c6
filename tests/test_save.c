/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random rows into a recording of our own and out of it again, in its final
 * form and at every moment before; and what becomes of the file.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "host.h"
#include "save.h"
#include "source.h"
#include "tally.h"
#include "weave.h"

#define ROWS 700
#define ALL                                                                \
	"TIME,UID,CMD,PID,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY," \
	"CPU,HOST"

static struct conn conns[ROWS];

static void random_address(struct in6_addr *addr, uint8_t family)
{
	memset(addr, 0, sizeof(*addr));
	if (!family)
		return;
	for (int i = 0; i < 16; i++)
		addr->s6_addr[i] = rand();
	if (family == 4)
		memcpy(addr, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
}

/* Every member as it may be, the unknown among them, all bytes in names. */
static void random_conn(struct conn *conn, uint64_t ts_ns)
{
	static const uint8_t families[] = { 0, 4, 6 };
	static const char *const hosts[] = { "alpha", "beta", "gamma ray" };
	uint8_t family = families[rand() % 3];

	*conn = (struct conn){
		.ts_ns = ts_ns,
		.time_ns = rand() % 20 ? ts_ns + 1700000000000000000 : 0,
		.uid = rand() % 5 ? (uint32_t)rand() : CONN_UID_UNKNOWN,
		.pid = rand() % 5 ? rand() % 4194304 : 0,
		.tid = rand() % 4194304,
		.cpu = rand() % 9 ? (uint32_t)rand() % 5 : CONN_CPU_UNKNOWN,
		.port = rand(),
		.port_source = rand(),
		.host = rand() % 3 ? HOST_OURS : host_add(hosts[rand() % 3]),
		.family = family,
		.witnesses = 1 + rand() % 3,
	};
	random_address(&conn->ip_local, family);
	random_address(&conn->ip_source, family);
	for (size_t i = 0; i < sizeof(conn->cmd) - 1 && rand() % 12; i++)
		conn->cmd[i] = 1 + rand() % 255;
}

/* Mostly in time order, at times the same or late, or after a long pause. */
static void random_conns(void)
{
	uint64_t ts_ns = 1000000000;

	for (int i = 0; i < ROWS; i++) {
		ts_ns +=
			(uint64_t)rand() % 1000000 * (rand() % 50 ? 1 : 100000);
		random_conn(&conns[i],
			    ts_ns - (rand() % 10 ? 0 : rand() % 900000000));
	}
}

/* What the rows are as JSON, with every column. */
static void open_rows(struct rows *rows, struct opts *opts)
{
	const char *bad;
	size_t length;

	*opts = (struct opts){ .is_json = true };
	assert_int_equal(column_parse(&opts->columns, ALL, &bad, &length), 0);
	*rows = (struct rows){ .limit = 0 };
	assert_int_equal(rows_open(rows, opts, STDOUT_FILENO), 0);
}

static char *text_of(struct rows *rows)
{
	out_reserve(&rows->out, 1)[0] = '\0';
	return rows->out.data;
}

static void read_file(struct rows *rows, struct opts *opts, struct losses *told)
{
	FILE *file = fopen(saved_at, "rb");
	static char data[1 << 20];
	size_t size = fread(data, 1, sizeof(data), file);
	struct tally tally = { .rows.given = 0 };
	struct source *source;
	struct weave *weave;

	fclose(file);
	open_rows(rows, opts);
	source = source_open(saved_at, data, size, false);
	assert_non_null(source);
	weave = weave_new(&source, 1, rows);
	assert_non_null(weave);
	while (weave_some(weave))
		;
	tally_add(&tally, source);
	tally.lost = weave_lost(weave, tally.missed);
	tally_losses(&tally, told);
	assert_int_equal(recording_losses(source_recording(source))->cut, 0);
	weave_free(weave);
	source_close(source);
}

/* The file has exactly the first @count rows, in their order. */
static void assert_has(int count)
{
	struct rows wanted, rows;
	struct opts wanted_opts, opts;
	struct losses told;

	open_rows(&wanted, &wanted_opts);
	for (int i = 0; i < count; i++)
		rows_row(&wanted, &conns[i]);
	read_file(&rows, &opts, &told);
	assert_string_equal(text_of(&rows), text_of(&wanted));
	assert_int_equal(rows.counted.given, count);
	rows_close(&wanted);
	rows_close(&rows);
}

static size_t count_files(void)
{
	char pattern[sizeof(folder) + 16];
	glob_t found;
	size_t count;

	snprintf(pattern, sizeof(pattern), "%s/*", folder);
	count = glob(pattern, 0, NULL, &found) ? 0 : found.gl_pathc;
	globfree(&found);
	return count;
}

static void save_all(bool is_at_once, int step)
{
	struct save *save = save_open(saved_at, is_at_once);

	assert_non_null(save);
	for (int i = 0; i < ROWS; i++) {
		save_row(save, &conns[i]);
		if (!step || (i + 1) % step)
			continue;
		assert_int_equal(save_flush(save), 0);
		assert_has(i + 1);
	}
	assert_int_equal(save_flush(save), 0);
	assert_int_equal(save_close(save), 0);
	assert_has(ROWS);
	assert_int_equal(count_files(), 1);
}

static void test_save_rows(void **state)
{
	struct stat st;

	(void)state;
	srand(11);
	for (int i = 0; i < 20; i++) {
		random_conns();
		save_all(i & 1, 0);
	}
	assert_int_equal(stat(saved_at, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* Whenever it ends, what was flushed is there. */
static void test_save_growing(void **state)
{
	(void)state;
	srand(12);
	random_conns();
	save_all(false, 1);
	random_conns();
	save_all(false, 17);
}

/* Each says what is lost up to then, and the last one counts. */
static void test_save_losses(void **state)
{
	struct losses losses = { .count = { 0 } }, told;
	struct save *save = save_open(saved_at, false);
	char wanted[LOSSES_SIZE], got[LOSSES_SIZE];
	struct rows rows;
	struct opts opts;

	(void)state;
	srand(13);
	random_conns();
	for (int i = 0; i < 100; i++) {
		save_row(save, &conns[i]);
		losses.count[rand() % LOSS_GAPS] += rand() % 3;
		if (rand() % 10 == 0)
			gaps_add(&losses.gaps,
				 &(struct gap){ 1700000000000000000 + i,
						1700000001000000000 + i,
						rand() % 9, rand() });
		save_losses(save, &losses);
		save_flush(save);
		read_file(&rows, &opts, &told);
		losses_format(wanted, &(struct losses_rows){ .given = i + 1 },
			      &losses);
		losses_format(
			got,
			&(struct losses_rows){ .given = rows.counted.given },
			&told);
		assert_string_equal(got, wanted);
		rows_close(&rows);
	}
	assert_int_equal(save_close(save), 0);
	read_file(&rows, &opts, &told);
	losses_format(got, &(struct losses_rows){ .given = rows.counted.given },
		      &told);
	assert_string_equal(got, wanted);
	rows_close(&rows);
}

/* Nothing to save: a recording without rows, but one. */
static void test_save_nothing(void **state)
{
	struct save *save = save_open(saved_at, false);

	(void)state;
	assert_int_equal(save_flush(save), 0);
	assert_int_equal(save_close(save), 0);
	assert_has(0);
}

/* Until something is flushed, what was there is left alone. */
static void test_save_unstarted(void **state)
{
	struct save *save;

	(void)state;
	random_conns();
	save_all(false, 0);
	save = save_open(saved_at, false);
	assert_non_null(save);
	assert_int_equal(save_close(save), 0);
	assert_has(ROWS);
	assert_int_equal(count_files(), 1);
}

/* What is no regular file, or is behind a link, is not written to. */
static void test_save_refused(void **state)
{
	char target[sizeof(saved_at) + 16];

	(void)state;
	unlink(saved_at);
	snprintf(target, sizeof(target), "%s.target", saved_at);
	assert_int_equal(symlink(target, saved_at), 0);
	assert_null(save_open(saved_at, false));
	assert_int_equal(access(target, F_OK), -1);
	unlink(saved_at);
	assert_int_equal(mkfifo(saved_at, 0600), 0);
	assert_null(save_open(saved_at, true));
	unlink(saved_at);
	assert_null(save_open("/nonexistent/folder/file", false));
	assert_null(save_open(folder, false));
	assert_int_equal(count_files(), 0);
}

/* No room: said once, and what was written before can be read. */
static void test_save_full(void **state)
{
	struct rlimit old, small;
	struct save *save = save_open(saved_at, false);
	struct losses told;
	struct rows rows;
	struct opts opts;
	int failures = 0;

	(void)state;
	random_conns();
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = (struct rlimit){ 10 * 4096 + 100, old.rlim_max };
	setrlimit(RLIMIT_FSIZE, &small);
	for (int i = 0; i < ROWS; i++) {
		save_row(save, &conns[i]);
		if (save_flush(save)) {
			assert_int_equal(errno, EFBIG);
			failures++;
		}
	}
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(failures, 1);
	assert_int_equal(save_close(save), -1);
	read_file(&rows, &opts, &told);
	assert_uint_in_range(rows.counted.given, 1, ROWS - 1);
	assert_has(rows.counted.given);
	rows_close(&rows);
}

/* Somebody has moved it away: it stays there, and nothing takes its place. */
static void test_save_moved(void **state)
{
	struct save *save = save_open(saved_at, false);
	char moved[sizeof(saved_at) + 16];

	(void)state;
	snprintf(moved, sizeof(moved), "%s.1", saved_at);
	random_conns();
	for (int i = 0; i < ROWS; i++)
		save_row(save, &conns[i]);
	assert_int_equal(save_flush(save), 0);
	assert_int_equal(rename(saved_at, moved), 0);
	assert_int_equal(save_close(save), 0);
	assert_int_equal(access(saved_at, F_OK), -1);
	assert_int_equal(rename(moved, saved_at), 0);
	assert_has(ROWS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_save_rows),
		cmocka_unit_test(test_save_growing),
		cmocka_unit_test(test_save_losses),
		cmocka_unit_test(test_save_nothing),
		cmocka_unit_test(test_save_unstarted),
		cmocka_unit_test(test_save_refused),
		cmocka_unit_test(test_save_full),
		cmocka_unit_test(test_save_moved),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
