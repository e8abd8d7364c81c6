/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of a report are made of: cursors, names, the merge, the
 * account, and recordings made byte by byte of either byte order.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "cmdlines.h"
#include "cursor.h"
#include "datpages.h"
#include "host.h"
#include "inflate.h"
#include "merge.h"
#include "recording.h"
#include "tally.h"

static void test_cursor(void **state)
{
	static const uint8_t data[] = { 1, 2, 3, 4, 'a', 0, 'b' };
	struct cursor big = { .data = data, .size = 7, .is_big = true };
	struct cursor little = { .data = data, .size = 7 };

	(void)state;
	assert_int_equal(cursor_number(&big, 4), 0x01020304);
	assert_int_equal(cursor_number(&little, 2), 0x0201);
	assert_int_equal(cursor_number(&little, 2), 0x0403);
	assert_string_equal(cursor_string(&little), "a");
	assert_null(cursor_string(&little)); /* "b" has no end */
	assert_true(little.has_ended);
	assert_int_equal(cursor_number(&little, 1), 0);
	assert_null(cursor_bytes(&big, UINT64_MAX));
	assert_true(big.has_ended);
	big.has_ended = false;
	cursor_seek(&big, 7);
	assert_false(big.has_ended);
	assert_int_equal(cursor_number(&big, 1), 0);
	assert_true(big.has_ended);
	cursor_seek(&little, UINT64_MAX);
	assert_int_equal(little.at, 6);
}

static void assert_name(const struct cmdlines *cmdlines, uint32_t tid,
			const char *wanted)
{
	const char *name = "";
	size_t length = cmdlines_find(cmdlines, tid, &name);

	assert_int_equal(length, strlen(wanted));
	assert_memory_equal(name, wanted, length);
}

static void test_cmdlines(void **state)
{
	static const char text[] = "77 sshd\n5 two words\nx\n99999999999 no\n"
				   "6 <...>\n 8 no\n5 newer\n9\n10 \n7 last";
	struct cmdlines cmdlines;

	(void)state;
	assert_int_equal(cmdlines_parse(&cmdlines, text, strlen(text)), 0);
	assert_name(&cmdlines, 77, "sshd");
	assert_name(&cmdlines, 7, "last");
	assert_name(&cmdlines, 6, "");
	assert_name(&cmdlines, 8, "");
	assert_name(&cmdlines, 9, "");
	assert_name(&cmdlines, 1410065407, ""); /* 99999999999 in 32 bits */
	assert_name(&cmdlines, 0, "");
	assert_int_equal(cmdlines.count, 4);
	cmdlines_free(&cmdlines);
	assert_int_equal(cmdlines_parse(&cmdlines, "", 0), 0);
	assert_name(&cmdlines, 0, "");
	cmdlines_free(&cmdlines);
}

/* Against the plainest way to do it. */
static void test_merge(void **state)
{
	enum { SEQUENCES = 20, LENGTH = 50 };
	uint64_t times[SEQUENCES][LENGTH], last = 0;
	size_t at[SEQUENCES] = { 0 }, taken = 0;
	struct merge merge = { .count = 0 };
	int64_t last_first = -1, first;

	(void)state;
	srand(3);
	for (uint32_t i = 0; i < SEQUENCES; i++) {
		for (size_t j = 0; j < LENGTH; j++)
			times[i][j] = (j ? times[i][j - 1] : 0) + rand() % 4;
		assert_int_equal(merge_add(&merge, i, times[i][0]), 0);
	}
	for (; (first = merge_first(&merge)) >= 0; taken++) {
		uint64_t time = times[first][at[first]];

		assert_true(time > last ||
			    (time == last && first >= last_first));
		last_first = time == last || !taken ? first : 0;
		last = time;
		if (++at[first] < LENGTH)
			merge_advance(&merge, times[first][at[first]]);
		else
			merge_end(&merge);
	}
	assert_int_equal(taken, SEQUENCES * LENGTH);
	merge_free(&merge);
}

static void test_tally(void **state)
{
	char line[TALLY_SIZE];
	struct tally tally = {
		.rows.given = 9, .rows.unwritten = 2, .lost = 3, .missed = 6
	};

	(void)state;
	tally_format(line, &tally);
	assert_string_equal(line,
			    "7 accepts, 5 lost; 3 in the ring buffer: ask for "
			    "more with -b; 2 rows that stdout did "
			    "not take");
	tally = (struct tally){
		.rows.given = 4, .lost = 3, .missed = 6, .is_mixed = true
	};
	tally_format(line, &tally);
	assert_string_equal(line,
			    "4 accepts, 0 lost; 6 events of all kinds were "
			    "lost while they were recorded: accepts may be "
			    "among them");
	memset(&tally, 0xff, offsetof(struct tally, is_mixed));
	/* No other values are one. */
	tally.told.gaps.all.is_counted = tally.rows.has_uncounted = true;
	tally_format(line, &tally);
	assert_true(strlen(line) < TALLY_SIZE - 1);
}

static void test_host(void **state)
{
	uint16_t a = host_add("alpha"), b = host_add("beta");
	char longest[300];

	(void)state;
	assert_int_not_equal(a, b);
	assert_int_not_equal(a, HOST_OURS);
	assert_int_equal(host_add("alpha"), a);
	assert_string_equal(host_name(b), "beta");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[299] = '\0';
	a = host_add(longest);
	assert_int_equal(host_add(longest), a);
	assert_int_equal(strlen(host_name(a)), HOST_SIZE - 1);
	assert_true(strlen(host_name(HOST_OURS)) > 0);
}

static void test_inflate(void **state)
{
	static const uint8_t noise[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	char to[100];

	(void)state;
	assert_int_equal(inflate_find("none"), INFLATE_NONE);
	assert_int_equal(inflate_find("zstd"), INFLATE_ZSTD);
	assert_int_equal(inflate_find("zlib"), INFLATE_ZLIB);
	assert_int_equal(inflate_find("lzma"), INFLATE_UNKNOWN);
	assert_int_equal(inflate_find(""), INFLATE_UNKNOWN);
	for (int kind = 0; kind <= INFLATE_UNKNOWN; kind++)
		assert_int_equal(inflate_chunk(kind, to, sizeof(to), noise, 8),
				 -1);
}

/* As trace-cmd compresses: one frame of zstd's own format and nothing else. */
static void test_inflate_zstd(void **state)
{
	static const char text[] = "a page of a page of a page";
	/* A skippable frame, and the number of zstd 0.7's format. */
	static const uint8_t skipped[] = { 0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0 };
	static const uint8_t old[] = { 0x27, 0xb5, 0x2f, 0xfd };
	uint8_t from[2 * sizeof(text) + 100];
	char to[100];
	size_t size = ZSTD_compress(from, sizeof(from), text, sizeof(text), 1);

	(void)state;
	assert_false(ZSTD_isError(size));
	assert_int_equal(
		inflate_chunk(INFLATE_ZSTD, to, sizeof(to), from, size),
		sizeof(text));
	assert_string_equal(to, text);
	assert_int_equal(inflate_frame(INFLATE_ZSTD, from, sizeof(from)), size);
	assert_int_equal(inflate_frame(INFLATE_ZSTD, from, size - 1), 0);
	assert_int_equal(inflate_frame(INFLATE_ZSTD, old, sizeof(old)), 0);
	assert_int_equal(inflate_frame(INFLATE_ZLIB, from, size), 0);
	for (size_t cut = 0; cut < size; cut++)
		assert_int_equal(
			inflate_chunk(INFLATE_ZSTD, to, sizeof(to), from, cut),
			-1);
	assert_int_equal(
		inflate_chunk(INFLATE_ZSTD, to, sizeof(text) - 1, from, size),
		-1);
	memcpy(from + size, from, size);
	assert_int_equal(
		inflate_chunk(INFLATE_ZSTD, to, sizeof(to), from, 2 * size),
		-1);
	memcpy(from + size, skipped, sizeof(skipped));
	assert_int_equal(inflate_chunk(INFLATE_ZSTD, to, sizeof(to), from,
				       size + sizeof(skipped)),
			 -1);
	assert_int_equal(inflate_chunk(INFLATE_ZSTD, to, sizeof(to), skipped,
				       sizeof(skipped)),
			 -1);
	memcpy(from, old, sizeof(old));
	assert_int_equal(
		inflate_chunk(INFLATE_ZSTD, to, sizeof(to), from, size), -1);
}

/* What a stream of chunks gives, up to its end. */
static struct read_pages {
	unsigned sound, bad;
} read_pages(enum inflate_kind kind, const void *data, size_t size)
{
	size_t budget = 1 << 20, length;
	struct datpages pages = {
		.data = { .data = data, .size = size },
		.page_size = 4096,
		.compression = kind,
		.budget = &budget,
		.told = size,
	};
	struct read_pages result = { .sound = 0 };
	enum datpages_result got;
	const void *page;

	while ((got = datpages_next(&pages, &page, &length)) != DATPAGES_END) {
		result.sound += got == DATPAGES_OK;
		result.bad += got == DATPAGES_BAD;
		assert_uint_in_range(result.sound + result.bad, 0, 10);
	}
	datpages_free(&pages);
	return result;
}

/* With numbers as they should be, with none, and with more than is there. */
static void test_chunks(void **state)
{
	uint8_t data[2048] = { 1 }, page[4096] = { 0 };
	size_t size = ZSTD_compress(data + 12, sizeof(data) - 12, page,
				    sizeof(page), 1);
	struct read_pages got;

	(void)state;
	assert_false(ZSTD_isError(size));
	data[4] = size;
	data[9] = sizeof(page) >> 8;
	got = read_pages(INFLATE_ZSTD, data, 12 + size);
	assert_true(got.sound == 1 && got.bad == 0);
	memset(data, 0xff, 4);
	got = read_pages(INFLATE_ZSTD, data, 12 + size);
	assert_true(got.sound == 1 && got.bad == 0);
	got = read_pages(INFLATE_ZSTD, data, 4);
	assert_true(got.sound == 0 && got.bad == 0);
	memset(data, 0, 12);
	memcpy(data + 12 + size + 8, data + 12, size);
	got = read_pages(INFLATE_ZSTD, data, 12 + size + 8 + size);
	assert_true(got.sound == 2 && got.bad == 0);
	got = read_pages(INFLATE_ZSTD, data, 12);
	assert_true(got.sound == 0 && got.bad == 0);
	/* Of zlib the first is all that could be found, and not even that. */
	got = read_pages(INFLATE_ZLIB, data, 12 + size);
	assert_true(got.sound == 0 && got.bad == 1);
}

/* A recording as it is written, number by number. */
struct writer {
	bool is_big;
	unsigned long_size;
	uint64_t ts;
	uint32_t tsc_mult; /* 0: not told */
	uint32_t tsc_shift;
	size_t used;
	uint8_t bytes[1 << 15];
};

static void put(struct writer *writer, uint64_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++) {
		unsigned shift = writer->is_big ? size - 1 - i : i;

		writer->bytes[writer->used++] = value >> (8 * shift);
	}
}

static void put_text(struct writer *writer, const char *text, size_t length)
{
	memcpy(writer->bytes + writer->used, text, length);
	writer->used += length;
}

static void put_sized(struct writer *writer, const char *text, unsigned size)
{
	put(writer, strlen(text), size);
	put_text(writer, text, strlen(text));
}

static void put_start(struct writer *writer)
{
	char page[300];

	put_text(writer, "\x17\x08\x44tracing6", 12);
	put(writer, writer->is_big, 1);
	put(writer, writer->long_size, 1);
	put(writer, 4096, 4);
	snprintf(page, sizeof(page),
		 "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
		 "\tfield: local_t commit;\toffset:8;\tsize:%u;\tsigned:1;\n"
		 "\tfield: char data;\toffset:%u;\tsize:%u;\tsigned:1;\n",
		 writer->long_size, 8 + writer->long_size,
		 4088 - writer->long_size);
	put_text(writer, "header_page", 12);
	put_sized(writer, page, 8);
	put_text(writer, "header_event", 13);
	put_sized(writer, "", 8);
}

static void put_option(struct writer *writer, unsigned id, const char *text)
{
	put(writer, id, 2);
	put(writer, strlen(text) + 1, 4);
	put_text(writer, text, strlen(text) + 1);
}

static void put_tsc(struct writer *writer)
{
	put(writer, DATFILE_TSC2NSEC, 2);
	put(writer, 16, 4);
	put(writer, writer->tsc_mult, 4);
	put(writer, writer->tsc_shift, 4);
	put(writer, 0, 8);
}

/* One CPU, whose only sub-buffer holds the 4 bytes of one record. */
static void write_recording(struct writer *writer, uint64_t commit_flags)
{
	put_start(writer);
	put(writer, 0, 4); /* ftrace's events */
	put(writer, 0, 4); /* systems */
	put(writer, 0, 4); /* kallsyms */
	put(writer, 0, 4); /* printk formats */
	put_sized(writer, "1 init\n", 8);
	put(writer, 1, 4); /* CPUs */
	put_text(writer, "options  ", 10);
	put_option(writer, DATFILE_DATE, "0x10");
	put_option(writer, DATFILE_OFFSET, "-5");
	put_option(writer, DATFILE_UNAME, "Linux elsewhere 1.0 none");
	if (writer->tsc_mult)
		put_tsc(writer);
	put(writer, DATFILE_DONE, 2);
	put_text(writer, "flyrecord", 10);
	put(writer, 4096, 8);
	put(writer, 4096, 8);
	writer->used = 4096;
	put(writer, writer->ts, 8);
	put(writer, commit_flags | 8, writer->long_size);
	put(writer, writer->is_big ? 1U << 27 | 7 : 7 << 5 | 1, 4);
	put(writer, 0xabcd1234, 4);
	put(writer, 42, writer->long_size); /* missed */
	writer->used = 8192;
}

static void check_recording(struct writer *writer)
{
	char error[DATFILE_ERROR_SIZE];
	struct recording *recording;
	struct rawrec record;
	uint8_t data[4];
	struct cursor at = { .data = data,
			     .size = 4,
			     .is_big = writer->is_big };

	write_recording(writer, 3U << 30);
	recording = recording_open(writer->bytes, writer->used, false, error);
	assert_non_null(recording);
	assert_string_equal(recording_file(recording)->host, "elsewhere");
	assert_int_equal(recording_streams(recording), 1);
	assert_true(recording_has_date(recording, 0));
	assert_int_equal(recording_next(recording, 0, &record), 1);
	assert_int_equal(record.ts_ns, writer->ts + 7 + 16000 - 5);
	assert_int_equal(record.size, 4);
	memcpy(data, record.data, 4);
	assert_int_equal(cursor_number(&at, 4), 0xabcd1234);
	assert_int_equal(recording_next(recording, 0, &record), 0);
	assert_int_equal(recording_losses(recording)->missed, 42);
	assert_int_equal(recording_losses(recording)->damaged, 0);
	recording_close(recording);
}

static void test_recording_of_any_machine(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		struct writer writer = { .is_big = i & 1,
					 .ts = 1000000,
					 .long_size = i & 2 ? 8 : 4 };

		check_recording(&writer);
	}
}

static uint64_t read_time(struct writer *writer)
{
	char error[DATFILE_ERROR_SIZE];
	struct recording *recording;
	struct rawrec record;

	writer->used = 0;
	write_recording(writer, 0);
	recording = recording_open(writer->bytes, writer->used, false, error);
	assert_non_null(recording);
	assert_int_equal(recording_next(recording, 0, &record), 1);
	recording_close(recording);
	return record.ts_ns;
}

/* In 32-bit halves as it is done, against numbers that are long enough. */
static void test_recording_of_cycles(void **state)
{
	static const uint32_t shifts[] = { 0, 1, 10, 31, 32, 33, 34, 62, 63 };
	static const uint32_t mults[] = { 1, 3, 0x55555555, UINT32_MAX };
	static const uint64_t times[] = {
		0,	    1ULL << 31,		  UINT32_MAX,
		1ULL << 32, 0x123456789abcdefULL, UINT64_MAX - 7
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(shifts); i++)
		for (size_t j = 0; j < COUNT_OF(mults); j++)
			for (size_t k = 0; k < COUNT_OF(times); k++) {
				struct writer writer = {
					.long_size = 8,
					.ts = times[k],
					.tsc_mult = mults[j],
					.tsc_shift = shifts[i],
				};
				__extension__ unsigned __int128 ns =
					times[k] + 7;

				ns = ns * mults[j] >> shifts[i];
				assert_int_equal(read_time(&writer),
						 (uint64_t)ns + 16000 - 5);
			}
}

/* What cannot be read is refused with where it is. */
static void test_recording_refused(void **state)
{
	struct writer writer = { .long_size = 8 };
	char error[DATFILE_ERROR_SIZE];

	(void)state;
	write_recording(&writer, 0);
	assert_null(recording_open("", 0, false, error));
	assert_string_equal(error,
			    "it is no recording of trace-cmd, at byte 0");
	assert_null(recording_open(writer.bytes, 60, false, error));
	assert_string_equal(error,
			    "it is cut short inside its headers, at byte 60");
	writer.bytes[10] = '8';
	assert_null(recording_open(writer.bytes, writer.used, false, error));
	assert_non_null(strstr(error, "neither 6 nor 7"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_cmdlines),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_tally),
		cmocka_unit_test(test_host),
		cmocka_unit_test(test_inflate),
		cmocka_unit_test(test_inflate_zstd),
		cmocka_unit_test(test_chunks),
		cmocka_unit_test(test_recording_of_any_machine),
		cmocka_unit_test(test_recording_of_cycles),
		cmocka_unit_test(test_recording_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
