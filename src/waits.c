/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table of waiting connections by the address of their socket, which never
 * grows: those that nobody accepts are forgotten some time. Pure.
 */
#include "waits.h"

#include <stdlib.h>
#include <string.h>

/* More than all the queues of a busy machine. */
#define SLOTS (1 << 16)

/* Places for one; with all of them taken the oldest goes. */
#define TRIES 8

/* Odd, and with bits all over. */
#define MIX 0x9e3779b97f4a7c15ULL

struct wait {
	uint64_t sock; /* 0: free */
	uint64_t since_ns;
	struct in6_addr ip_source;
	uint16_t port_source;
};

struct waits {
	struct wait slots[SLOTS];
};

struct waits *waits_new(void)
{
	return calloc(1, sizeof(struct waits));
}

void waits_free(struct waits *waits)
{
	free(waits);
}

static struct wait *slot_at(struct waits *waits, uint64_t sock, unsigned try)
{
	return &waits->slots[((sock * MIX >> 40) + try) % SLOTS];
}

/* NULL where it is not. */
static struct wait *find(struct waits *waits, uint64_t sock)
{
	for (unsigned i = 0; i < TRIES; i++)
		if (slot_at(waits, sock, i)->sock == sock)
			return slot_at(waits, sock, i);
	return NULL;
}

static struct wait *find_place(struct waits *waits, uint64_t sock)
{
	struct wait *place = find(waits, sock);

	if (place)
		return place;
	place = slot_at(waits, sock, 0);
	for (unsigned i = 1; i < TRIES && place->sock; i++)
		if (!slot_at(waits, sock, i)->sock ||
		    slot_at(waits, sock, i)->since_ns < place->since_ns)
			place = slot_at(waits, sock, i);
	return place;
}

void waits_note(struct waits *waits, const struct conn *conn)
{
	if (conn->sock)
		*find_place(waits, conn->sock) =
			(struct wait){ conn->sock, conn->ts_ns, conn->ip_source,
				       conn->port_source };
}

void waits_fill(struct waits *waits, struct conn *conn, uint64_t sock,
		uint64_t accepted_ns)
{
	struct wait *wait = sock ? find(waits, sock) : NULL;

	/*
	 * The socket may have been another connection's, whose accept, or the
	 * handshake of this one, was lost.
	 */
	if (!wait || wait->port_source != conn->port_source ||
	    memcmp(&wait->ip_source, &conn->ip_source,
		   sizeof(wait->ip_source)) != 0)
		return;
	wait->sock = 0;
	/* Never 0, which is unknown. */
	conn->wait_ns =
		accepted_ns > wait->since_ns ? accepted_ns - wait->since_ns : 1;
}
