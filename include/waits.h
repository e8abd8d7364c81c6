/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connections that wait to be accepted, and since when.
 */
#ifndef TCPWHO_WAITS_H
#define TCPWHO_WAITS_H

#include <stdint.h>

#include "conn.h"

struct waits;

/** waits_new - an empty one; NULL when there is no memory */
struct waits *waits_new(void);

/** waits_free - takes NULL */
void waits_free(struct waits *waits);

/** waits_note - its handshake is over; @conn is CONN_ESTABLISHED */
void waits_note(struct waits *waits, const struct conn *conn);

/**
 * waits_fill - set wait_ns of an accepted connection, where that is known
 * @sock: the one that waited: with MPTCP that of conn is another
 * @accepted_ns: when it was taken
 *
 * It waits no longer.
 */
void waits_fill(struct waits *waits, struct conn *conn, uint64_t sock,
		uint64_t accepted_ns);

#endif
