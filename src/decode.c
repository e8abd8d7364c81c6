/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decodes records of our events. Where byte order is converted; pure. How
 * they are laid out is found out once, in decodeinit.
 */
#include "decode.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "addr.h"
#include "extra.h"
#include "load.h"
#include "rare.h"

/*
 * Memory order is kept by the kernel, so addresses are copied as they are.
 * Those that the event does not tell stay unspecified.
 */
static void load_ipv4(struct in6_addr *addr, const struct decode_event *event,
		      const struct rawrec *record, enum field field)
{
	uint8_t ipv4[4];

	if (event->field[field].size != sizeof(ipv4))
		return;
	memcpy(ipv4, find_field(event, record, field), sizeof(ipv4));
	*addr = addr_from_ipv4(ipv4);
}

static void load_ipv6(struct in6_addr *addr, const struct decode_event *event,
		      const struct rawrec *record, enum field half)
{
	if (event->field[half].size != 8 || event->field[half + 1].size != 8)
		return;
	memcpy(addr->s6_addr, find_field(event, record, half), 8);
	memcpy(addr->s6_addr + 8, find_field(event, record, half + 1), 8);
}

static uint8_t family_of(const struct in6_addr *addr)
{
	return IN6_IS_ADDR_UNSPECIFIED(addr) ? 0 : addr_is_ipv4(addr) ? 4 : 6;
}

/* Returns whether the family is one of IP's. */
static bool decode_addresses(const struct decode_event *event,
			     const struct rawrec *record, struct conn *conn)
{
	switch (load_field(event, record, FIELD_FAMILY)) {
	case AF_INET:
		load_ipv4(&conn->ip_local, event, record, FIELD_SADDR);
		load_ipv4(&conn->ip_source, event, record, FIELD_DADDR);
		conn->family = 4;
		return true;
	case AF_INET6:
		/* The IPv4 fields hold a dummy 127.0.0.6 in IPv6 sockets. */
		load_ipv6(&conn->ip_local, event, record, FIELD_SADDR_V6_0);
		load_ipv6(&conn->ip_source, event, record, FIELD_DADDR_V6_0);
		conn->family = family_of(&conn->ip_source);
		if (!conn->family)
			conn->family = family_of(&conn->ip_local);
		return true;
	}
	return false;
}

static void decode_ports(const struct decode_event *event,
			 const struct rawrec *record, struct conn *conn)
{
	conn->port_source = load_port(event, record, FIELD_DPORT);
	conn->port = load_field(event, record, FIELD_SPORT);
	/* A reset before accept() has set the socket's own port to 0. */
	if (!conn->port)
		conn->port = load_port(event, record, FIELD_INET_SPORT);
	if (!conn->port)
		conn->port = load_field(event, record, FIELD_LISTENER_SPORT);
}

/* __data_loc: length in the upper, offset in the lower half of a u32. */
static void decode_cmd(const struct decode_event *event,
		       const struct rawrec *record, struct conn *conn)
{
	uint32_t location = load_field(event, record, FIELD_COMM);
	size_t offset = location & 0xffff;
	size_t length = location >> 16;

	if (offset < LAYOUT_COMMON_SIZE || offset > record->size ||
	    length > record->size - offset)
		return;
	if (length >= sizeof(conn->cmd))
		length = sizeof(conn->cmd) - 1;
	load_short(conn->cmd, (const char *)record->data + offset, length);
}

/* Whose the socket is, as the kernel itself wrote it down. */
static void decode_uid(const struct decode_event *event,
		       const struct rawrec *record, struct conn *conn)
{
	if (!event->field[FIELD_FILE].size)
		return;
	if (!load_field(event, record, FIELD_FILE))
		conn->uid = 0; /* a server in the kernel has no file */
	else if (event->field[FIELD_UID].size)
		conn->uid = load_field(event, record, FIELD_UID);
}

static void decode_queue(const struct decode_event *event,
			 const struct rawrec *record, struct conn *conn)
{
	uint32_t backlog = load_field(event, record, FIELD_BACKLOG);

	/* With MPTCP the socket that is grafted is none that listened: 0. */
	if (!backlog)
		return;
	conn->backlog = backlog + 1;
	conn->queue = load_field(event, record, FIELD_QUEUE) + 1;
}

static void decode_extras(const struct decode_event *event,
			  const struct rawrec *record, struct conn *conn)
{
	if (event->extras & EXTRA_STATE)
		conn->state = load_field(event, record, FIELD_STATE);
	if (event->extras & EXTRA_IF)
		conn->ifindex = load_field(event, record, FIELD_IFINDEX);
	if (event->extras & EXTRA_QUEUE)
		decode_queue(event, record, conn);
	if (event->extras & EXTRA_NETNS && load_field(event, record, FIELD_NET))
		conn->netns = load_field(event, record, FIELD_NETNS);
}

static const struct decode_event *find_event(const struct decoder *decoder,
					     uint32_t id)
{
	const struct decode_event *event;
	const struct decode_event *end = decoder->event + decoder->count;

	for (event = decoder->event; event < end; event++)
		if (event->id == id)
			return event;
	return NULL;
}

static enum decode_result decode_fields(const struct decode_event *event,
					const struct rawrec *record,
					struct conn *conn)
{
	conn->sock = load_field(event, record, FIELD_SKADDR);
	/* Fields behind a NULL socket are the previous record's (4.20-7.3). */
	if (!conn->sock)
		return DECODE_SKIP;
	/* Beside a graft event the accept event has no need to tell all. */
	if (event->is_lean)
		return DECODE_OK;
	if (event->field[FIELD_FAMILY].size &&
	    !decode_addresses(event, record, conn))
		return DECODE_SKIP;
	decode_ports(event, record, conn);
	decode_cmd(event, record, conn);
	decode_uid(event, record, conn);
	if (event->extras)
		decode_extras(event, record, conn);
	conn->prot = load_field(event, record, FIELD_PROT);
	return DECODE_OK;
}

RARE static enum decode_result decode_other(const struct decoder *decoder,
					    const struct rawrec *record,
					    struct conn *conn)
{
	if (!handshake_is(&decoder->handshake, record))
		return DECODE_OTHER;
	return handshake_decode(&decoder->handshake, record, conn) ?
		       DECODE_OK :
		       DECODE_SKIP;
}

static enum decode_result decode_event(const struct decoder *decoder,
				       const struct rawrec *record,
				       struct conn *conn)
{
	const struct decode_event *event;

	if (record->size < LAYOUT_COMMON_SIZE)
		return DECODE_BAD;
	event = find_event(decoder, load_id(record));
	if (!event)
		return DECODE_OTHER;
	if (record->size < event->min_size)
		return DECODE_BAD;
	conn_clear(conn);
	conn->ts_ns = record->ts_ns;
	conn->tid = load_tid(record);
	conn->cpu = record->cpu;
	conn->witnesses = event->witness;
	return decode_fields(event, record, conn);
}

/*
 * For each byte order there is one, compiled with all that it calls: asking
 * for it at each number is a fifth dearer. The copy is for the compiler alone,
 * which must see that nobody else has it.
 */
__attribute__((flatten, noinline)) static enum decode_result
decode_swapped(const struct decoder *decoder, const struct rawrec *record,
	       struct conn *conn)
{
	struct rawrec swapped = *record;

	swapped.is_swapped = true;
	return decode_event(decoder, &swapped, conn);
}

__attribute__((flatten)) static inline enum decode_result
decode_native(const struct decoder *decoder, const struct rawrec *record,
	      struct conn *conn)
{
	struct rawrec native = *record;

	native.is_swapped = false;
	return decode_event(decoder, &native, conn);
}

enum decode_result decode(const struct decoder *decoder,
			  const struct rawrec *record, struct conn *conn)
{
	enum decode_result result =
		record->is_swapped ? decode_swapped(decoder, record, conn) :
				     decode_native(decoder, record, conn);

	return result == DECODE_OTHER ? decode_other(decoder, record, conn) :
					result;
}
