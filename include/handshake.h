/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's own event for the end of a handshake: from then on a
 * connection waits to be accepted. It tells WAIT.
 */
#ifndef TCPWHO_HANDSHAKE_H
#define TCPWHO_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "layout.h"
#include "rawrec.h"

/* Of every socket and every state, since Linux 4.16. */
#define HANDSHAKE_SYSTEM "sock"
#ifndef HANDSHAKE_EVENT
#define HANDSHAKE_EVENT "inet_sock_set_state"
#endif

/* From SYN_RECV to ESTABLISHED, which passive ones go, and of TCP. */
#define HANDSHAKE_FILTER "newstate==1&&oldstate==3&&protocol==6"

enum {
	HANDSHAKE_SOCK,
	HANDSHAKE_OLD,
	HANDSHAKE_NEW,
	HANDSHAKE_PROTOCOL,
	HANDSHAKE_DPORT,
	HANDSHAKE_DADDR,
	HANDSHAKE_FIELDS
};

/* All zero: there is no such event. */
struct handshake {
	uint32_t id;
	size_t min_size;
	size_t daddr_at;
	struct layout_number number[HANDSHAKE_FIELDS];
};

/**
 * handshake_learn - take notice of the event if it is that one
 * @format: text of its format file
 *
 * Returns whether it is, with all that it takes.
 */
bool handshake_learn(struct handshake *handshake, const char *system,
		     const char *format, size_t length);

/** handshake_is - whether the record is of that event */
bool handshake_is(const struct handshake *handshake,
		  const struct rawrec *record);

/**
 * handshake_decode - the end of a handshake
 * @conn: filled with its time, sock and remote end, as CONN_ESTABLISHED
 *
 * Returns false for other changes of state, and records that are too short.
 */
bool handshake_decode(const struct handshake *handshake,
		      const struct rawrec *record, struct conn *conn);

#endif
