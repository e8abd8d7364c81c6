/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where records are missing: what is kept of holes in any order, and that a
 * recording tells between which of its records they are.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "holes.h"
#include "recording.h"

#define RECORDINGS "tests/data/recordings/"
#define OVERWRITTEN RECORDINGS "6.12-overwritten.dat"
#define TIMES 4096

/* Of the commit word: some are missing in front, nobody knows how many. */
#define MISSED 0x80

static struct holes holes;

static void assert_apart(void)
{
	assert_uint_in_range(holes.count, 1, HOLES_MAX);
	for (size_t i = 0; i < holes.count; i++) {
		assert_true(holes.hole[i].from_ns <= holes.hole[i].until_ns);
		if (i)
			assert_true(holes.hole[i - 1].until_ns <
				    holes.hole[i].from_ns);
	}
}

static bool is_in_hole(uint64_t time_ns)
{
	for (size_t i = 0; i < holes.count; i++)
		if (holes.hole[i].from_ns <= time_ns &&
		    time_ns <= holes.hole[i].until_ns)
			return true;
	return false;
}

static uint64_t count_events(void)
{
	uint64_t events = 0;

	for (size_t i = 0; i < holes.count; i++)
		events += holes.hole[i].events;
	return events;
}

/* As few as there is room for: what is missing is where it was put, exactly. */
static void test_holes_any_order(void **state)
{
	static bool is_missing[TIMES];
	uint64_t events = 0;

	(void)state;
	memset(&holes, 0, sizeof(holes));
	for (int i = 0; i < 300; i++) {
		unsigned from = rand() % TIMES, until = from + rand() % 9;
		struct hole hole = { .from_ns = from,
				     .until_ns = until,
				     .events = i };

		/* The one or the other way round. */
		if (rand() % 2) {
			hole.from_ns = until;
			hole.until_ns = from;
		}
		holes_add(&holes, &hole);
		events += i;
		for (; from <= until && from < TIMES; from++)
			is_missing[from] = true;
	}
	assert_apart();
	for (size_t i = 0; i < TIMES; i++)
		assert_int_equal(is_in_hole(i), is_missing[i]);
	assert_int_equal(count_events(), events);
}

/* Too many: none is forgotten, and those far from others stay alone. */
static void test_holes_many(void **state)
{
	(void)state;
	memset(&holes, 0, sizeof(holes));
	for (uint64_t i = 0; i < 10 * HOLES_MAX; i++) {
		struct hole hole = { .from_ns = i * 100 + i % 2,
				     .until_ns = i * 100 + 2,
				     .events = 1 };

		if (i == 1000)
			hole.until_ns = hole.from_ns += 50;
		holes_add(&holes, &hole);
		assert_true(is_in_hole(hole.from_ns));
	}
	assert_apart();
	assert_int_equal(holes.count, HOLES_MAX);
	assert_int_equal(count_events(), 10 * HOLES_MAX);
	for (uint64_t i = 0; i < 10 * HOLES_MAX; i++)
		assert_true(i == 1000 || is_in_hole(i * 100 + 2));
}

/* Not compressed, and of more than one sub-buffer. */
static const char *const plain[] = {
	RECORDINGS "5.10-v6.dat",
	RECORDINGS "6.1-v7-none.dat",
	RECORDINGS "6.12-by-hand.dat",
};

static char *read_recording(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *data = malloc(1 << 20);

	assert_true(file && data);
	*size = fread(data, 1, 1 << 20, file);
	fclose(file);
	return data;
}

static struct recording *open_recording(const char *data, size_t size)
{
	char error[DATFILE_ERROR_SIZE];
	struct recording *recording = recording_open(data, size, false, error);

	assert_non_null(recording);
	return recording;
}

/* The times of the records on both sides of where sub-buffer @at begins. */
static struct hole find_sides(const char *data, size_t size, size_t stream,
			      const char *at)
{
	struct recording *recording = open_recording(data, size);
	struct hole hole = { .times = 1 };
	struct rawrec record;

	while (!hole.until_ns && recording_next(recording, stream, &record))
		if ((const char *)record.data < at)
			hole.from_ns = record.ts_ns;
		else
			hole.until_ns = record.ts_ns;
	recording_close(recording);
	return hole;
}

static void assert_hole(const char *data, size_t size, size_t stream,
			const struct hole *wanted)
{
	struct recording *recording = open_recording(data, size);
	struct rawrec record;
	struct hole hole;
	size_t found = 0;

	while (recording_next(recording, stream, &record)) {
		if (!recording_hole(recording, stream, &hole) || !hole.times)
			continue;
		assert_int_equal(hole.from_ns, wanted->from_ns);
		assert_int_equal(hole.until_ns, wanted->until_ns);
		assert_int_equal(hole.until_ns, record.ts_ns);
		assert_int_equal(hole.times, 1);
		found++;
	}
	assert_int_equal(found, 1);
	assert_false(recording_hole(recording, stream, &hole));
	recording_close(recording);
}

/* In front of each sub-buffer but the first; returns how many these were. */
static size_t try_each(char *data, size_t size, size_t index,
		       const struct datfile_stream *stream)
{
	size_t tried = 0;

	for (size_t at = 4096; at < stream->size; at += 4096, tried++) {
		char *page = data + stream->offset + at;
		struct hole sides = find_sides(data, size, index, page);

		assert_true(sides.from_ns && sides.until_ns);
		page[8 + 3] |= MISSED;
		assert_hole(data, size, index, &sides);
		page[8 + 3] &= ~MISSED;
	}
	return tried;
}

static void test_holes_recording(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		size_t size, tried = 0;
		char *data = read_recording(plain[i], &size);
		struct recording *recording = open_recording(data, size);
		const struct datfile *file = recording_file(recording);

		for (size_t j = 0; j < file->stream_count; j++)
			tried += try_each(data, size, j, &file->streams[j]);
		assert_true(tried > 0);
		recording_close(recording);
		free(data);
	}
}

/* The buffer of the second CPU had gone round, and kept how many times. */
static void test_holes_overwritten(void **state)
{
	size_t size;
	char *data = read_recording(OVERWRITTEN, &size);
	struct recording *recording = open_recording(data, size);
	struct rawrec record;
	struct hole hole;

	(void)state;
	assert_true(recording_next(recording, 0, &record));
	assert_false(recording_hole(recording, 0, &hole));
	assert_true(recording_next(recording, 1, &record));
	assert_true(recording_hole(recording, 1, &hole));
	assert_int_equal(hole.from_ns, 0);
	assert_int_equal(hole.until_ns, record.ts_ns);
	assert_int_equal(hole.events, 163);
	recording_close(recording);
	free(data);
}

/* A sub-buffer that cannot be read, the last: nothing is behind it. */
static void test_holes_end(void **state)
{
	size_t size;
	char *data = read_recording(plain[0], &size);
	struct recording *recording = open_recording(data, size);
	const struct datfile_stream *stream =
		&recording_file(recording)->streams[0];
	char *page = data + stream->offset + stream->size - 4096;
	struct rawrec record;
	struct hole hole;
	uint64_t last_ns = 0;

	(void)state;
	memset(page + 8, 0x0f, 4);
	while (recording_next(recording, 0, &record))
		last_ns = record.ts_ns;
	assert_true(last_ns > 0);
	assert_true(recording_hole(recording, 0, &hole));
	assert_int_equal(hole.from_ns, last_ns);
	assert_int_equal(hole.until_ns, UINT64_MAX);
	assert_int_equal(hole.times, 1);
	recording_close(recording);
	free(data);
}

/* One that cannot be decoded is missing when it was. */
static void test_holes_reject(void **state)
{
	size_t size;
	char *data = read_recording(plain[0], &size);
	struct recording *recording = open_recording(data, size);
	struct rawrec record;
	struct hole hole;

	(void)state;
	assert_true(recording_next(recording, 0, &record));
	recording_reject(recording, 0);
	assert_true(recording_next(recording, 0, &record));
	assert_true(recording_hole(recording, 0, &hole));
	assert_true(hole.from_ns == hole.until_ns);
	assert_true(hole.from_ns && hole.from_ns < record.ts_ns);
	assert_int_equal(hole.times, 1);
	recording_close(recording);
	free(data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_holes_any_order),
		cmocka_unit_test(test_holes_many),
		cmocka_unit_test(test_holes_recording),
		cmocka_unit_test(test_holes_overwritten),
		cmocka_unit_test(test_holes_end),
		cmocka_unit_test(test_holes_reject),
	};

	srand(20231114);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
