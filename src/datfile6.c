/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Version 6 of trace.dat, trace-cmd's own up to 2.9 (trace-cmd.dat.v6(5)):
 * one part behind the other, without an index. Pure.
 */
#include <string.h>

#include "datfile.h"

/* "options  ", "latency  " (text, without records) or this, and a NUL. */
#define KIND_SIZE 10
#define FLYRECORD "flyrecord"

static void skip_sized(struct cursor *at, unsigned size_size)
{
	cursor_bytes(at, cursor_number(at, size_size));
}

static void skip_headers(struct cursor *at)
{
	for (int i = 0; i < 2; i++) { /* header_page, header_event */
		cursor_string(at);
		skip_sized(at, 8);
	}
}

static void skip_formats(struct cursor *at)
{
	uint64_t count = cursor_number(at, 4);

	for (uint64_t i = 0; i < count && !at->has_ended; i++)
		skip_sized(at, 8);
}

static void skip_events(struct cursor *at)
{
	uint64_t count = cursor_number(at, 4);

	for (uint64_t i = 0; i < count && !at->has_ended; i++) {
		cursor_string(at);
		skip_formats(at);
	}
}

/* Returns a cursor over what @skip passes. */
static struct cursor part(struct cursor *at, void (*skip)(struct cursor *))
{
	struct cursor text = *at;

	skip(at);
	text.data += text.at;
	text.size = at->at - text.at;
	text.at = 0;
	return text;
}

static void skip_cmdlines(struct cursor *at)
{
	skip_sized(at, 8);
}

static bool is_kind(const char *kind, const char *wanted)
{
	return kind && !memcmp(kind, wanted, KIND_SIZE);
}

/* Where an instance's table is; its streams come later. */
static int take_buffer(struct datfile *file, struct cursor value)
{
	uint64_t offset = cursor_number(&value, 8);
	const char *name = cursor_string(&value);
	struct datfile_buffer *buffer = NULL;

	if (name)
		buffer = datfile_add_buffer(file, name, "");
	if (!buffer)
		return datfile_fail(file, file->file.at,
				    "there is a buffer too many");
	buffer->offset = offset;
	return 0;
}

static int read_options(struct datfile *file, bool *has_clock)
{
	struct cursor *at = &file->file;

	for (;;) {
		unsigned id = cursor_number(at, 2);
		struct cursor value = { .is_big = at->is_big };
		int failed = 0;

		if (id == DATFILE_DONE)
			return 0;
		value.size = cursor_number(at, 4);
		value.data = cursor_bytes(at, value.size);
		if (!value.data)
			return 0;
		if (id == DATFILE_BUFFER)
			failed = take_buffer(file, value);
		else if (id == DATFILE_TRACECLOCK)
			*has_clock = true; /* behind the top buffer's table */
		else
			failed = datfile_option(file, id, value);
		if (failed)
			return -1;
	}
}

static int read_table(struct datfile *file, struct cursor *at, uint32_t buffer)
{
	if (file->cpu_count > DATFILE_MAX_CPUS)
		return datfile_fail(file, at->at, "so many CPUs there are not");
	for (uint32_t cpu = 0; cpu < file->cpu_count; cpu++) {
		struct datfile_stream stream = {
			.cpu = cpu,
			.buffer = buffer,
			.offset = cursor_number(at, 8),
			.size = cursor_number(at, 8),
		};

		if (!at->has_ended && datfile_add_stream(file, &stream))
			return datfile_fail(file, at->at,
					    "there is a buffer too many");
	}
	return 0;
}

/* Behind the top buffer's table, in the form of the file trace_clock. */
static void read_clock(struct datfile *file)
{
	struct cursor *at = &file->file;
	struct cursor value = { .size = cursor_number(at, 8) };

	value.data = cursor_bytes(at, value.size);
	if (value.data)
		datfile_option(file, DATFILE_TRACECLOCK, value);
}

static int read_instance(struct datfile *file, uint32_t index)
{
	struct cursor at = file->file;

	at.has_ended = false;
	cursor_seek(&at, file->buffers[index].offset);
	if (!is_kind(cursor_bytes(&at, KIND_SIZE), FLYRECORD))
		return 0; /* it is behind the cut */
	return read_table(file, &at, index);
}

static int read_buffers(struct datfile *file)
{
	struct cursor *at = &file->file;
	const char *kind = cursor_bytes(at, KIND_SIZE);
	bool has_clock = false;
	size_t instances;

	if (is_kind(kind, "options  ")) {
		if (read_options(file, &has_clock))
			return -1;
		kind = cursor_bytes(at, KIND_SIZE);
	}
	instances = file->buffer_count;
	if (is_kind(kind, FLYRECORD)) {
		if (!datfile_add_buffer(file, "", "") ||
		    read_table(file, at, instances))
			return datfile_fail(file, at->at,
					    "there is a buffer too many");
		if (has_clock)
			read_clock(file);
	}
	for (size_t i = 0; i < instances; i++)
		if (read_instance(file, i))
			return -1;
	for (size_t i = 0; i < file->buffer_count; i++)
		memcpy(file->buffers[i].clock, file->clock,
		       sizeof(file->clock));
	return 0;
}

int datfile_read_v6(struct datfile *file)
{
	struct cursor *at = &file->file;

	file->headers.text = part(at, skip_headers);
	skip_formats(at); /* of ftrace's own events */
	file->events.text = part(at, skip_events);
	skip_sized(at, 4); /* kallsyms */
	skip_sized(at, 4); /* printk formats */
	file->cmdlines.text = part(at, skip_cmdlines);
	file->cpu_count = cursor_number(at, 4);
	if (at->has_ended)
		return datfile_fail(file, file->file.size,
				    "it is cut short inside its headers");
	return read_buffers(file);
}
