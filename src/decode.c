/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decodes records of our event. The only place that knows how the kernel
 * lays them out and where byte order is converted; pure once the format is
 * known.
 */
#include "decode.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event-parse.h>
#include <string.h>
#include <sys/socket.h>

#include "addr.h"

/* A system name of our own: groups differ from run to run. */
#define SYSTEM "tcpwho"

static struct decode_span find_span(struct tep_event *event, const char *name)
{
	struct tep_format_field *field = tep_find_any_field(event, name);
	struct decode_span span = { 0, 0 };

	if (field && field->offset >= 0 && field->offset <= UINT16_MAX &&
	    field->size > 0 && field->size <= UINT16_MAX)
		span = (struct decode_span){ field->offset, field->size };
	return span;
}

static int learn(struct decoder *decoder, struct tep_event *event)
{
	decoder->event_id = event->id;
	decoder->type = find_span(event, "common_type");
	decoder->pid = find_span(event, "common_pid");
	for (int i = 0; i < FIELD_COUNT; i++)
		decoder->field[i] = find_span(event, fields_name(i));
	if (!decoder->type.size || !decoder->pid.size ||
	    !decoder->field[FIELD_SKADDR].size ||
	    !decoder->field[FIELD_FAMILY].size)
		return -1;
	return 0;
}

int decode_init(struct decoder *decoder, const char *format, size_t length)
{
	struct tep_handle *tep;
	struct tep_event *event;
	int result = -1;

	/* No plugins: they come from whoever's home directory runs sudo. */
	tep_set_loglevel(TEP_LOG_NONE);
	tep = tep_alloc();
	if (!tep)
		return -1;
	errno = EINVAL;
	if (!tep_parse_event(tep, format, length, SYSTEM)) {
		event = tep_find_event_by_name(tep, SYSTEM, FIELDS_EVENT);
		if (event)
			result = learn(decoder, event);
	}
	tep_free(tep);
	return result;
}

/* Fields are packed without alignment, so every load is a copy. */
static uint64_t load(const struct rawrec *record, struct decode_span span)
{
	const char *from = (const char *)record->data + span.offset;
	union {
		uint8_t u8;
		uint16_t u16;
		uint32_t u32;
		uint64_t u64;
	} value;

	switch (span.size) {
	case 1: return *(const uint8_t *)from;
	case 2: memcpy(&value.u16, from, 2); return value.u16;
	case 4: memcpy(&value.u32, from, 4); return value.u32;
	case 8: memcpy(&value.u64, from, 8); return value.u64;
	}
	return 0; /* no such field, or not a number */
}

static uint64_t load_field(const struct decoder *decoder,
			   const struct rawrec *record, enum field field)
{
	return load(record, decoder->field[field]);
}

/* Memory order is kept by the kernel, so addresses are copied as they are. */
static void copy_field(void *to, size_t size, const struct decoder *decoder,
		       const struct rawrec *record, enum field field)
{
	struct decode_span span = decoder->field[field];

	if (span.size == size)
		memcpy(to, (const char *)record->data + span.offset, size);
	else
		memset(to, 0, size);
}

static struct in6_addr load_ipv4(const struct decoder *decoder,
				 const struct rawrec *record, enum field field)
{
	uint8_t ipv4[4];

	copy_field(ipv4, sizeof(ipv4), decoder, record, field);
	return addr_from_ipv4(ipv4);
}

static struct in6_addr load_ipv6(const struct decoder *decoder,
				 const struct rawrec *record, enum field half)
{
	struct in6_addr addr = IN6ADDR_ANY_INIT;

	copy_field(addr.s6_addr, 8, decoder, record, half);
	copy_field(addr.s6_addr + 8, 8, decoder, record, half + 1);
	return addr;
}

/* Returns whether the family is one of IP's. */
static bool decode_addresses(const struct decoder *decoder,
			     const struct rawrec *record, struct conn *conn)
{
	switch (load_field(decoder, record, FIELD_FAMILY)) {
	case AF_INET:
		conn->ip_local = load_ipv4(decoder, record, FIELD_SADDR);
		conn->ip_source = load_ipv4(decoder, record, FIELD_DADDR);
		break;
	case AF_INET6:
		/* The IPv4 fields hold a dummy 127.0.0.6 in IPv6 sockets. */
		conn->ip_local = load_ipv6(decoder, record, FIELD_SADDR_V6_0);
		conn->ip_source = load_ipv6(decoder, record, FIELD_DADDR_V6_0);
		break;
	default: return false;
	}
	conn->family = addr_is_ipv4(&conn->ip_source) ? 4 : 6;
	return true;
}

static void decode_ports(const struct decoder *decoder,
			 const struct rawrec *record, struct conn *conn)
{
	conn->port_source = ntohs(load_field(decoder, record, FIELD_DPORT));
	conn->port = load_field(decoder, record, FIELD_SPORT);
	/* A reset before accept() has set the socket's own port to 0. */
	if (!conn->port)
		conn->port = load_field(decoder, record, FIELD_LISTENER_SPORT);
}

/* __data_loc: length in the upper, offset in the lower half of a u32. */
static void decode_cmd(const struct decoder *decoder,
		       const struct rawrec *record, struct conn *conn)
{
	uint32_t location = load_field(decoder, record, FIELD_COMM);
	size_t offset = location & 0xffff;
	size_t length = location >> 16;

	if (offset > record->size || length > record->size - offset)
		return;
	if (length >= sizeof(conn->cmd))
		length = sizeof(conn->cmd) - 1;
	memcpy(conn->cmd, (const char *)record->data + offset, length);
}

static bool fits(const struct rawrec *record, struct decode_span span)
{
	return (size_t)span.offset + span.size <= record->size;
}

/* Whether every field that the format names lies inside the record. */
static bool is_whole(const struct decoder *decoder, const struct rawrec *record)
{
	for (int i = 0; i < FIELD_COUNT; i++)
		if (!fits(record, decoder->field[i]))
			return false;
	return fits(record, decoder->pid);
}

enum decode_result decode(const struct decoder *decoder,
			  const struct rawrec *record, struct conn *conn)
{
	if (!fits(record, decoder->type))
		return DECODE_BAD;
	if (load(record, decoder->type) != decoder->event_id)
		return DECODE_SKIP;
	if (!is_whole(decoder, record))
		return DECODE_BAD;
	/* Fields behind a NULL socket are the previous record's (4.20-7.3). */
	if (!load_field(decoder, record, FIELD_SKADDR))
		return DECODE_SKIP;
	*conn = (struct conn){
		.ts_ns = record->ts_ns,
		.cpu = record->cpu,
		.uid = CONN_UID_UNKNOWN,
		.tid = load(record, decoder->pid),
	};
	if (!decode_addresses(decoder, record, conn))
		return DECODE_SKIP;
	decode_ports(decoder, record, conn);
	decode_cmd(decoder, record, conn);
	return DECODE_OK;
}
