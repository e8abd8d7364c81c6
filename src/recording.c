/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hands out the records of a trace.dat file and counts what is missing of
 * them. Pure over the bytes of the file; knows nothing of what is in a
 * record.
 */
#include "recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datpages.h"
#include "dattime.h"
#include "subbuf.h"

struct stream {
	struct datpages pages;
	struct subbuf *subbuf;
	uint32_t cpu;
	uint64_t last_ns; /* of its last record */
	struct hole hole;
	bool is_open;  /* has a sub-buffer loaded */
	bool has_date; /* its times are those of the wall clock */
};

struct recording {
	struct datfile file;
	struct subbuf_format format;
	struct stream *streams;
	size_t budget;
	bool is_mapped;
	struct recording_losses losses;
};

/* A page size of the headers' is used only if it can be one. */
static bool is_page_size(uint64_t size)
{
	return size >= 4096 && size <= 1 << 22 && !(size & (size - 1));
}

static int learn_format(struct recording *recording)
{
	struct datfile *file = &recording->file;
	size_t length = 0;
	const char *text = datfile_header_page(file, &length);

	if (!text || subbuf_parse_format(&recording->format, text, length))
		return datfile_fail(file, 0,
				    "it does not tell how its pages are laid "
				    "out");
	recording->format.is_big = file->file.is_big;
	if (file->version == 6 && is_page_size(file->page_size))
		recording->format.page_size = file->page_size;
	return 0;
}

static int open_stream(struct recording *recording, size_t index)
{
	struct datfile *file = &recording->file;
	const struct datfile_stream *from = &file->streams[index];
	const struct datfile_buffer *buffer = &file->buffers[from->buffer];
	struct stream *stream = &recording->streams[index];
	struct subbuf_format format = recording->format;

	uint64_t size = from->size;

	if (is_page_size(buffer->page_size))
		format.page_size = buffer->page_size;
	/* trace-cmd 3.1 does not count the number of chunks in front. */
	if (buffer->is_compressed)
		size = file->file.size - from->offset;
	stream->cpu = from->cpu;
	stream->has_date =
		file->has_date && dattime_is_in_ns(file, buffer->clock);
	stream->subbuf = subbuf_new(&format);
	stream->pages = (struct datpages){
		.data = { .data = file->file.data + from->offset,
			  .size = size,
			  .is_big = file->file.is_big },
		.page_size = format.page_size,
		.compression = buffer->is_compressed ? file->compression :
						       INFLATE_NONE,
		.budget = &recording->budget,
		.told = from->size,
	};
	return stream->subbuf ? 0 :
				datfile_fail(file, 0, "it wants more memory");
}

static int open_streams(struct recording *recording)
{
	size_t count = recording->file.stream_count;
	int result = 0;

	recording->budget = RECORDING_CHUNKS_SIZE;
	recording->streams = calloc(count + 1, sizeof(*recording->streams));
	if (!recording->streams)
		return datfile_fail(&recording->file, 0,
				    "it wants more memory");
	for (size_t i = 0; i < count && !result; i++)
		result = open_stream(recording, i);
	return result;
}

struct recording *recording_open(const void *data, size_t size, bool is_mapped,
				 char *error)
{
	struct recording *recording = calloc(1, sizeof(*recording));

	if (!recording) {
		snprintf(error, DATFILE_ERROR_SIZE, "out of memory");
		return NULL;
	}
	recording->is_mapped = is_mapped;
	if (datfile_open(&recording->file, data, size) ||
	    learn_format(recording) || open_streams(recording)) {
		memcpy(error, recording->file.error, DATFILE_ERROR_SIZE);
		recording_close(recording);
		return NULL;
	}
	recording->losses.cut = recording->file.missing;
	return recording;
}

void recording_close(struct recording *recording)
{
	if (!recording)
		return;
	for (size_t i = 0;
	     recording->streams && i < recording->file.stream_count; i++) {
		subbuf_free(recording->streams[i].subbuf);
		datpages_free(&recording->streams[i].pages);
	}
	free(recording->streams);
	datfile_close(&recording->file);
	free(recording);
}

const struct datfile *recording_file(const struct recording *recording)
{
	return &recording->file;
}

size_t recording_streams(const struct recording *recording)
{
	return recording->file.stream_count;
}

uint32_t recording_stream_buffer(const struct recording *recording,
				 size_t stream)
{
	return recording->file.streams[stream].buffer;
}

bool recording_has_date(const struct recording *recording, size_t stream)
{
	return recording->streams[stream].has_date;
}

static uint64_t position(const struct recording *recording,
			 const struct stream *stream)
{
	return stream->pages.data.data + stream->pages.data.at -
	       recording->file.file.data;
}

static bool is_hole(const struct hole *hole)
{
	return hole->events || hole->times;
}

/* Up to a record that is still to come. */
static void widen_hole(struct stream *stream, uint64_t events, uint64_t times)
{
	if (!is_hole(&stream->hole))
		stream->hole.from_ns = stream->last_ns;
	stream->hole.until_ns = UINT64_MAX;
	stream->hole.events += events;
	stream->hole.times += times;
}

static void count_damage(struct recording *recording, struct stream *stream,
			 size_t length)
{
	uint64_t at = position(recording, stream) - length;

	widen_hole(stream, 0, 1);
	if (!recording->losses.damaged++)
		recording->losses.damaged_at = at;
}

static void count_missed(struct recording *recording, struct stream *stream)
{
	int64_t missed = subbuf_missed(stream->subbuf);
	bool is_unknown = missed == SUBBUF_MISSED_UNKNOWN;

	if (!missed)
		return;
	recording->losses.missed_unknown += is_unknown;
	recording->losses.missed += is_unknown ? 0 : missed;
	widen_hole(stream, is_unknown ? 0 : missed, is_unknown);
}

/* Returns whether there was another sub-buffer, sound or not. */
static bool load_next(struct recording *recording, struct stream *stream)
{
	const void *page;
	size_t length;

	stream->is_open = false;
	switch (datpages_next(&stream->pages, &page, &length)) {
	case DATPAGES_END: return false;
	case DATPAGES_BAD: count_damage(recording, stream, 0); return true;
	case DATPAGES_OK: break;
	}
	if (subbuf_load(stream->subbuf, page, length, stream->cpu)) {
		count_damage(recording, stream,
			     stream->pages.chunk ? 0 : length);
		return true;
	}
	stream->is_open = true;
	count_missed(recording, stream);
	if (recording->is_mapped)
		datpages_give_back(&stream->pages);
	return true;
}

static void take_time(const struct recording *recording, struct stream *stream,
		      struct rawrec *record)
{
	record->ts_ns = dattime_convert(&recording->file, record->ts_ns);
	stream->last_ns = record->ts_ns;
	if (stream->hole.until_ns == UINT64_MAX)
		stream->hole.until_ns = record->ts_ns;
}

int recording_next(struct recording *recording, size_t index,
		   struct rawrec *record)
{
	struct stream *stream = &recording->streams[index];

	for (;;) {
		int got = 0;

		if (stream->is_open)
			got = subbuf_next(stream->subbuf, record);
		if (got > 0) {
			take_time(recording, stream, record);
			return 1;
		}
		if (got < 0)
			count_damage(recording, stream,
				     stream->pages.chunk ? 0 : 1);
		if (!load_next(recording, stream))
			return 0;
	}
}

void recording_reject(struct recording *recording, size_t index)
{
	struct stream *stream = &recording->streams[index];

	widen_hole(stream, 0, 1);
	stream->hole.until_ns = stream->last_ns;
}

bool recording_hole(struct recording *recording, size_t index,
		    struct hole *hole)
{
	struct stream *stream = &recording->streams[index];

	if (!is_hole(&stream->hole))
		return false;
	*hole = stream->hole;
	stream->hole = (struct hole){ .events = 0 };
	return true;
}

const struct recording_losses *
recording_losses(const struct recording *recording)
{
	return &recording->losses;
}

uint64_t recording_position(const struct recording *recording, uint64_t *of)
{
	uint64_t read = 0;

	*of = 0;
	for (size_t i = 0; i < recording->file.stream_count; i++) {
		read += recording->streams[i].pages.data.at;
		*of += recording->file.streams[i].size;
	}
	return read;
}
