/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Replays the recordings of real trace-cmds through every stage from the
 * bytes of the file to rows, and compares with what the accepting program
 * said. See tests/data/recordings/README.md for where they are from.
 */
#include "each.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source.h"
#include "tally.h"
#include "weave.h"

#ifndef RECORDINGS
#define RECORDINGS "tests/data/recordings"
#endif

#define COLUMNS "UID,CMD,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY"
/* Of the probe by hand; of names trace-cmd has saved the process's only. */
#define FEW_COLUMNS "PORT,IP_SOURCE,TID,FAMILY"
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
	struct opts opts;
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
static void run(struct result *result, const char *columns, const char *data,
		size_t size)
{
	/* A copy with nothing behind it, for ASan to see the end. */
	char *copy = malloc(size ? size : 1);
	struct opts *opts = &result->opts;
	struct source *source;
	struct weave *weave;
	const char *bad;
	size_t length;

	memcpy(copy, data, size);
	*result = (struct result){ .is_opened = false };
	opts->is_json = true;
	assert_int_equal(column_parse(&opts->columns, columns, &bad, &length),
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
		result->tally.lost = weave_lost(weave, result->tally.missed);
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
		assert_uint_in_range(count, 0, MAX_LINES - 1);
		lines[count++] = line;
	}
	qsort(lines, count, sizeof(*lines), compare_lines);
	return count;
}

static bool is_kind(const char *recording, const char *kind)
{
	return strstr(recording, kind) != NULL;
}

static const char *columns_of(const char *recording)
{
	return is_kind(recording, "by-hand") ? FEW_COLUMNS : COLUMNS;
}

/* Take "key":value out of each line of the truth. */
static void remove_key(char *text, const char *key)
{
	for (char *at = text; (at = strstr(at, key)) != NULL;) {
		char *end = strchr(at + 1, ',');

		assert_non_null(end);
		memmove(at, end + 1, strlen(end));
	}
}

static char *read_truth(const char *recording)
{
	static const char *const untold[] = {
		"\"uid\":", "\"cmd\":", "\"port_source\":", "\"ip_local\":"
	};
	char path[256], *text;
	size_t length;

	snprintf(path, sizeof(path), "%.*s.json",
		 (int)(strlen(recording) - strlen(".dat")), recording);
	text = read_file(path, &length);
	if (is_kind(recording, "by-hand"))
		for (size_t i = 0; i < COUNT_OF(untold); i++)
			remove_key(text, untold[i]);
	return text;
}

/*
 * Every row of @rows is one of the truth: nothing is invented. One of which
 * the accept alone was left has no family, and little else.
 */
static void assert_true_rows(struct result *result, const char *truth)
{
	char *state, *line;

	out_reserve(&result->rows.out, 1)[0] = '\0';
	for (line = strtok_r(result->rows.out.data, "\n", &state); line;
	     line = strtok_r(NULL, "\n", &state))
		assert_true(strstr(line, "\"family\":null") ||
			    strstr(truth, line));
}

static void assert_same_rows(struct result *result, char *truth)
{
	static char *row_lines[MAX_LINES], *truth_lines[MAX_LINES];
	size_t count = sort_lines(truth, truth_lines);

	out_reserve(&result->rows.out, 1)[0] = '\0';
	assert_int_equal(sort_lines(result->rows.out.data, row_lines), count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(row_lines[i], truth_lines[i]);
	assert_int_equal(result->tally.missed, 0);
}

/* What is missing is counted, to the last one. */
static void assert_rest_is_lost(struct result *result, char *truth)
{
	size_t lines = 0;

	assert_true_rows(result, truth);
	for (const char *at = truth; (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	assert_true(result->tally.lost > 0);
	assert_int_equal(result->rows.counted.given + result->tally.lost,
			 lines);
}

static void test_recording_rows(void **state)
{
	char *truth = read_truth(*state), *data;
	struct result result;
	size_t size;

	data = read_file(*state, &size);
	run(&result, columns_of(*state), data, size);
	assert_true(result.is_opened);
	if (is_kind(*state, "overwritten"))
		assert_rest_is_lost(&result, truth);
	else
		assert_same_rows(&result, truth);
	assert_int_equal(result.tally.damaged + result.tally.missed_unknown +
				 result.tally.undecoded,
			 0);
	rows_close(&result.rows);
	free(truth);
	free(data);
}

/* Each CPU's records come in time order, and with a wall clock if told. */
static void test_recording_streams(void **state)
{
	bool is_dated = is_kind(*state, "date");
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
			if (!conn.witnesses)
				continue; /* many of other events */
			assert_int_equal(conn.host != 0, 1);
			if (is_dated)
				assert_uint_in_range(conn.time_ns / 1000000000,
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

/* Cut short anywhere, what is left of it is read. */
static void test_recording_cut(void **state)
{
	char *truth = read_truth(*state);
	size_t size, opened = 0, told = 0;
	char *data = read_file(*state, &size);
	int saved = silence();

	for (size_t cut = 0; cut < size; cut += 61) {
		struct result result;

		run(&result, columns_of(*state), data, cut);
		assert_true_rows(&result, truth);
		opened += result.is_opened;
		told += result.rows.counted.given > 0;
		rows_close(&result.rows);
	}
	restore(saved);
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

		data[at] ^= 0xff;
		run(&result, columns_of(*state), data, size);
		opened += result.is_opened;
		rows_close(&result.rows);
		data[at] ^= 0xff;
	}
	restore(saved);
	assert_true(opened > 0 && opened < tried);
	free(data);
}

static const struct each_kind kinds[] = {
	{ "", test_recording_rows },
	{ " streams", test_recording_streams },
	{ " cut", test_recording_cut },
	{ " damaged", test_recording_damaged },
};

int main(void)
{
	return each_run("recording", RECORDINGS "/*.dat", kinds,
			COUNT_OF(kinds));
}
