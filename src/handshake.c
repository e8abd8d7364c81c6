/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decodes sock:inet_sock_set_state. Pure; knows nothing of accepts.
 */
#include "handshake.h"

#include <netinet/tcp.h>
#include <string.h>

#include "load.h"

static const char *const names[HANDSHAKE_FIELDS] = {
	[HANDSHAKE_SOCK] = "skaddr",
	[HANDSHAKE_OLD] = "oldstate",
	[HANDSHAKE_NEW] = "newstate",
	[HANDSHAKE_PROTOCOL] = "protocol",
	[HANDSHAKE_DPORT] = "dport",
	/* Of IPv4 it is mapped. */
	[HANDSHAKE_DADDR] = "daddr_v6",
};

bool handshake_learn(struct handshake *handshake, const char *system,
		     const char *format, size_t length)
{
	struct layout_span spans[HANDSHAKE_FIELDS];
	struct handshake learnt = { .id = 0 };
	const char *name;
	size_t name_length = layout_name(format, length, &name);
	int id;

	if (strcmp(system, HANDSHAKE_SYSTEM) != 0 ||
	    name_length != strlen(HANDSHAKE_EVENT) ||
	    memcmp(name, HANDSHAKE_EVENT, name_length) != 0)
		return false;
	id = layout_parse(format, length, names, HANDSHAKE_FIELDS, spans);
	for (int i = 0; i < HANDSHAKE_FIELDS; i++) {
		size_t end = spans[i].offset + spans[i].size;

		if (!spans[i].size)
			return false;
		learnt.number[i] = layout_number(spans[i]);
		if (end > learnt.min_size)
			learnt.min_size = end;
	}
	if (id <= 0 || spans[HANDSHAKE_DADDR].size != sizeof(struct in6_addr))
		return false;
	learnt.daddr_at = spans[HANDSHAKE_DADDR].offset;
	learnt.id = id;
	*handshake = learnt;
	return true;
}

bool handshake_is(const struct handshake *handshake,
		  const struct rawrec *record)
{
	return handshake->id && record->size >= handshake->min_size &&
	       load_id(record) == handshake->id;
}

bool handshake_decode(const struct handshake *handshake,
		      const struct rawrec *record, struct conn *conn)
{
	const struct layout_number *number = handshake->number;

	if (load_number(&number[HANDSHAKE_NEW], record) != TCP_ESTABLISHED ||
	    load_number(&number[HANDSHAKE_OLD], record) != TCP_SYN_RECV ||
	    load_number(&number[HANDSHAKE_PROTOCOL], record) != IPPROTO_TCP)
		return false;
	conn_clear(conn);
	conn->ts_ns = record->ts_ns;
	conn->cpu = record->cpu;
	conn->sock = load_number(&number[HANDSHAKE_SOCK], record);
	conn->port_source = load_number(&number[HANDSHAKE_DPORT], record);
	conn->witnesses = CONN_ESTABLISHED;
	memcpy(&conn->ip_source,
	       (const char *)record->data + handshake->daddr_at,
	       sizeof(conn->ip_source));
	return true;
}
