/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What both versions of trace.dat have in common: magic, options, buffers.
 * Pure over the bytes of the file; knows nothing of records.
 */
#include "datfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC "\x17\x08\x44tracing"

int datfile_fail(struct datfile *file, uint64_t offset, const char *what)
{
	snprintf(file->error, sizeof(file->error), "%s, at byte %llu", what,
		 (unsigned long long)offset);
	errno = EINVAL;
	return -1;
}

/* A string of the file's, which may lack its end. */
static void copy_text(char *to, size_t size, struct cursor *value)
{
	size_t length = strnlen((const char *)value->data, value->size);

	if (length >= size)
		length = size - 1;
	memcpy(to, value->data, length);
	to[length] = '\0';
}

static int64_t parse_offset(struct cursor *value)
{
	char text[32];

	copy_text(text, sizeof(text), value);
	return strtoll(text, NULL, 0);
}

/* "Linux HOST RELEASE MACHINE" */
static void take_uname(struct datfile *file, struct cursor *value)
{
	char text[2 * DATFILE_NAME_SIZE];
	char *start, *rest = text;

	copy_text(text, sizeof(text), value);
	strsep(&rest, " ");
	start = strsep(&rest, " ");
	if (start)
		snprintf(file->host, sizeof(file->host), "%.*s",
			 DATFILE_NAME_SIZE - 1, start);
}

/* "local [global] counter": the one in brackets. */
static void take_clock(struct datfile *file, struct cursor *value)
{
	char text[256];
	char *start, *end;

	copy_text(text, sizeof(text), value);
	start = strchr(text, '[');
	end = start ? strchr(start, ']') : NULL;
	if (end)
		snprintf(file->clock, sizeof(file->clock), "%.*s",
			 (int)(end - start - 1 < DATFILE_NAME_SIZE - 1 ?
				       end - start - 1 :
				       DATFILE_NAME_SIZE - 1),
			 start + 1);
}

int datfile_option(struct datfile *file, unsigned id, struct cursor value)
{
	switch (id) {
	case DATFILE_DATE: /* in microseconds */
		file->has_date = true;
		file->ts_offset += (uint64_t)parse_offset(&value) * 1000;
		break;
	case DATFILE_OFFSET: file->ts_offset += parse_offset(&value); break;
	case DATFILE_TRACECLOCK: take_clock(file, &value); break;
	case DATFILE_UNAME: take_uname(file, &value); break;
	case DATFILE_CPUCOUNT:
		file->cpu_count = cursor_number(&value, 4);
		break;
	case DATFILE_TSC2NSEC:
		file->tsc_mult = cursor_number(&value, 4);
		file->tsc_shift = cursor_number(&value, 4) & 63;
		break;
	}
	return value.has_ended ? datfile_fail(file, file->file.at,
					      "an option is too short") :
				 0;
}

struct datfile_buffer *datfile_add_buffer(struct datfile *file,
					  const char *name, const char *clock)
{
	struct datfile_buffer *grown;

	if (file->buffer_count == DATFILE_MAX_BUFFERS)
		return NULL;
	grown = reallocarray(file->buffers, file->buffer_count + 1,
			     sizeof(*grown));
	if (!grown)
		return NULL;
	file->buffers = grown;
	grown += file->buffer_count++;
	*grown = (struct datfile_buffer){ .offset = 0 };
	snprintf(grown->name, sizeof(grown->name), "%s", name);
	snprintf(grown->clock, sizeof(grown->clock), "%s", clock);
	return grown;
}

static void clip(struct datfile *file, struct datfile_stream *stream)
{
	uint64_t left;

	if (stream->offset > file->file.size)
		stream->offset = file->file.size;
	left = file->file.size - stream->offset;
	if (stream->size > left) {
		file->missing += stream->size - left;
		stream->size = left;
	}
}

int datfile_add_stream(struct datfile *file,
		       const struct datfile_stream *stream)
{
	struct datfile_stream *grown;
	size_t count = file->stream_count;

	if (!stream->size)
		return 0;
	if (count == DATFILE_MAX_STREAMS)
		return -1;
	/* Grown in powers of two. */
	if (!(count & (count - 1))) {
		grown = reallocarray(file->streams, count ? count * 2 : 1,
				     sizeof(*grown));
		if (!grown)
			return -1;
		file->streams = grown;
	}
	file->streams[count] = *stream;
	clip(file, &file->streams[count]);
	file->stream_count++;
	return 0;
}

static int read_start(struct datfile *file)
{
	struct cursor *at = &file->file;
	const char *magic = cursor_bytes(at, sizeof(MAGIC) - 1);
	const char *version;

	if (!magic || memcmp(magic, MAGIC, sizeof(MAGIC) - 1) != 0)
		return datfile_fail(file, 0, "it is no recording of trace-cmd");
	version = cursor_string(at);
	file->version = version ? strtoul(version, NULL, 10) : 0;
	at->is_big = cursor_number(at, 1) == 1;
	file->long_size = cursor_number(at, 1);
	file->page_size = cursor_number(at, 4);
	return 0;
}

int datfile_open(struct datfile *file, const void *data, size_t size)
{
	*file = (struct datfile){ .file = { .data = data, .size = size } };
	if (read_start(file))
		return -1;
	switch (file->version) {
	case 6: return datfile_read_v6(file);
	case 7: return datfile_read_v7(file);
	}
	return datfile_fail(file, sizeof(MAGIC) - 1,
			    "its format has a version that is neither 6 nor 7");
}

void datfile_close(struct datfile *file)
{
	free(file->headers.inflated);
	free(file->events.inflated);
	free(file->cmdlines.inflated);
	free(file->buffers);
	free(file->streams);
	*file = (struct datfile){ .version = 0 };
}

/* Both calls end where the text does: a file cut short has some of it. */
static void walk_system(struct cursor *at, const char *system,
			datfile_event event, void *context)
{
	uint64_t count = cursor_number(at, 4);

	for (uint64_t i = 0; i < count && !at->has_ended; i++) {
		uint64_t length = cursor_number(at, 8);
		const char *format = cursor_bytes(at, length);

		if (format)
			event(context, system, format, length);
	}
}

void datfile_events(const struct datfile *file, datfile_event event,
		    void *context)
{
	struct cursor at = file->events.text;
	uint64_t count = cursor_number(&at, 4);

	for (uint64_t i = 0; i < count && !at.has_ended; i++) {
		const char *system = cursor_string(&at);

		if (system)
			walk_system(&at, system, event, context);
	}
}

const char *datfile_header_page(const struct datfile *file, size_t *length)
{
	struct cursor at = file->headers.text;
	const char *name = cursor_string(&at);

	if (!name || strcmp(name, "header_page") != 0)
		return NULL;
	*length = cursor_number(&at, 8);
	return cursor_bytes(&at, *length);
}

const char *datfile_cmdlines(const struct datfile *file, size_t *length)
{
	struct cursor at = file->cmdlines.text;

	*length = cursor_number(&at, 8);
	return cursor_bytes(&at, *length);
}
