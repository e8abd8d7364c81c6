/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the records of tracepoints to connections, live.
 */
#ifndef TCPWHO_TRAIL_H
#define TCPWHO_TRAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "conn.h"
#include "calls.h"
#include "points.h"
#include "rawrec.h"

struct trail;

/* As capture_conn, with how it was told. */
typedef void (*trail_conn)(void *context, struct conn *conn,
			   enum calls_how how);

/**
 * trail_open - returns NULL with errno; closed with trail_close, takes NULL
 * @points: the layout of the records, borrowed
 * @extras: of extra.h, to be looked up as well
 */
struct trail *trail_open(const struct points *points, unsigned extras,
			 trail_conn conn, void *context);
void trail_close(struct trail *trail);

/** trail_begin - recording has begun: learn who listens already */
void trail_begin(struct trail *trail);

/**
 * trail_proven - the self-test is over
 *
 * Of that each call was told, also what nobody could look at; from now on such
 * calls are told only where they can have returned a connection.
 */
void trail_proven(struct trail *trail);

/** trail_forget - a round begins */
void trail_forget(struct trail *trail);

/** trail_record - the next record of a CPU */
enum decode_result trail_record(struct trail *trail,
				const struct rawrec *record);

/**
 * trail_pass - connections that follow from what was read
 * @horizon_ns: all before it has been read
 */
void trail_pass(struct trail *trail, uint64_t horizon_ns);

/** trail_end - there will be no more */
void trail_end(struct trail *trail);

/** trail_lost - records are missing */
void trail_lost(struct trail *trail);

/** trail_holds - whether connections may come of what was read */
bool trail_holds(const struct trail *trail);

/** trail_horizon - up to when all connections have come */
uint64_t trail_horizon(const struct trail *trail);

#endif
