/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the witnesses saw, out of one recording.
 */
#ifndef TCPWHO_SOURCE_H
#define TCPWHO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "losses.h"
#include "recording.h"

struct source;

/**
 * source_open - find our events in a recording
 * @name: what the file is called
 * @data: all of it, borrowed until source_close
 *
 * Returns NULL after it has said why; freed with source_close, which takes
 * NULL.
 */
struct source *source_open(const char *name, const void *data, size_t size,
			   bool is_mapped);
void source_close(struct source *source);

/** source_streams - how many sequences there are, each in time order */
size_t source_streams(const struct source *source);

/** source_stream_buffer - which buffer's, counted from 0 */
uint32_t source_stream_buffer(const struct source *source, size_t stream);

/** source_buffers - how many there are of these */
size_t source_buffers(const struct source *source);

/** source_has_date - whether all its times are those of the wall clock */
bool source_has_date(const struct source *source);

/** source_has_both - whether both witnesses may have been recorded */
bool source_has_both(const struct source *source);

/** source_has_points - whether tracepoints have to tell of accepts */
bool source_has_points(const struct source *source);

/** source_missed - grows when records are missing */
uint64_t source_missed(const struct source *source);

/**
 * source_next - what a witness saw next
 *
 * Returns whether there was something; what cannot be decoded is counted.
 * Among many records of other events it comes back with a @conn that has a
 * time and no witness, so that the caller can do something else meanwhile.
 */
bool source_next(struct source *source, size_t stream, struct conn *conn);

/** source_undecoded - records that were shorter than their format */
uint64_t source_undecoded(const struct source *source);

/** source_losses - what a recording of tcpwho's own says is missing */
const struct losses *source_losses(const struct source *source);

/** source_is_mixed - whether there were records of other events as well */
bool source_is_mixed(const struct source *source);

/** source_name - as it was given */
const char *source_name(const struct source *source);

/** source_recording - the recording itself */
struct recording *source_recording(const struct source *source);

#endif
