/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Replays the recordings of real trace-cmds through every stage from the
 * bytes of the file to rows, and compares with what the accepting program
 * said. See tests/recordings/README.md for where they are from.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source.h"
#include "tally.h"
#include "weave.h"

#ifndef RECORDINGS
#define RECORDINGS "tests/recordings"
#endif

#define COLUMNS "UID,CMD,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY"
#define MAX_LINES 1000

static char *read_file(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	char *data;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	*length = ftell(file);
	rewind(file);
	data = malloc(*length + 1);
	assert_int_equal(fread(data, 1, *length, file), *length);
	data[*length] = '\0';
	fclose(file);
	return data;
}

struct result {
	struct rows rows;
	struct tally tally;
	bool is_opened;
};

static void check_order(void *context, const struct conn *conn)
{
	uint64_t *last = context;

	assert_true(conn->ts_ns >= *last);
	*last = conn->ts_ns;
}

/* As report does, with all rows left in the buffer of @result. */
static void run(struct result *result, struct opts *opts, const char *data,
		size_t size)
{
	/* A copy with nothing behind it, for ASan to see the end. */
	char *copy = malloc(size ? size : 1);
	struct source *source;
	struct weave *weave;
	const char *bad;
	size_t length;

	memcpy(copy, data, size);
	*opts = (struct opts){ .is_json = true };
	*result = (struct result){ .is_opened = false };
	assert_int_equal(column_parse(&opts->columns, COLUMNS, &bad, &length),
			 0);
	assert_int_equal(rows_open(&result->rows, opts, STDOUT_FILENO), 0);
	source = source_open("test", copy, size, false);
	if (source) {
		result->is_opened = true;
		weave = weave_new(&source, 1, &result->rows);
		assert_non_null(weave);
		while (weave_some(weave))
			;
		tally_add(&result->tally, source);
		weave_free(weave);
		source_close(source);
	}
	free(copy);
}

static int compare_lines(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static size_t sort_lines(char *text, char **lines)
{
	size_t count = 0;
	char *state;

	for (char *line = strtok_r(text, "\n", &state); line;
	     line = strtok_r(NULL, "\n", &state)) {
		assert_in_range(count, 0, MAX_LINES - 1);
		lines[count++] = line;
	}
	qsort(lines, count, sizeof(*lines), compare_lines);
	return count;
}

static char *read_truth(const char *recording)
{
	char path[256];
	size_t length;

	snprintf(path, sizeof(path), "%.*s.json",
		 (int)(strlen(recording) - strlen(".dat")), recording);
	return read_file(path, &length);
}

static void test_recording_rows(void **state)
{
	static char *row_lines[MAX_LINES], *truth_lines[MAX_LINES];
	char *truth = read_truth(*state), *data;
	size_t size, count = sort_lines(truth, truth_lines);
	struct result result;
	struct opts opts;

	data = read_file(*state, &size);
	run(&result, &opts, data, size);
	assert_true(result.is_opened);
	out_reserve(&result.rows.out, 1)[0] = '\0';
	assert_int_equal(sort_lines(result.rows.out.data, row_lines), count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(row_lines[i], truth_lines[i]);
	assert_int_equal(result.tally.damaged + result.tally.missed +
				 result.tally.missed_unknown +
				 result.tally.undecoded,
			 0);
	rows_close(&result.rows);
	free(truth);
	free(data);
}

/* Each CPU's records come in time order, and with a wall clock if told. */
static void test_recording_streams(void **state)
{
	bool is_dated = strstr(*state, "date") != NULL;
	struct source *source;
	struct conn conn;
	size_t size, records = 0;
	char *data = read_file(*state, &size);

	source = source_open("test", data, size, false);
	assert_non_null(source);
	for (size_t i = 0; i < source_streams(source); i++) {
		uint64_t last = 0;

		while (source_next(source, i, &conn)) {
			check_order(&last, &conn);
			assert_int_equal(conn.host != 0, 1);
			if (is_dated)
				assert_in_range(conn.time_ns / 1000000000,
						1700000000, 4000000000);
			records++;
		}
	}
	assert_true(records >= 20);
	source_close(source);
	free(data);
}

/* What the programs under test say of what is wrong is of no interest. */
static int silence(void)
{
	int saved = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);

	dup2(null, STDERR_FILENO);
	close(null);
	return saved;
}

static void restore(int saved)
{
	dup2(saved, STDERR_FILENO);
	close(saved);
}

/* Every row of @rows is one of the truth: a cut invents nothing. */
static void assert_true_rows(struct result *result, const char *truth)
{
	char *state, *line;

	out_reserve(&result->rows.out, 1)[0] = '\0';
	for (line = strtok_r(result->rows.out.data, "\n", &state); line;
	     line = strtok_r(NULL, "\n", &state))
		assert_non_null(strstr(truth, line));
}

/* Cut short anywhere, what is left of it is read. */
static void test_recording_cut(void **state)
{
	char *truth = read_truth(*state);
	size_t size, opened = 0, told = 0;
	char *data = read_file(*state, &size);
	int saved = silence();

	for (size_t cut = 0; cut < size; cut += 61) {
		struct result result;
		struct opts opts;

		run(&result, &opts, data, cut);
		assert_true_rows(&result, truth);
		opened += result.is_opened;
		told += result.rows.printed > 0;
		rows_close(&result.rows);
	}
	restore(saved);
	/* In v7 the place of the buffers is told behind them. */
	if (strstr(*state, "v6"))
		assert_true(told > 0 && opened > told);
	free(truth);
	free(data);
}

/* Bytes turned over: it ends, and ASan sees no read outside. */
static void test_recording_damaged(void **state)
{
	size_t size, opened = 0, tried = 0;
	char *data = read_file(*state, &size);
	int saved = silence();

	for (size_t at = 0; at < size; at += 37, tried++) {
		struct result result;
		struct opts opts;

		data[at] ^= 0xff;
		run(&result, &opts, data, size);
		opened += result.is_opened;
		rows_close(&result.rows);
		data[at] ^= 0xff;
	}
	restore(saved);
	assert_true(opened > 0 && opened < tried);
	free(data);
}

static const struct {
	const char *what;
	CMUnitTestFunction run;
} kinds[] = {
	{ "", test_recording_rows },
	{ " streams", test_recording_streams },
	{ " cut", test_recording_cut },
	{ " damaged", test_recording_damaged },
};

#define MAX_TESTS 256

int main(void)
{
	static char names[MAX_TESTS][96];
	struct CMUnitTest tests[MAX_TESTS] = { 0 };
	size_t count;
	glob_t files;
	int failed;

	if (glob(RECORDINGS "/*.dat", 0, NULL, &files))
		files.gl_pathc = 0;
	count = files.gl_pathc * COUNT_OF(kinds);
	if (count == 0 || count > MAX_TESTS) {
		fprintf(stderr, "no files in " RECORDINGS ", or too many\n");
		return 1;
	}
	for (size_t i = 0; i < count; i++) {
		char *file = files.gl_pathv[i / COUNT_OF(kinds)];

		snprintf(names[i], sizeof(names[i]), "%s%s", file,
			 kinds[i % COUNT_OF(kinds)].what);
		tests[i] = (struct CMUnitTest){
			.name = names[i],
			.test_func = kinds[i % COUNT_OF(kinds)].run,
			.initial_state = file,
		};
	}
	failed = _cmocka_run_group_tests("recording", tests, count, NULL, NULL);
	globfree(&files);
	return failed;
}
