/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The per-CPU ring buffers of our instance, read in rounds.
 */
#ifndef TCPWHO_READER_H
#define TCPWHO_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "rawrec.h"
#include "subbuf.h"

struct reader;

typedef void (*reader_record)(void *context, const struct rawrec *record);

/**
 * reader_open - open every CPU's trace_pipe_raw
 * @instance_dir: the instance's directory in tracefs
 * @format: of the kernel's sub-buffers
 *
 * Returns NULL with errno; closed with reader_close, which takes NULL. An
 * instance cannot be removed before its reader is closed.
 */
struct reader *reader_open(const char *instance_dir,
			   const struct subbuf_format *format);
void reader_close(struct reader *reader);

/**
 * reader_fd - readable when a buffer holds records
 *
 * Wake-ups can get lost (kernel/trace/ring_buffer.c, ring_buffer_poll_wait:
 * "we can get stuck if there's only a single event in"), so poll it with a
 * timeout and read a round anyway. It stays the reader's.
 */
int reader_fd(const struct reader *reader);

/** reader_rescan - poll CPUs again that were offline; about once a second */
void reader_rescan(struct reader *reader);

/**
 * reader_begin - start a round: everything recorded up to now will be read
 */
void reader_begin(struct reader *reader);

/**
 * reader_pass - read a sub-buffer of each CPU, or more of one later in a round
 * @record: called for each record, in time order for each CPU
 *
 * Returns whether this round has more to read.
 */
bool reader_pass(struct reader *reader, reader_record record, void *context);

/**
 * reader_horizon - up to when (CLOCK_MONOTONIC) all records have been read
 */
uint64_t reader_horizon(const struct reader *reader);

/** reader_missed - how many times some records were lost */
uint64_t reader_missed(const struct reader *reader);

/** reader_damaged - how many sub-buffers could not be read to their end */
uint64_t reader_damaged(const struct reader *reader);

#endif
