/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decodes records of our event. The only place that knows how the kernel
 * lays them out and where byte order is converted; pure once the format is
 * known.
 */
#include "decode.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "addr.h"
#include "extra.h"
#include "load.h"

/* Of each record, in front of the fields: the same in all kernels so far. */
enum { COMMON_TYPE, COMMON_PID, COMMON_COUNT };
static const struct layout_span common[COMMON_COUNT] = {
	[COMMON_TYPE] = { 0, 2 },
	[COMMON_PID] = { 4, 4 },
};
#define PID_AT 4

/* Checked once for each record, instead of field by field. */
static void need(struct decode_event *layout, struct layout_span span)
{
	size_t end = (size_t)span.offset + span.size;

	if (end > layout->min_size)
		layout->min_size = end;
}

static bool is_lean(const struct decode_event *layout)
{
	for (int i = 0; i < FIELD_COUNT; i++)
		if (i != FIELD_SKADDR && layout->field[i].size)
			return false;
	return true;
}

/* Bytes are in the memory's order, so a part is as if it had been fetched. */
static void find_parts(struct decode_event *layout)
{
	for (int i = 0; i < FIELDS_PARTS; i++) {
		const struct fields_part *part = &fields_parts[i];
		struct layout_span whole = layout->field[part->whole];

		if (whole.size >= part->at + part->size &&
		    !layout->field[part->field].size)
			layout->field[part->field] =
				(struct layout_span){ whole.offset + part->at,
						      part->size };
	}
}

_Static_assert(FIELDS_WITNESS(FIELDS_ACCEPT) == CONN_ACCEPT &&
		       FIELDS_WITNESS(FIELDS_GRAFT) == CONN_GRAFT,
	       "a witness is the bit of its event");

/* Other headers than every kernel has had would be read wrongly. */
static bool is_unknown(const struct layout_span *spans)
{
	return memcmp(spans, common, sizeof(common)) != 0 ||
	       !spans[COMMON_COUNT + FIELD_SKADDR].size;
}

static void learn(struct decode_event *layout, const struct layout_span *spans)
{
	memcpy(layout->field, spans + COMMON_COUNT, sizeof(layout->field));
	for (int i = 0; i < COMMON_COUNT + FIELD_COUNT; i++)
		need(layout, spans[i]);
	find_parts(layout);
	layout->is_lean = is_lean(layout);
	for (int i = 0; i < FIELD_COUNT; i++)
		layout->number[i] = layout_number(layout->field[i]);
}

int decode_init(struct decoder *decoder, enum fields_event event,
		const char *format, size_t length)
{
	struct decode_event layout = { .witness = FIELDS_WITNESS(event) };
	const char *names[COMMON_COUNT + FIELD_COUNT] = {
		[COMMON_TYPE] = "common_type",
		[COMMON_PID] = "common_pid",
	};
	struct layout_span spans[COMMON_COUNT + FIELD_COUNT];
	int id;

	for (int i = 0; i < FIELD_COUNT; i++)
		names[COMMON_COUNT + i] = fields_name(i);
	id = layout_parse(format, length, names, COMMON_COUNT + FIELD_COUNT,
			  spans);
	if (id < 0 || is_unknown(spans)) {
		errno = EINVAL;
		return -1;
	}
	if (decoder->count == DECODE_EVENTS) {
		errno = ENOSPC;
		return -1;
	}
	layout.id = id;
	layout.extras = decoder->extras;
	learn(&layout, spans);
	decoder->event[decoder->count++] = layout;
	return 0;
}

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

	if (offset > record->size || length > record->size - offset)
		return;
	if (length >= sizeof(conn->cmd))
		length = sizeof(conn->cmd) - 1;
	/* So short that a call is dearer. */
	for (size_t i = 0; i < length; i++)
		conn->cmd[i] = ((const char *)record->data)[offset + i];
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

static void decode_extras(const struct decode_event *event,
			  const struct rawrec *record, struct conn *conn)
{
	/* It may be there without having been asked for. */
	if (event->extras & EXTRA_STATE)
		conn->state = load_field(event, record, FIELD_STATE);
	conn->ifindex = load_field(event, record, FIELD_IFINDEX);
	conn->backlog = load_field(event, record, FIELD_BACKLOG);
	/* With MPTCP the socket that is grafted is none that listened: 0. */
	if (conn->backlog) {
		conn->backlog++;
		conn->queue = load_field(event, record, FIELD_QUEUE) + 1;
	}
	if (load_field(event, record, FIELD_NET))
		conn->netns = load_field(event, record, FIELD_NETNS);
}

static const struct decode_event *find_event(const struct decoder *decoder,
					     const struct rawrec *record)
{
	const struct decode_event *event;
	const struct decode_event *end = decoder->event + decoder->count;
	uint32_t id = load_id(record);

	for (event = decoder->event; event < end; event++)
		if (event->id == id)
			return event;
	return NULL;
}

static uint32_t load_tid(const struct rawrec *record)
{
	uint32_t tid;

	memcpy(&tid, (const char *)record->data + PID_AT, sizeof(tid));
	return record->is_swapped ? __builtin_bswap32(tid) : tid;
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

static enum decode_result decode_other(const struct decoder *decoder,
				       const struct rawrec *record,
				       struct conn *conn)
{
	if (!handshake_is(&decoder->handshake, record))
		return DECODE_OTHER;
	return handshake_decode(&decoder->handshake, record, conn) ?
		       DECODE_OK :
		       DECODE_SKIP;
}

enum decode_result decode(const struct decoder *decoder,
			  const struct rawrec *record, struct conn *conn)
{
	const struct decode_event *event;

	if (record->size < LAYOUT_COMMON_SIZE)
		return DECODE_BAD;
	event = find_event(decoder, record);
	if (!event)
		return decode_other(decoder, record, conn);
	if (record->size < event->min_size)
		return DECODE_BAD;
	*conn = (struct conn){
		.ts_ns = record->ts_ns,
		.uid = CONN_UID_UNKNOWN,
		.tid = load_tid(record),
		.cpu = record->cpu,
		.witnesses = event->witness,
	};
	return decode_fields(event, record, conn);
}
