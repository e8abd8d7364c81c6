/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Version 7 of trace.dat, trace-cmd's own since 3.0 (trace-cmd.dat.v7(5)):
 * sections that may be compressed, found through options. Pure.
 */
#include <stdlib.h>

#include "datfile.h"

/* Id, flags, description and size. */
#define SECTION_HEADER_SIZE 16

/* Sections of options; they form a chain, which may be led in a circle. */
#define MAX_SECTIONS 1000

/* A section is opened but a few times, whatever options say. */
#define MAX_OPENED 64

/* Most sections are smaller, and all formats of a kernel's events 5 MB. */
#define MIN_INFLATED (32U << 10)
#define MAX_INFLATED (32U << 20)

static struct cursor file_at(const struct datfile *file, uint64_t offset)
{
	struct cursor at = file->file;

	at.has_ended = false;
	cursor_seek(&at, offset);
	return at;
}

/* The header of the section @at; returns its flags, or -1. */
static int read_header(struct cursor *at, unsigned wanted, uint64_t *size)
{
	unsigned id = cursor_number(at, 2);
	unsigned flags = cursor_number(at, 2);

	cursor_number(at, 4); /* where its description is */
	*size = cursor_number(at, 8);
	return at->has_ended || id != wanted ? -1 : (int)flags;
}

static long inflate_to(const struct datfile *file, void **to, size_t room,
		       const void *data, size_t packed)
{
	void *grown = realloc(*to, room);

	if (!grown)
		return -1;
	*to = grown;
	return inflate_chunk(file->compression, grown, room, data, packed);
}

/* Where the size is not told (see datpages.c), it takes some tries. */
static int inflate_section(struct datfile *file, struct cursor *at,
			   struct datfile_section *section)
{
	uint32_t packed = cursor_number(at, 4);
	uint32_t size = cursor_number(at, 4);
	const void *data = cursor_bytes(at, packed);
	size_t room = size ? size : MIN_INFLATED;
	long got = -1;

	if (!data || room > MAX_INFLATED)
		return -1;
	got = inflate_to(file, &section->inflated, room, data, packed);
	while (got < 0 && !size && room < MAX_INFLATED) {
		room *= 4;
		got = inflate_to(file, &section->inflated, room, data, packed);
	}
	section->text = (struct cursor){
		.data = section->inflated,
		.size = got > 0 ? got : 0,
		.is_big = at->is_big,
	};
	return got < 0 ? -1 : 0;
}

static int open_section(struct datfile *file, uint64_t offset, unsigned id,
			struct datfile_section *section)
{
	struct cursor at = file_at(file, offset);
	uint64_t size;
	int flags = read_header(&at, id, &size);

	free(section->inflated);
	*section = (struct datfile_section){ .inflated = NULL };
	if (at.has_ended)
		return datfile_fail(file, offset,
				    "it is cut short, for it ends before what "
				    "it says to have");
	if (flags < 0)
		return datfile_fail(file, offset, "a section is not there");
	if (!(flags & DATFILE_COMPRESSED)) {
		section->text = (struct cursor){
			.data = at.data + at.at,
			.size = at.size - at.at,
			.is_big = at.is_big,
		};
		if (size < section->text.size)
			section->text.size = size;
		return 0;
	}
	if (inflate_section(file, &at, section))
		return datfile_fail(file, offset, "a section is damaged");
	return 0;
}

static int read_table(struct datfile *file, struct cursor *value,
		      uint32_t buffer)
{
	uint32_t count = cursor_number(value, 4);

	if (count > DATFILE_MAX_CPUS)
		return -1;
	for (uint32_t i = 0; i < count; i++) {
		struct datfile_stream stream = {
			.buffer = buffer,
			.cpu = cursor_number(value, 4),
			.offset = cursor_number(value, 8),
			.size = cursor_number(value, 8),
		};

		if (value->has_ended || datfile_add_stream(file, &stream))
			return -1;
	}
	return 0;
}

static int read_buffer(struct datfile *file, struct cursor *value)
{
	uint64_t offset = cursor_number(value, 8), size;
	const char *name = cursor_string(value);
	const char *clock = cursor_string(value);
	struct cursor at = file_at(file, offset);
	struct datfile_buffer *buffer;
	int flags;

	if (!clock)
		return -1;
	buffer = datfile_add_buffer(file, name, clock);
	if (!buffer)
		return -1;
	buffer->page_size = cursor_number(value, 4);
	flags = read_header(&at, DATFILE_BUFFER, &size);
	buffer->is_compressed = flags > 0 && (flags & DATFILE_COMPRESSED);
	return read_table(file, value, file->buffer_count - 1);
}

/* Options that are nothing but the place of a section. */
static struct datfile_section *find_section(struct datfile *file, unsigned id)
{
	switch (id) {
	case DATFILE_HEADER_INFO: return &file->headers;
	case DATFILE_EVENT_FORMATS: return &file->events;
	case DATFILE_CMDLINES: return &file->cmdlines;
	}
	return NULL;
}

static int take_option(struct datfile *file, unsigned id, struct cursor value)
{
	struct datfile_section *section = find_section(file, id);

	if (section && file->opened++ == MAX_OPENED)
		return datfile_fail(file, file->file.at,
				    "it has the same section again and again");
	if (section)
		return open_section(file, cursor_number(&value, 8), id,
				    section);
	if (id != DATFILE_BUFFER)
		return datfile_option(file, id, value);
	if (read_buffer(file, &value))
		return datfile_fail(file, file->file.at,
				    "a buffer's description makes no sense");
	return 0;
}

/* Returns 1 with @next, the place of the next section of them, 0, or -1. */
static int read_options(struct datfile *file, uint64_t *next)
{
	struct datfile_section section = { .inflated = NULL };
	int result = open_section(file, *next, DATFILE_DONE, &section);
	struct cursor *at = &section.text;

	while (!result) {
		unsigned id = cursor_number(at, 2);
		struct cursor value = { .is_big = at->is_big };

		value.size = cursor_number(at, 4);
		value.data = cursor_bytes(at, value.size);
		if (!value.data)
			break;
		if (id == DATFILE_DONE) {
			*next = cursor_number(&value, 8);
			result = *next ? 1 : 0;
			break;
		}
		result = take_option(file, id, value);
	}
	free(section.inflated);
	return result;
}

static uint64_t section_end(const struct datfile *file, uint64_t offset)
{
	struct cursor at = file_at(file, offset);
	uint64_t size;

	read_header(&at, DATFILE_DONE, &size);
	return at.at + size;
}

/* Whether a section lies behind the end; then it is known to be missing. */
static bool is_cut_off(struct datfile *file, uint64_t offset)
{
	uint64_t size = file->file.size;

	if (offset < size && size - offset >= SECTION_HEADER_SIZE)
		return false;
	file->missing = offset < size ? 1 : offset - size + 1;
	return true;
}

/* All sections of options, as far as they are there. */
static int read_chain(struct datfile *file, uint64_t next)
{
	uint64_t rest = section_end(file, next);
	int result = read_options(file, &next);

	for (int i = 0; result == 1 && !is_cut_off(file, next); i++)
		if (i < MAX_SECTIONS)
			result = read_options(file, &next);
		else
			return datfile_fail(file, next, "options without end");
	if (result < 0 || file->buffer_count)
		return result < 0 ? -1 : 0;
	return datfile_read_rest(file, rest);
}

int datfile_read_v7(struct datfile *file)
{
	struct cursor *at = &file->file;
	const char *name = cursor_string(at);
	const char *version = cursor_string(at);
	uint64_t next = cursor_number(at, 8);

	if (!version || at->has_ended)
		return datfile_fail(file, at->size,
				    "it is cut short inside its headers");
	file->compression = inflate_find(name);
	if (file->compression == INFLATE_UNKNOWN)
		return datfile_fail(file, at->at,
				    "it is compressed neither by zstd nor by "
				    "zlib: use trace-cmd convert");
	return read_chain(file, next);
}
