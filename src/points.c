/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tracepoints as a table and the decoding of their records. The only place
 * that knows how the kernel lays them out; pure.
 */
#include "points.h"

#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "addr.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

/* include/linux/trace_events.h, the same from 4.16 to 7.3. */
#define FLAG_HARDIRQ 0x08
#define FLAG_SOFTIRQ 0x10

/*
 * States: 1 established, 3 SYN_RECV, 4 FIN_WAIT1, 7 closed, 9 LAST_ACK, 10
 * listening. A close(2) goes to 4 or 9, or with SO_LINGER of 0 from 1 to 7.
 */
static const struct {
	const char *system, *name, *filter;
	enum point kind;
} events[POINTS_EVENTS] = {
	[POINTS_STATE] = { "sock", "inet_sock_set_state",
			   "newstate==4||newstate==9||newstate==10||"
			   "(oldstate==3&&newstate==1)||"
			   "(newstate==7&&(oldstate==1||oldstate==10))",
			   0 },
	[POINTS_ENTER] = { "syscalls", "sys_enter_accept", NULL, POINT_ENTER },
	[POINTS_ENTER4] = { "syscalls", "sys_enter_accept4", NULL,
			    POINT_ENTER },
	[POINTS_EXIT] = { "syscalls", "sys_exit_accept", "ret>=0", POINT_EXIT },
	[POINTS_EXIT4] = { "syscalls", "sys_exit_accept4", "ret>=0",
			   POINT_EXIT },
};

enum {
	COMMON_TYPE,
	COMMON_FLAGS,
	COMMON_PID,
	SKADDR,
	OLDSTATE,
	NEWSTATE,
	SPORT,
	DPORT,
	FAMILY,
	PROTOCOL,
	SADDR_V6,
	DADDR_V6,
	FD,
	RET,
};

static const char *const names[POINTS_FIELDS] = {
	"common_type", "common_flags", "common_pid", "skaddr", "oldstate",
	"newstate",    "sport",	       "dport",	     "family", "protocol",
	"saddr_v6",    "daddr_v6",     "fd",	     "ret",
};

const char *points_system(enum points_event event)
{
	return events[event].system;
}

const char *points_name(enum points_event event)
{
	return events[event].name;
}

const char *points_filter(enum points_event event)
{
	return events[event].filter;
}

static bool has_fields(const struct points_layout *layout,
		       enum points_event event)
{
	const struct layout_span *field = layout->field;
	int last = event == POINTS_STATE ? DADDR_V6 : COMMON_PID;

	for (int i = 0; i <= last; i++)
		if (!field[i].size)
			return false;
	if (event == POINTS_STATE)
		return field[SADDR_V6].size == 16 && field[DADDR_V6].size == 16;
	return field[events[event].kind == POINT_ENTER ? FD : RET].size;
}

static int find_event(const char *system, const char *name, size_t length)
{
	for (int i = 0; i < POINTS_EVENTS; i++)
		if (!strcmp(system, events[i].system) &&
		    length == strlen(events[i].name) &&
		    !memcmp(name, events[i].name, length))
			return i;
	return -1;
}

bool points_learn(struct points *points, const char *system, const char *format,
		  size_t length)
{
	struct points_layout layout = { .id = 0 };
	const char *name;
	size_t name_length = layout_name(format, length, &name);
	int event = find_event(system, name, name_length);
	int id;

	if (event < 0)
		return false;
	id = layout_parse(format, length, names, POINTS_FIELDS, layout.field);
	if (id < 0 || !has_fields(&layout, event))
		return false;
	layout.id = id;
	for (int i = 0; i < POINTS_FIELDS; i++) {
		size_t end =
			(size_t)layout.field[i].offset + layout.field[i].size;

		if (end > layout.min_size)
			layout.min_size = end;
	}
	points->event[event] = layout;
	return true;
}

bool points_are_enough(const struct points *points)
{
	return points->event[POINTS_STATE].id &&
	       (points->event[POINTS_EXIT].id ||
		points->event[POINTS_EXIT4].id);
}

/* Of records that are as long as their format says. */
static uint64_t load(const struct rawrec *record, struct layout_span span)
{
	const char *from = (const char *)record->data + span.offset;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	switch (span.size) {
	case 1: return *(const uint8_t *)from;
	case 2:
		memcpy(&u16, from, sizeof(u16));
		return record->is_swapped ? __builtin_bswap16(u16) : u16;
	case 4:
		memcpy(&u32, from, sizeof(u32));
		return record->is_swapped ? __builtin_bswap32(u32) : u32;
	case 8:
		memcpy(&u64, from, sizeof(u64));
		return record->is_swapped ? __builtin_bswap64(u64) : u64;
	}
	return 0;
}

/* All events have common_type at one place, so mostly it is read once. */
static int find_record(const struct points *points, const struct rawrec *record)
{
	struct layout_span last = { .size = 0 };
	uint64_t id = 0;

	for (int i = 0; i < POINTS_EVENTS; i++) {
		const struct points_layout *event = &points->event[i];
		struct layout_span type = event->field[COMMON_TYPE];

		if (!event->id ||
		    (size_t)type.offset + type.size > record->size)
			continue;
		if (type.offset != last.offset || type.size != last.size)
			id = load(record, type);
		last = type;
		if (id == event->id)
			return i;
	}
	return -1;
}

/* In an interrupt the thread is whoever was interrupted. */
static bool is_by_thread(const struct rawrec *record,
			 const struct layout_span *field)
{
	return !(load(record, field[COMMON_FLAGS]) &
		 (FLAG_HARDIRQ | FLAG_SOFTIRQ));
}

static unsigned find_kind(const struct rawrec *record,
			  const struct layout_span *field)
{
	int from = load(record, field[OLDSTATE]);
	int to = load(record, field[NEWSTATE]);
	int protocol = load(record, field[PROTOCOL]);

	/* Of a closed MPTCP connection the subflow lives on for a while. */
	if ((protocol == IPPROTO_TCP || protocol == IPPROTO_MPTCP) &&
	    (to == TCP_FIN_WAIT1 || to == TCP_LAST_ACK ||
	     (to == TCP_CLOSE && from == TCP_ESTABLISHED)) &&
	    is_by_thread(record, field))
		return POINT_CLOSED;
	if (protocol != IPPROTO_TCP)
		return 0;
	if (from == TCP_SYN_RECV && to == TCP_ESTABLISHED)
		return POINT_ESTABLISHED;
	if (to == TCP_LISTEN && from != TCP_LISTEN)
		return POINT_LISTENS;
	return from == TCP_LISTEN && to == TCP_CLOSE ? POINT_SHUT : 0;
}

/* An IPv4 one comes as ::ffff:a.b.c.d here (tp_assign of sock.h). */
static struct in6_addr load_address(const struct rawrec *record,
				    struct layout_span span)
{
	struct in6_addr address;

	memcpy(&address, (const char *)record->data + span.offset,
	       sizeof(address));
	return address;
}

static enum decode_result decode_state(const struct layout_span *field,
				       const struct rawrec *record,
				       struct conn *conn)
{
	unsigned family = load(record, field[FAMILY]);

	conn->witnesses = find_kind(record, field);
	if (!conn->witnesses || (family != AF_INET && family != AF_INET6))
		return DECODE_SKIP;
	conn->pid = family;
	conn->prot = load(record, field[SKADDR]);
	conn->ip_local = load_address(record, field[SADDR_V6]);
	conn->ip_source = load_address(record, field[DADDR_V6]);
	conn->port = load(record, field[SPORT]);
	conn->port_source = load(record, field[DPORT]);
	conn->family = addr_is_ipv4(&conn->ip_local) ? 4 : 6;
	return DECODE_OK;
}

static enum decode_result decode_call(enum point kind,
				      const struct layout_span *field,
				      const struct rawrec *record,
				      struct conn *conn)
{
	struct layout_span span = field[kind == POINT_ENTER ? FD : RET];

	conn->witnesses = kind;
	conn->uid = load(record, span);
	/* A refused call has no descriptor, and is no accept. */
	return (int32_t)conn->uid < 0 ? DECODE_SKIP : DECODE_OK;
}

enum decode_result points_decode(const struct points *points,
				 const struct rawrec *record, struct conn *conn)
{
	int event = find_record(points, record);
	const struct points_layout *layout;

	if (event < 0)
		return DECODE_OTHER;
	layout = &points->event[event];
	if (record->size < layout->min_size)
		return DECODE_BAD;
	*conn = (struct conn){
		.ts_ns = record->ts_ns,
		.cpu = record->cpu,
		.tid = load(record, layout->field[COMMON_PID]),
		.uid = CONN_UID_UNKNOWN,
	};
	return event == POINTS_STATE ?
		       decode_state(layout->field, record, conn) :
		       decode_call(events[event].kind, layout->field, record,
				   conn);
}
