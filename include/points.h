/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tracepoints of the kernel's own that together tell of accepts, for kernels
 * without kprobes.
 */
#ifndef TCPWHO_POINTS_H
#define TCPWHO_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "decode.h"
#include "layout.h"
#include "rawrec.h"

enum points_event {
	POINTS_STATE,
	POINTS_ENTER,
	POINTS_ENTER4,
	POINTS_EXIT,
	POINTS_EXIT4,
	POINTS_EVENTS
};

/*
 * What one of them tells is a struct conn, too, so that it can be put in order
 * like any other; instead of witnesses it has one of these.
 */
enum point {
	POINT_ENTER = 0x10,	  /* tid calls accept on descriptor uid */
	POINT_EXIT = 0x20,	  /* and gets descriptor uid */
	POINT_ESTABLISHED = 0x30, /* passively: it is in a queue now */
	POINT_CLOSED = 0x40,	  /* by tid, not by its peer */
	POINT_LISTENS = 0x50,
	POINT_SHUT = 0x60, /* listens no more */
};

/** points_is - whether @conn is a point, no connection */
static inline bool points_is(const struct conn *conn)
{
	return conn->witnesses >= POINT_ENTER;
}

#define POINTS_FIELDS 14

struct points_layout {
	uint32_t id;
	size_t min_size;
	struct layout_span field[POINTS_FIELDS];
};

/* All zero knows no event. */
struct points {
	struct points_layout event[POINTS_EVENTS];
};

/** points_system, points_name - such as "sock", "inet_sock_set_state" */
const char *points_system(enum points_event event);
const char *points_name(enum points_event event);

/** points_filter - what the kernel need not record */
const char *points_filter(enum points_event event);

/**
 * points_learn - learn the layout of an event, if it is one of these
 *
 * Returns whether it is, and has the fields that it must have.
 */
bool points_learn(struct points *points, const char *system, const char *format,
		  size_t length);

/** points_are_enough - whether accepts can be told by what was learnt */
bool points_are_enough(const struct points *points);

/**
 * points_decode - turn a record into a point
 * @conn: filled on DECODE_OK; of a socket prot is the kernel's address and
 *	pid the address family
 */
enum decode_result points_decode(const struct points *points,
				 const struct rawrec *record,
				 struct conn *conn);

#endif
