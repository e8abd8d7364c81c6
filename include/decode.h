/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the bytes of a record to a connection.
 */
#ifndef TCPWHO_DECODE_H
#define TCPWHO_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "fields.h"
#include "handshake.h"
#include "layout.h"
#include "rawrec.h"

/* Of one witness there may be several, by several hands, in a recording. */
#define DECODE_EVENTS 16

struct decode_event {
	uint32_t id;
	uint8_t witness;
	bool is_lean;	 /* tells nothing but that there is a socket */
	unsigned extras; /* of extra.h, that are to be decoded */
	size_t min_size; /* of a record that has all fields */
	struct layout_span field[FIELD_COUNT];
	struct layout_number number[FIELD_COUNT];
};

/* All zero knows no event. */
struct decoder {
	struct decode_event event[DECODE_EVENTS];
	unsigned count;
	unsigned extras;  /* of events that are learnt from now on */
	unsigned ignored; /* bits of enum field: they have them for others */
	struct handshake handshake;
};

enum decode_result {
	DECODE_OK,
	DECODE_SKIP,  /* no socket, or not IP: no accept */
	DECODE_OTHER, /* not an event that was learnt */
	DECODE_BAD,   /* shorter than its format says: an accept is lost */
};

/**
 * decode_init - learn the layout of one of our events
 * @format: text of the event's format file
 * @length: its length
 *
 * Returns 0, or -1 with errno EINVAL when the format lacks what a row needs, or
 * ENOSPC after DECODE_EVENTS of them.
 */
int decode_init(struct decoder *decoder, enum fields_event event,
		const char *format, size_t length);

/**
 * decode - turn a record into a connection
 * @decoder: the layout
 * @record: any bytes; nothing outside of them is read
 * @conn: filled on DECODE_OK with what the event tells, the rest unknown;
 *	time_ns and pid are in no record. CONN_ESTABLISHED is no accept.
 */
enum decode_result decode(const struct decoder *decoder,
			  const struct rawrec *record, struct conn *conn);

#endif
