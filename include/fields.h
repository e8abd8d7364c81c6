/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which bytes of which kernel struct are fetched, as data, and the text of
 * the probe event made from it.
 */
#ifndef TCPWHO_FIELDS_H
#define TCPWHO_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

/* Tests build with other functions to see the kernel refuse them. */
#ifndef FIELDS_FUNCTION
#define FIELDS_FUNCTION "inet_csk_accept"
#endif

/* The name of the event inside our group. */
#define FIELDS_EVENT "accept"

/* No record without a socket: its fields would be the last record's. */
#define FIELDS_FILTER "skaddr!=0"

/*
 * Threads that may wait in accept() at once and still be seen: the largest
 * pool that kernels take (kernel/trace/trace_kprobe.c,
 * KRETPROBE_MAXACTIVE_MAX).
 */
#define FIELDS_MAXACTIVE 4096

#define FIELDS_DEFINITION_SIZE 1024

enum field {
	FIELD_SKADDR,
	FIELD_SADDR,
	FIELD_DADDR,
	FIELD_SADDR_V6_0,
	FIELD_SADDR_V6_8,
	FIELD_DADDR_V6_0,
	FIELD_DADDR_V6_8,
	FIELD_DPORT,
	FIELD_SPORT,
	FIELD_FAMILY,
	FIELD_LISTENER_SPORT,
	FIELD_COMM,
	FIELD_COUNT
};

/* What of a kernel decides about the definition. */
struct fields_kernel {
	unsigned version;   /* FIELDS_VERSION(6, 1) */
	unsigned long_size; /* bytes in its long, not in ours */
};

#define FIELDS_VERSION(major, minor) ((major) << 16 | (minor))

/** fields_name - the name of @field in the event's format */
const char *fields_name(enum field field);

/**
 * fields_definition - the line for kprobe_events that makes our event
 * @buf: FIELDS_DEFINITION_SIZE bytes
 * @group: the event's group
 * @kernel: what it will run on
 */
void fields_definition(char *buf, const char *group,
		       const struct fields_kernel *kernel);

#endif
