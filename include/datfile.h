/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The headers of a trace.dat file: what trace-cmd.dat.v6(5) and
 * trace-cmd.dat.v7(5) describe, but for the records themselves.
 */
#ifndef TCPWHO_DATFILE_H
#define TCPWHO_DATFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "inflate.h"

#define DATFILE_ERROR_SIZE 160
#define DATFILE_NAME_SIZE 65

/* What a machine may have; of more, somebody made the file by hand. */
#define DATFILE_MAX_CPUS 8192
#define DATFILE_MAX_BUFFERS 256
#define DATFILE_MAX_STREAMS 32768

/* Of a stream, where that is not told. */
#define DATFILE_CPU_UNKNOWN UINT32_MAX

/* Among a section's flags. */
#define DATFILE_COMPRESSED 1

/* The sub-buffers of one CPU in one buffer. */
struct datfile_stream {
	uint32_t cpu;
	uint32_t buffer; /* index */
	uint64_t offset;
	uint64_t size;
};

/* The top buffer or an instance. */
struct datfile_buffer {
	char name[DATFILE_NAME_SIZE]; /* "": the top one */
	char clock[DATFILE_NAME_SIZE];
	uint64_t offset;    /* of its section */
	uint32_t page_size; /* 0: as header_page has it */
	bool is_compressed;
};

/* A part that was stored, bytes of the file or inflated from it. */
struct datfile_section {
	struct cursor text;
	void *inflated; /* to be freed */
};

struct datfile {
	struct cursor file;
	unsigned version;
	unsigned long_size;
	uint32_t page_size;
	enum inflate_kind compression;
	char host[DATFILE_NAME_SIZE]; /* "": not told */
	char clock[DATFILE_NAME_SIZE];
	bool has_date;	    /* then times are those of the wall clock */
	uint64_t ts_offset; /* to be added to each time, modulo 2^64 */
	uint32_t tsc_mult;  /* 0: times are not in cycles */
	uint32_t tsc_shift;
	uint32_t cpu_count;
	struct datfile_section headers; /* header_page and more */
	struct datfile_section events;	/* the systems and their formats */
	struct datfile_section cmdlines;
	struct datfile_buffer *buffers;
	size_t buffer_count;
	struct datfile_stream *streams;
	size_t stream_count;
	unsigned opened;  /* sections, up to now */
	uint64_t missing; /* bytes that were cut off its end */
	char error[DATFILE_ERROR_SIZE];
};

/**
 * datfile_open - read the headers
 * @data: the whole file, borrowed until datfile_close
 *
 * Returns 0, or -1 with a clause in error that says what is wrong where.
 * datfile_close frees in either case.
 */
int datfile_open(struct datfile *file, const void *data, size_t size);
void datfile_close(struct datfile *file);

typedef void (*datfile_event)(void *context, const char *system,
			      const char *format, size_t length);

/** datfile_events - call @event for the format of each event */
void datfile_events(const struct datfile *file, datfile_event event,
		    void *context);

/** datfile_header_page - the text of events/header_page, or NULL */
const char *datfile_header_page(const struct datfile *file, size_t *length);

/** datfile_cmdlines - the text of saved_cmdlines, or NULL */
const char *datfile_cmdlines(const struct datfile *file, size_t *length);

/*
 * What the two versions share; for their modules alone.
 */
int datfile_fail(struct datfile *file, uint64_t offset, const char *what);
int datfile_option(struct datfile *file, unsigned id, struct cursor value);
struct datfile_buffer *datfile_add_buffer(struct datfile *file,
					  const char *name, const char *clock);
int datfile_add_stream(struct datfile *file,
		       const struct datfile_stream *stream);
int datfile_read_v6(struct datfile *file);
int datfile_read_v7(struct datfile *file);
/* The buffers from @offset on, of a file that lacks what tells of them. */
int datfile_read_rest(struct datfile *file, uint64_t offset);

enum datfile_option {
	DATFILE_DONE = 0,
	DATFILE_DATE = 1,
	DATFILE_BUFFER = 3,
	DATFILE_TRACECLOCK = 4,
	DATFILE_UNAME = 5,
	DATFILE_OFFSET = 7,
	DATFILE_CPUCOUNT = 8,
	DATFILE_TSC2NSEC = 14,
	DATFILE_HEADER_INFO = 16,
	DATFILE_EVENT_FORMATS = 18,
	DATFILE_CMDLINES = 21,
};

#endif
