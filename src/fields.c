/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fetched fields as a table and the probes' definitions made from it.
 * Pure: writes text, never tracefs.
 */
#include "fields.h"

#include <stdio.h>
#include <string.h>

#include "extra.h"
#include "witness.h"

/* What a field is fetched from. */
enum from {
	FROM_SOCK,	/* struct sock_common, at the offset in the table */
	FROM_SOCK_V6,	/* the same, behind skc_net */
	FROM_ITSELF,	/* the pointer to the sock */
	FROM_LISTENER,	/* the sock that listened, accept's first argument */
	FROM_INET_SOCK, /* struct inet_sock, which the sock starts */
	FROM_SOCKET,	/* struct socket, graft's second argument */
	FROM_CRED,	/* struct cred of that one's file */
	FROM_TASK,	/* the running thread */
	FROM_NET,	/* struct net of the sock */
	FROM_QUEUE,	/* struct sock, what its listener had */
	FROM_BACKLOG,
};

/* In which events a field is; lean is an accept beside a graft. */
#define IN_GRAFT 1
#define IN_LEAN 2
#define IN_ACCEPT 4

/* A load costs some 110 instructions (6.12), so neighbours are one. */
#define PAIR 8
#define PAIRED 16 /* left out where its pair is fetched */

/*
 * Offsets are of struct sock_common, which starts struct sock, is never
 * randomised, and has been the same from 4.4 to 7.3 but for the word size
 * and CONFIG_NET_NS (include/net/sock.h). The order keeps u64 before u32
 * before u16, as the kernel packs fields without gaps. Names follow
 * sock:inet_sock_set_state; an IPv6 address comes in halves, for kernels
 * cannot filter on arrays and those before 4.20 have none. Addresses, dport
 * and inet_sport stay in network order.
 */
static const struct {
	const char *name;
	enum from from;
	short offset64, offset32;
	const char *type;
	unsigned in;
	unsigned syntax; /* what the kernel must understand, beside its type */
	unsigned extra;	 /* only for that, of extra.h */
} fields[FIELD_COUNT] = {
	[FIELD_SKADDR] = { "skaddr", FROM_ITSELF, 0, 0, "",
			   IN_GRAFT | IN_LEAN | IN_ACCEPT, 0, 0 },
	[FIELD_FILE] = { "file", FROM_SOCKET, 0, 0, "", IN_GRAFT, 0, 0 },
	[FIELD_PROT] = { "prot", FROM_SOCK, 40, 32, "", IN_GRAFT, 0, 0 },
	[FIELD_NET] = { "net", FROM_SOCK, 48, 36, "", IN_GRAFT | IN_ACCEPT, 0,
			EXTRA_NETNS },
	[FIELD_SADDR_V6_0] = { "saddr_v6_0", FROM_SOCK_V6, 72, 56, ":x64",
			       IN_GRAFT | IN_ACCEPT | PAIRED, 0, 0 },
	[FIELD_SADDR_V6_8] = { "saddr_v6_8", FROM_SOCK_V6, 80, 64, ":x64",
			       IN_GRAFT | IN_ACCEPT | PAIRED, 0, 0 },
	[FIELD_DADDR_V6_0] = { "daddr_v6_0", FROM_SOCK_V6, 56, 40, ":x64",
			       IN_GRAFT | IN_ACCEPT | PAIRED, 0, 0 },
	[FIELD_DADDR_V6_8] = { "daddr_v6_8", FROM_SOCK_V6, 64, 48, ":x64",
			       IN_GRAFT | IN_ACCEPT | PAIRED, 0, 0 },
	/* skc_v6_daddr, skc_v6_rcv_saddr: an element costs less than a field */
	[FIELD_ADDRPAIR_V6] = { "addrpair_v6", FROM_SOCK_V6, 56, 40, ":x64[4]",
				IN_GRAFT | IN_ACCEPT | PAIR, 0, 0 },
	/* skc_addrpair */
	[FIELD_ADDRPAIR] = { "addrpair", FROM_SOCK, 0, 0, ":x64",
			     IN_GRAFT | IN_ACCEPT | PAIR, 0, 0 },
	/* skc_portpair, skc_family, skc_state and what is behind it */
	[FIELD_PORTPAIR] = { "portpair", FROM_SOCK, 12, 12, ":x64",
			     IN_GRAFT | IN_ACCEPT | PAIR, 0, 0 },
	[FIELD_SADDR] = { "saddr", FROM_SOCK, 4, 4, ":x32",
			  IN_GRAFT | IN_ACCEPT | PAIRED, 0, 0 },
	[FIELD_DADDR] = { "daddr", FROM_SOCK, 0, 0, ":x32",
			  IN_GRAFT | IN_ACCEPT | PAIRED, 0, 0 },
	[FIELD_UID] = { "uid", FROM_CRED, 0, 0, ":u32", IN_GRAFT, 0, 0 },
	[FIELD_NETNS] = { "netns", FROM_NET, 0, 0, ":u32", IN_GRAFT | IN_ACCEPT,
			  0, EXTRA_NETNS },
	/* skc_bound_dev_if */
	[FIELD_IFINDEX] = { "ifindex", FROM_SOCK, 20, 20, ":u32",
			    IN_GRAFT | IN_ACCEPT, 0, EXTRA_IF },
	/* A child has them from its listener, and nobody changes them. */
	[FIELD_QUEUE] = { "ack_backlog", FROM_QUEUE, 0, 0, ":u32",
			  IN_GRAFT | IN_LEAN | IN_ACCEPT, 0, EXTRA_QUEUE },
	[FIELD_BACKLOG] = { "max_ack_backlog", FROM_BACKLOG, 0, 0, ":u32",
			    IN_GRAFT | IN_LEAN | IN_ACCEPT, 0, EXTRA_QUEUE },
	[FIELD_DPORT] = { "dport", FROM_SOCK, 12, 12, ":u16",
			  IN_GRAFT | IN_ACCEPT | PAIRED, 0, 0 },
	[FIELD_SPORT] = { "sport", FROM_SOCK, 14, 14, ":u16",
			  IN_GRAFT | IN_ACCEPT | PAIRED, 0, 0 },
	[FIELD_FAMILY] = { "family", FROM_SOCK, 16, 16, ":u16",
			   IN_GRAFT | IN_ACCEPT | PAIRED, 0, 0 },
	[FIELD_INET_SPORT] = { "inet_sport", FROM_INET_SOCK, 0, 0, ":u16",
			       IN_GRAFT | IN_ACCEPT, 0, 0 },
	[FIELD_LISTENER_SPORT] = { "listener_sport", FROM_LISTENER, 14, 14,
				   ":u16", IN_LEAN | IN_ACCEPT,
				   SYNTAX_RETURN_ARGS, 0 },
	/* 65535 where the remote address is IPv4-mapped. */
	[FIELD_MAPPED] = { "mapped", FROM_SOCK_V6, 66, 50, ":u16", 0, 0, 0 },
	[FIELD_STATE] = { "state", FROM_SOCK, 18, 18, ":u8",
			  IN_GRAFT | IN_ACCEPT | PAIRED, 0, EXTRA_STATE },
	[FIELD_COMM] = { "comm", FROM_TASK, 0, 0, "", IN_GRAFT | IN_ACCEPT,
			 SYNTAX_COMM, 0 },
};

const struct fields_part fields_parts[FIELDS_PARTS] = {
	{ FIELD_DADDR_V6_0, FIELD_ADDRPAIR_V6, 0, 8 },
	{ FIELD_DADDR_V6_8, FIELD_ADDRPAIR_V6, 8, 8 },
	{ FIELD_SADDR_V6_0, FIELD_ADDRPAIR_V6, 16, 8 },
	{ FIELD_SADDR_V6_8, FIELD_ADDRPAIR_V6, 24, 8 },
	{ FIELD_DADDR, FIELD_ADDRPAIR, 0, 4 },
	{ FIELD_SADDR, FIELD_ADDRPAIR, 4, 4 },
	{ FIELD_DPORT, FIELD_PORTPAIR, 0, 2 },
	{ FIELD_SPORT, FIELD_PORTPAIR, 2, 2 },
	{ FIELD_FAMILY, FIELD_PORTPAIR, 4, 2 },
	{ FIELD_STATE, FIELD_PORTPAIR, 6, 1 },
};

const char *fields_name(enum field field)
{
	return fields[field].name;
}

bool fields_has_pairs(const struct fields_kernel *kernel)
{
	return kernel && kernel->has_pairs && kernel->syntax & SYNTAX_ARRAYS;
}

const char *fields_event_filter(enum fields_event event,
				const struct fields_kernel *kernel)
{
	return fields_has_pairs(kernel) ? witnesses[event].filter_pairs :
					  witnesses[event].filter;
}

/* What its offset in what it is fetched from is called, if that varies. */
static int offset_name(enum field field)
{
	switch (fields[field].from) {
	case FROM_INET_SOCK: return OFFSET_INET_SPORT;
	case FROM_SOCKET: return OFFSET_SOCKET_FILE;
	case FROM_CRED: return OFFSET_CRED_UID;
	case FROM_NET: return OFFSET_NET_INUM;
	case FROM_QUEUE: return OFFSET_ACK_BACKLOG;
	case FROM_BACKLOG: return OFFSET_MAX_ACK_BACKLOG;
	default: return OFFSET_COUNT;
	}
}

static int offset_of(enum field field, const struct fields_kernel *kernel)
{
	int name = offset_name(field);
	int offset = kernel->long_size == 8 ? fields[field].offset64 :
					      fields[field].offset32;

	if (name < OFFSET_COUNT)
		return kernel->offsets.of[name].bytes;
	/* Without CONFIG_NET_NS skc_net, a pointer, has no size. */
	if (fields[field].from == FROM_SOCK_V6 && !kernel->has_net_ns)
		return offset - (int)kernel->long_size;
	return offset;
}

/* With the offsets of the pointers on the way there. */
static bool is_known(enum field field, const struct fields_kernel *kernel)
{
	const struct offsets *offsets = &kernel->offsets;
	int name = offset_name(field);

	if (fields[field].from == FROM_CRED &&
	    (!offsets_have(offsets, OFFSET_SOCKET_FILE) ||
	     !offsets_have(offsets, OFFSET_FILE_CRED)))
		return false;
	if (fields[field].extra & EXTRA_NETNS &&
	    (!kernel->has_net_ns || !offsets_have(offsets, OFFSET_NET_INUM)))
		return false;
	return name == OFFSET_COUNT || offsets_have(offsets, name);
}

/* Of registers nothing is left when the function returns. */
static bool has_listener(const struct fields_kernel *kernel)
{
	const char *argument = kernel->arguments[0];

	return argument && argument[0] == '$';
}

static bool is_wanted(enum field field, enum fields_event event,
		      const struct fields_kernel *kernel)
{
	unsigned in = event == FIELDS_GRAFT ? IN_GRAFT :
		      kernel->has_both	    ? IN_LEAN :
					      IN_ACCEPT;

	if (fields[field].in & (fields_has_pairs(kernel) ? PAIRED : PAIR))
		return false;
	if (fields[field].extra & ~kernel->extras)
		return false;
	/* With inet_sport known the listener need not be asked. */
	if (fields[field].from == FROM_LISTENER &&
	    (!has_listener(kernel) || is_known(FIELD_INET_SPORT, kernel)))
		return false;
	return (fields[field].in & in || kernel->tested & 1u << field) &&
	       !(fields[field].syntax & ~kernel->syntax) &&
	       is_known(field, kernel);
}

static int put_fetch(char *buf, size_t size, enum field field, const char *sock,
		     const struct fields_kernel *kernel)
{
	int offset = offset_of(field, kernel);

	switch (fields[field].from) {
	case FROM_SOCK:
	case FROM_SOCK_V6:
	case FROM_INET_SOCK:
	case FROM_QUEUE:
	case FROM_BACKLOG: return snprintf(buf, size, "+%d(%s)", offset, sock);
	case FROM_ITSELF: return snprintf(buf, size, "%s", sock);
	case FROM_LISTENER:
		return snprintf(buf, size, "+%d(%s)", offset,
				kernel->arguments[0]);
	case FROM_SOCKET:
		return snprintf(buf, size, "+%d(%s)", offset,
				kernel->arguments[1]);
	case FROM_CRED:
		return snprintf(buf, size, "+%d(+%d(+%d(%s)))", offset,
				kernel->offsets.of[OFFSET_FILE_CRED].bytes,
				kernel->offsets.of[OFFSET_SOCKET_FILE].bytes,
				kernel->arguments[1]);
	case FROM_TASK: return snprintf(buf, size, "$comm");
	case FROM_NET:
		return snprintf(buf, size, "+%d(+%d(%s))", offset,
				offset_of(FIELD_NET, kernel), sock);
	}
	return 0;
}

static int put_field(char *buf, size_t size, enum field field, const char *sock,
		     const struct fields_kernel *kernel)
{
	const char *type = fields[field].type;
	char fetch[64];

	put_fetch(fetch, sizeof(fetch), field, sock, kernel);
	if (type[0] && !(kernel->syntax & SYNTAX_HEX_TYPES))
		return snprintf(buf, size, " %s=%s:u%s", fields[field].name,
				fetch, type + strlen(":x"));
	return snprintf(buf, size, " %s=%s%s", fields[field].name, fetch, type);
}

static int put_event(char *buf, size_t size, enum fields_event event,
		     const char *group, const struct fields_kernel *kernel)
{
	char kind[8] = "p";

	if (witnesses[event].is_return && kernel->syntax & SYNTAX_MAXACTIVE)
		snprintf(kind, sizeof(kind), "r%d", FIELDS_MAXACTIVE);
	else if (witnesses[event].is_return)
		snprintf(kind, sizeof(kind), "r");
	return snprintf(buf, size, "%s:%s/%s %s", kind, group,
			witnesses[event].name, witnesses[event].function);
}

int fields_definition(char *buf, enum fields_event event, const char *group,
		      const struct fields_kernel *kernel)
{
	const char *sock = witnesses[event].sock;
	size_t size = FIELDS_DEFINITION_SIZE;
	size_t used;

	if (!sock)
		sock = kernel->arguments[0];
	if (!sock)
		return -1;
	used = put_event(buf, size, event, group, kernel);
	for (int i = 0; i < FIELD_COUNT && used < size; i++)
		if (is_wanted(i, event, kernel))
			used += put_field(buf + used, size - used, i, sock,
					  kernel);
	return 0;
}
