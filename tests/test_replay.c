/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Replays sub-buffers recorded on real kernels through every stage behind
 * the reader, and compares with what the accepting program said. See
 * tests/data/README.md for where the data is from.
 */
#include "each.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decode.h"
#include "lanes.h"
#include "sink.h"
#include "subbuf.h"

#ifndef DATA
#define DATA "tests/data"
#endif

#define COLUMNS "CMD,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY"
#define MAX_LINES 1000
#define MAX_FILE (1 << 20)

static char *read_file(const char *dir, const char *name, size_t *length)
{
	char path[256], *text = calloc(1, MAX_FILE);
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "rb");
	assert_non_null(file);
	*length = fread(text, 1, MAX_FILE, file);
	assert_true(*length > 0 && *length < MAX_FILE);
	fclose(file);
	return text;
}

struct replay {
	struct subbuf_format format;
	struct decoder decoder;
	struct lanes lanes;
	unsigned bad;
};

static void open_replay(struct replay *replay, const char *dir)
{
	size_t length;
	char *text = read_file(dir, "header_page", &length);

	*replay = (struct replay){ .bad = 0 };
	assert_int_equal(subbuf_parse_format(&replay->format, text, length), 0);
	free(text);
	text = read_file(dir, "format", &length);
	assert_int_equal(
		decode_init(&replay->decoder, FIELDS_ACCEPT, text, length), 0);
	free(text);
}

static void take_page(struct replay *replay, struct subbuf *subbuf, char *page,
		      size_t length, uint32_t cpu)
{
	struct rawrec record;
	struct conn conn;

	if (subbuf_load(subbuf, page, length, cpu)) {
		replay->bad++;
		return;
	}
	while (subbuf_next(subbuf, &record) > 0) {
		switch (decode(&replay->decoder, &record, &conn)) {
		case DECODE_OK:
			assert_int_equal(lanes_push(&replay->lanes, &conn), 0);
			break;
		case DECODE_BAD: replay->bad++; break;
		case DECODE_SKIP:
		case DECODE_OTHER: break;
		}
	}
}

/* Both files of a recording are whole sub-buffers, one behind the other. */
static void take_cpu(struct replay *replay, const char *dir, uint32_t cpu)
{
	char name[16];
	size_t length, page = replay->format.page_size;
	struct subbuf *subbuf = subbuf_new(&replay->format);
	char *data, *copy = malloc(page);

	snprintf(name, sizeof(name), "cpu%u.raw", cpu);
	data = read_file(dir, name, &length);
	assert_int_equal(length % page, 0);
	for (size_t at = 0; at < length; at += page) {
		/* A copy of its own, so that ASan sees the end. */
		memcpy(copy, data + at, page);
		take_page(replay, subbuf, copy, page, cpu);
	}
	subbuf_free(subbuf);
	free(copy);
	free(data);
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

static void compare_with_truth(char *rows, const char *dir)
{
	static char *row_lines[MAX_LINES], *truth_lines[MAX_LINES];
	size_t length;
	char *truth = read_file(dir, "truth.json", &length);
	size_t count = sort_lines(truth, truth_lines);

	assert_int_equal(sort_lines(rows, row_lines), count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(row_lines[i], truth_lines[i]);
	free(truth);
}

static void print_rows(struct replay *replay, struct out *out)
{
	struct column_list columns;
	const char *bad;
	const struct conn *conn;
	uint64_t last_ns = 0;
	size_t length;
	struct sink sink = {
		.ops = &sink_json,
		.columns = &columns,
		.out = out,
	};

	assert_int_equal(column_parse(&columns, COLUMNS, &bad, &length), 0);
	assert_int_equal(out_open(out, STDOUT_FILENO), 0);
	while ((conn = lanes_pop(&replay->lanes, UINT64_MAX)) != NULL) {
		assert_true(last_ns <= conn->ts_ns);
		last_ns = conn->ts_ns;
		assert_int_equal(sink.ops->row(&sink, conn), 0);
	}
	out_reserve(out, 1)[0] = '\0';
}

static void test_replay(void **state)
{
	const char *dir = *state;
	struct replay replay;
	struct out out;

	open_replay(&replay, dir);
	take_cpu(&replay, dir, 0);
	take_cpu(&replay, dir, 1);
	assert_int_equal(replay.bad, 0);
	print_rows(&replay, &out);
	compare_with_truth(out.data, dir);
	out_close(&out);
	lanes_free(&replay.lanes);
}

/* A copy with nothing behind it, for ASan to see the end. */
static char *copy_of(const char *data, size_t length)
{
	char *copy = malloc(length);

	memcpy(copy, data, length);
	return copy;
}

/* Cut short anywhere, a sub-buffer is refused as a whole. */
static void test_replay_cut(void **state)
{
	const char *dir = *state;
	struct replay replay;
	struct subbuf *subbuf;
	size_t length, used;
	char *data;

	open_replay(&replay, dir);
	data = read_file(dir, "cpu0.raw", &length);
	subbuf = subbuf_new(&replay.format);
	/* Timestamp and commit, of 8 bytes each in these recordings. */
	memcpy(&used, data + 8, sizeof(used));
	used += 16;
	assert_uint_in_range(used, 100, replay.format.page_size);
	for (size_t cut = 0; cut <= used; cut++) {
		char *copy = copy_of(data, cut);

		assert_int_equal(subbuf_load(subbuf, copy, cut, 0),
				 cut < used ? -1 : 0);
		free(copy);
	}
	subbuf_free(subbuf);
	free(data);
}

/*
 * Each byte turned over: whatever comes out of it, the walk ends and, under
 * ASan, nothing outside of the page is read.
 */
static void test_replay_damaged(void **state)
{
	const char *dir = *state;
	struct replay replay;
	struct subbuf *subbuf;
	size_t length, page;
	char *data;

	open_replay(&replay, dir);
	page = replay.format.page_size;
	data = read_file(dir, "cpu0.raw", &length);
	subbuf = subbuf_new(&replay.format);
	for (size_t at = 0; at < page; at++) {
		char *copy = copy_of(data, page);

		copy[at] ^= 0xff;
		take_page(&replay, subbuf, copy, page, 0);
		free(copy);
	}
	assert_true(replay.bad > 0 && replay.lanes.used > 0);
	lanes_free(&replay.lanes);
	subbuf_free(subbuf);
	free(data);
}

static const struct each_kind kinds[] = {
	{ "", test_replay },
	{ " cut", test_replay_cut },
	{ " damaged", test_replay_damaged },
};

int main(void)
{
	return each_run("replay", DATA "/[0-9]*", kinds, COUNT_OF(kinds));
}
