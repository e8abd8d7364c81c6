/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The third rung of the ladder of offsets: dumps the structs behind accepts
 * that a child of ours makes and looks for what is known of them. Believes
 * only what was right three times; the self-test proves it once more.
 */
#include "calibrate.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>

#include "calround.h"
#include "extra.h"
#include "walltime.h"

/*
 * The kernel copies arrays of up to 64 elements (kernel/trace/trace_probe.h,
 * MAX_ARRAY_LEN), and up to 3072 bytes in all (MAX_PROBE_EVENT_SIZE).
 */
#define CHUNK_TYPE ":x32[64]"
#define CHUNK 256

/* Of a socket, of which inet_sport has the first half; and of struct socket. */
#define SOCK_CHUNKS 9
#define SOCK_SIZE ((size_t)SOCK_CHUNKS * CHUNK)
#define SOCKET_SIZE 128

/* So many pointers of struct file are followed at once, and in all. */
#define FILE_POINTERS 10
#define FILE_WORDS 60

/* Three records of nearly a page each, whichever CPU they are from. */
#define BUFFER_KB 64

/* skaddr, then the socket, then struct socket where that is at hand. */
static int dump_sock(struct calround *round, bool has_graft)
{
	size_t long_size = round->kernel->long_size, used;
	const char *sock = has_graft ? round->kernel->arguments[0] : "$retval";
	char text[FIELDS_DEFINITION_SIZE];

	used = snprintf(
		text, sizeof(text), "%s:%s/" CALROUND_EVENT " %s skaddr=%s",
		has_graft ? "p" : "r", round->instance->name,
		fields_event_function(has_graft ? FIELDS_GRAFT : FIELDS_ACCEPT),
		sock);
	for (int i = 0; i < SOCK_CHUNKS; i++)
		used += snprintf(text + used, sizeof(text) - used,
				 " s%d=+%d(%s)" CHUNK_TYPE, i, i * CHUNK, sock);
	if (has_graft)
		snprintf(text + used, sizeof(text) - used, " w=+0(%s):x32[32]",
			 round->kernel->arguments[1]);
	return calround_run(round, text,
			    long_size + SOCK_SIZE +
				    (has_graft ? SOCKET_SIZE : 0));
}

/* Where in the socket a value is, behind struct sock_common; or -1. */
static int find_in_sock(struct calround *round, const void *values, size_t size)
{
	size_t start = round->kernel->long_size;
	int at = memdump_find(&round->dump, values, size, start + 128);

	return at >= 0 && (size_t)at < start + SOCK_SIZE ? at - (int)start : -1;
}

static void find_inet_sport(struct calround *round)
{
	uint16_t ports[MEMDUMP_ACCEPTS];
	int at;

	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		ports[i] = htons(round->truth[i].port);
	at = find_in_sock(round, ports, sizeof(*ports));
	if (at >= 0)
		offsets_calibrate(&round->kernel->offsets, OFFSET_INET_SPORT,
				  at);
}

/* sk_ack_backlog is in front of its limit, of the same size, in all kernels. */
static void find_backlog(struct calround *round)
{
	struct offsets *offsets = &round->kernel->offsets;
	uint32_t limits[MEMDUMP_ACCEPTS];
	int at;

	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		limits[i] = calround_accepts[i].backlog;
	at = find_in_sock(round, limits, sizeof(*limits));
	if (at < 0)
		return;
	offsets_calibrate(offsets, OFFSET_MAX_ACK_BACKLOG, at);
	offsets_calibrate(offsets, OFFSET_ACK_BACKLOG, at - sizeof(*limits));
}

/* In struct socket, file is in front of sk, since the first of them. */
static void find_socket_file(struct calround *round)
{
	size_t long_size = round->kernel->long_size;
	size_t start = long_size + SOCK_SIZE;
	unsigned char socks[MEMDUMP_ACCEPTS * sizeof(uint64_t)];
	int at;

	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		memcpy(socks + i * long_size, round->dump.bytes[i], long_size);
	at = memdump_find(&round->dump, socks, long_size, start + long_size);
	if (at >= 0)
		offsets_calibrate(&round->kernel->offsets, OFFSET_SOCKET_FILE,
				  at - start - long_size);
}

/* skaddr, then what each of some words of struct file points to. */
static int dump_creds(struct calround *round, int first_word)
{
	const struct fields_kernel *kernel = round->kernel;
	char text[FIELDS_DEFINITION_SIZE];
	size_t used;

	used = snprintf(
		text, sizeof(text), "p:%s/" CALROUND_EVENT " %s skaddr=%s",
		round->instance->name, fields_event_function(FIELDS_GRAFT),
		kernel->arguments[0]);
	for (int i = 0; i < FILE_POINTERS; i++)
		used += snprintf(text + used, sizeof(text) - used,
				 " c%d=+0(+%d(+%d(%s)))" CHUNK_TYPE, i,
				 (first_word + i) * (int)kernel->long_size,
				 kernel->offsets.of[OFFSET_SOCKET_FILE].bytes,
				 kernel->arguments[1]);
	return calround_run(round, text,
			    kernel->long_size + (size_t)FILE_POINTERS * CHUNK);
}

/* Returns whether it was among them. */
static bool find_cred(struct calround *round, int first_word)
{
	struct fields_kernel *kernel = round->kernel;
	uint32_t uids[MEMDUMP_ACCEPTS];
	int at;

	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		uids[i] = round->truth[i].uid;
	at = memdump_find(&round->dump, uids, sizeof(*uids), kernel->long_size);
	if (at < 0)
		return false;
	at -= kernel->long_size;
	offsets_calibrate(&kernel->offsets, OFFSET_FILE_CRED,
			  (first_word + at / CHUNK) * kernel->long_size);
	offsets_calibrate(&kernel->offsets, OFFSET_CRED_UID, at % CHUNK);
	return true;
}

/* Step by step: each needs what the one before has found. */
static void find_all(struct calround *round, bool has_graft)
{
	struct offsets *offsets = &round->kernel->offsets;

	has_graft = has_graft && !dump_sock(round, true);
	if (!has_graft && dump_sock(round, false))
		return;
	find_inet_sport(round);
	find_backlog(round);
	if (!has_graft)
		return;
	find_socket_file(round);
	if (!offsets_have(offsets, OFFSET_SOCKET_FILE))
		return;
	for (int word = 0; word < FILE_WORDS; word += FILE_POINTERS)
		if (dump_creds(round, word) || find_cred(round, word))
			return;
}

/* Whether we could find it, and it is of use. */
static bool is_wanted(const struct fields_kernel *kernel, int name,
		      bool has_graft)
{
	switch (name) {
	case OFFSET_NET_INUM: return false;
	case OFFSET_INET_SPORT: return true;
	case OFFSET_ACK_BACKLOG:
	case OFFSET_MAX_ACK_BACKLOG: return kernel->extras & EXTRA_QUEUE;
	default: return has_graft;
	}
}

static bool is_missing(const struct fields_kernel *kernel, bool has_graft)
{
	for (int i = 0; i < OFFSET_COUNT; i++)
		if (kernel->offsets.of[i].source == OFFSET_UNKNOWN &&
		    is_wanted(kernel, i, has_graft))
			return true;
	return false;
}

uint64_t calibrate(struct instance *instance, uint64_t buffer_kb,
		   const struct subbuf_format *format,
		   struct fields_kernel *kernel, bool has_graft)
{
	uint64_t started_ns = walltime_mono_ns();
	struct tracefs_instance *tracefs = instance->tracefs;
	struct calround *round;

	if (!is_missing(kernel, has_graft))
		return 0;
	round = calloc(1, sizeof(*round));
	if (!round)
		return 0;
	*round = (struct calround){ instance, format, kernel, .id = 0 };
	if (buffer_kb < BUFFER_KB)
		tracefs_instance_set_buffer_size(tracefs, BUFFER_KB, -1);
	find_all(round, has_graft);
	if (buffer_kb < BUFFER_KB)
		tracefs_instance_set_buffer_size(tracefs, buffer_kb, -1);
	free(round);
	return walltime_mono_ns() - started_ns;
}
