/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which bytes of which kernel struct are fetched, as data, and the text of
 * the probe event made from it.
 */
#ifndef TCPWHO_FIELDS_H
#define TCPWHO_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "offsets.h"

/* Tests build with other functions to see the kernel refuse them. */
#ifndef FIELDS_FUNCTION
#define FIELDS_FUNCTION "inet_csk_accept"
#endif

/*
 * Threads that may wait in accept() at once and still be seen: the largest
 * pool that kernels take (kernel/trace/trace_kprobe.c,
 * KRETPROBE_MAXACTIVE_MAX).
 */
#define FIELDS_MAXACTIVE 4096

#define FIELDS_DEFINITION_SIZE 1024

/* The witnesses; each is an event of our group. */
enum fields_event {
	FIELDS_ACCEPT, /* inet_csk_accept returns a socket */
	FIELDS_GRAFT,  /* the accepting thread gets it, after all waiting */
	FIELDS_EVENTS
};

/* The bit of an event among witnesses: CONN_ACCEPT or CONN_GRAFT. */
#define FIELDS_WITNESS(event) (1u << (event))

enum field {
	FIELD_SKADDR,
	FIELD_FILE,
	FIELD_PROT,
	FIELD_NET,
	FIELD_SADDR_V6_0,
	FIELD_SADDR_V6_8,
	FIELD_DADDR_V6_0,
	FIELD_DADDR_V6_8,
	FIELD_ADDRPAIR_V6,
	FIELD_ADDRPAIR,
	FIELD_PORTPAIR,
	FIELD_SADDR,
	FIELD_DADDR,
	FIELD_UID,
	FIELD_NETNS,
	FIELD_IFINDEX,
	FIELD_QUEUE,
	FIELD_BACKLOG,
	FIELD_DPORT,
	FIELD_SPORT,
	FIELD_FAMILY,
	FIELD_INET_SPORT,
	FIELD_LISTENER_SPORT,
	FIELD_MAPPED, /* only for the kernel's own filter */
	FIELD_STATE,
	FIELD_COMM,
	FIELD_COUNT
};

/* What a kernel understands in a definition. */
enum fields_syntax {
	SYNTAX_COMM = 1,	/* $comm (4.8) */
	SYNTAX_HEX_TYPES = 2,	/* x8 to x64 (4.9); u8 to u64 always were */
	SYNTAX_MAXACTIVE = 4,	/* r4096: (4.12); before, a part of the name */
	SYNTAX_ARRAYS = 8,	/* x64[4] (4.20, 40b53b771806) */
	SYNTAX_RETURN_ARGS = 16 /* $arg1 at a return (6.9, 25f00e40ce79) */
};

/* What of a kernel decides about the definitions. */
struct fields_kernel {
	unsigned version;   /* FIELDS_VERSION(6, 1) */
	unsigned syntax;    /* bits of enum fields_syntax */
	unsigned long_size; /* bytes in its long, not in ours */
	struct offsets offsets;
	unsigned extras; /* of extra.h, that are wanted */
	unsigned tested; /* bits of enum field, that its filter wants */
	bool has_net_ns; /* CONFIG_NET_NS */
	bool has_both;	 /* accept need not repeat what graft tells */
	bool has_pairs; /* neighbours are fetched at once, unreadable but cheap */
	/* How to fetch a function's first two; NULL: nobody knows */
	const char *arguments[2];
};

#define FIELDS_VERSION(major, minor) ((major) << 16 | (minor))

/** fields_name - the name of @field in an event's format */
const char *fields_name(enum field field);

/** fields_event_name - the name of @event inside our group */
const char *fields_event_name(enum fields_event event);

/** fields_event_function - the kernel function that it probes */
const char *fields_event_function(enum fields_event event);

/* A field that another one, fetched instead, holds. */
struct fields_part {
	enum field field, whole;
	uint16_t at, size; /* bytes, in the order of the kernel's memory */
};

#define FIELDS_PARTS 10
extern const struct fields_part fields_parts[FIELDS_PARTS];

/** fields_has_pairs - whether neighbours are fetched at once */
bool fields_has_pairs(const struct fields_kernel *kernel);

/**
 * fields_event_filter - what the kernel need not record
 * @kernel: as for the definition; NULL where that has no pairs
 */
const char *fields_event_filter(enum fields_event event,
				const struct fields_kernel *kernel);

/**
 * fields_definition - the line for kprobe_events that makes @event
 * @buf: FIELDS_DEFINITION_SIZE bytes
 * @group: the event's group
 * @kernel: what it will run on
 *
 * Returns 0, or -1 when nobody knows how to fetch what the event is about.
 */
int fields_definition(char *buf, enum fields_event event, const char *group,
		      const struct fields_kernel *kernel);

#endif
