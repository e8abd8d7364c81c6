/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The records of a trace.dat file, for each CPU of each buffer.
 */
#ifndef TCPWHO_RECORDING_H
#define TCPWHO_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "datfile.h"
#include "holes.h"
#include "rawrec.h"

struct recording;

/*
 * Memory for inflated chunks, of all streams of a recording together; a
 * file that wants more is made by hand. trace-cmd makes 40 KB of each.
 */
#define RECORDING_CHUNKS_SIZE (256U << 20)

/* What could not be read. */
struct recording_losses {
	uint64_t missed;	 /* events that the recorder did not get */
	uint64_t missed_unknown; /* times that nobody knows how many */
	uint64_t damaged;	 /* sub-buffers or chunks of them */
	uint64_t damaged_at;	 /* the first one's byte in the file */
	uint64_t cut;		 /* bytes that were cut off the end */
};

/**
 * recording_open - read the headers
 * @data: the whole file, borrowed until recording_close
 * @is_mapped: of a file, so that what has been read may be given back
 * @error: DATFILE_ERROR_SIZE bytes for a clause that says what is wrong
 *
 * Returns NULL with @error; freed with recording_close, which takes NULL.
 */
struct recording *recording_open(const void *data, size_t size, bool is_mapped,
				 char *error);
void recording_close(struct recording *recording);

/** recording_file - what its headers say */
const struct datfile *recording_file(const struct recording *recording);

/** recording_streams - how many there are; each is in time order */
size_t recording_streams(const struct recording *recording);

/** recording_stream_buffer - the index of the buffer that @stream is of */
uint32_t recording_stream_buffer(const struct recording *recording,
				 size_t stream);

/** recording_has_date - whether @stream's times are those of the wall clock */
bool recording_has_date(const struct recording *recording, size_t stream);

/**
 * recording_next - the next record of @stream
 * @record: valid until the next call for that stream
 *
 * Returns 1, or 0 at the end. What is damaged is passed over and counted.
 */
int recording_next(struct recording *recording, size_t stream,
		   struct rawrec *record);

/** recording_reject - the last record of @stream is as good as missing */
void recording_reject(struct recording *recording, size_t stream);

/**
 * recording_hole - where records of @stream are missing
 *
 * Returns whether some are since the last call.
 */
bool recording_hole(struct recording *recording, size_t stream,
		    struct hole *hole);

/** recording_losses - those up to now */
const struct recording_losses *
recording_losses(const struct recording *recording);

/** recording_position - bytes read so far, of how many */
uint64_t recording_position(const struct recording *recording, uint64_t *of);

#endif
