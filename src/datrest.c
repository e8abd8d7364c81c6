/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can be saved of a trace.dat of version 7 that was cut short: where
 * each CPU's part of a buffer lies is told behind all of them, so it is
 * found by walking what is there. Pure.
 */
#include "datfile.h"

/* Sub-buffers have their time in front, which goes up on each CPU. */
#define TIME_SIZE 8

static uint64_t align(const struct datfile *file, uint64_t at)
{
	uint64_t page = file->page_size;

	return page ? (at + page - 1) / page * page : at;
}

static int add(struct datfile *file, uint64_t from, uint64_t to)
{
	struct datfile_stream stream = {
		.cpu = DATFILE_CPU_UNKNOWN,
		.buffer = file->buffer_count - 1,
		.offset = from,
		.size = to - from,
	};

	return datfile_add_stream(file, &stream);
}

/* Each CPU's part is a number of chunks and these. */
static int find_chunks(struct datfile *file, struct cursor at)
{
	while (!at.has_ended && at.at < at.size) {
		uint64_t start = at.at;
		uint32_t count = cursor_number(&at, 4);

		if (at.has_ended || !count)
			return 0;
		if (add(file, start, at.size))
			return -1;
		for (uint32_t i = 0; i < count && !at.has_ended; i++) {
			uint32_t packed = cursor_number(&at, 4);

			cursor_number(&at, 4);
			cursor_bytes(&at, packed);
		}
		cursor_seek(&at, align(file, at.at));
	}
	return 0;
}

/* A time that is earlier than the one before is another CPU's. */
static int find_pages(struct datfile *file, struct cursor at)
{
	uint64_t start = at.at, last = 0;

	if (file->page_size < TIME_SIZE)
		return 0;
	while (at.size - at.at >= TIME_SIZE) {
		uint64_t page = at.at, ts = cursor_number(&at, TIME_SIZE);

		if (ts < last && add(file, start, page))
			return -1;
		if (ts < last)
			start = page;
		last = ts;
		if (at.size - page < file->page_size)
			break;
		cursor_seek(&at, page + file->page_size);
	}
	return add(file, start, at.size);
}

static int find_streams(struct datfile *file, struct cursor at, unsigned flags)
{
	struct datfile_buffer *buffer =
		datfile_add_buffer(file, "", file->clock);

	if (!buffer)
		return -1;
	buffer->is_compressed = flags & DATFILE_COMPRESSED;
	cursor_seek(&at, align(file, at.at));
	if (at.has_ended)
		return 0;
	return buffer->is_compressed ? find_chunks(file, at) :
				       find_pages(file, at);
}

int datfile_read_rest(struct datfile *file, uint64_t offset)
{
	struct cursor at = file->file;

	at.has_ended = false;
	for (cursor_seek(&at, offset); !at.has_ended;) {
		unsigned id = cursor_number(&at, 2);
		unsigned flags = cursor_number(&at, 2);
		struct cursor section;
		uint64_t size;

		cursor_number(&at, 4);
		size = cursor_number(&at, 8);
		section = at;
		/* It has none yet if the writer has died. */
		if (size && size < at.size - at.at)
			section.size = at.at + size;
		if (!at.has_ended && id == DATFILE_BUFFER &&
		    find_streams(file, section, flags))
			return datfile_fail(file, at.at,
					    "there is a buffer too many");
		if (!size)
			break;
		cursor_bytes(&at, size);
	}
	return 0;
}
