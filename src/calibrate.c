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
 * How much one event dumps. With arrays the kernel copies up to 64 elements
 * each (kernel/trace/trace_probe.h, MAX_ARRAY_LEN) and up to 3072 bytes in all
 * (MAX_PROBE_EVENT_SIZE). Before 4.20 it fetches up to 128 numbers
 * (MAX_TRACE_ARGS), whose text must stay below 4096 bytes (WRITE_BUFSIZE).
 */
struct capacity {
	bool has_arrays;
	size_t chunk; /* bytes of one field */
	size_t sock;  /* of a socket */
	size_t cred;  /* of what may be a struct cred */
	int pointers; /* of struct file that are followed */
};
static const struct capacity by_arrays = { true, 256, 2304, 256, 10 };
static const struct capacity by_numbers = { false, 8, 832, 32, 24 };

#define POINTERS_MAX 24
#define DEFINITION_SIZE 4096

/* Of a socket, of which inet_sport has the first half. */
#define SOCK_SIZE 2304
/* Of struct socket. */
#define SOCKET_SIZE 128
/* Struct sock_common starts it, with the port of our own end among others. */
#define COMMON_SIZE 128

/* So many words of struct file are looked at in all. */
#define FILE_WORDS 60

/* Three records of nearly a page each, whichever CPU they are from. */
#define BUFFER_KB 64

/* Some bytes of a struct. */
struct window {
	const char *pointer; /* how the kernel gets at the struct */
	size_t from, size;
};

static const struct capacity *capacity_of(const struct calround *round)
{
	return round->kernel->syntax & SYNTAX_ARRAYS ? &by_arrays : &by_numbers;
}

/* Fields of the window are called by its letter and their place in it. */
static size_t put_window(char *buf, size_t size, char letter,
			 const struct window *window,
			 const struct capacity *capacity)
{
	size_t used = 0;

	for (size_t at = 0; at < window->size; at += capacity->chunk) {
		size_t rest = window->size - at;

		used += snprintf(buf + used, size - used, " %c%zu=+%zu(%s)",
				 letter, at, window->from + at,
				 window->pointer);
		if (rest > capacity->chunk)
			rest = capacity->chunk;
		used += capacity->has_arrays ?
				snprintf(buf + used, size - used, ":x32[%zu]",
					 rest / sizeof(uint32_t)) :
				snprintf(buf + used, size - used, ":u64");
	}
	return used;
}

/* skaddr, then the bytes of the windows. */
static int dump(struct calround *round, enum fields_event event,
		const struct window *windows, size_t count)
{
	bool is_graft = event == FIELDS_GRAFT;
	char text[DEFINITION_SIZE];
	size_t bytes = round->kernel->long_size, used;

	used = snprintf(text, sizeof(text),
			"%s:%s/" CALROUND_EVENT " %s skaddr=%s",
			is_graft ? "p" : "r", round->instance->name,
			fields_event_function(event),
			is_graft ? round->kernel->arguments[0] : "$retval");
	for (size_t i = 0; i < count; i++) {
		used += put_window(text + used, sizeof(text) - used, 'a' + i,
				   &windows[i], capacity_of(round));
		bytes += windows[i].size;
	}
	return calround_run(round, text, bytes);
}
/*
 * Where in that window of the socket a value is, behind struct sock_common;
 * or -1.
 */
static int find_in_sock(const struct calround *round,
			const struct window *window, const void *values,
			size_t size)
{
	size_t start = round->kernel->long_size;
	size_t skip =
		window->from < COMMON_SIZE ? COMMON_SIZE - window->from : 0;
	int at = memdump_find(&round->dump, values, size, start + skip);

	return at >= 0 && (size_t)at < start + window->size ?
		       at - (int)start + (int)window->from :
		       -1;
}

static void find_inet_sport(struct calround *round, const struct window *window)
{
	uint16_t ports[MEMDUMP_ACCEPTS];
	int at;

	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		ports[i] = htons(round->truth[i].port);
	at = find_in_sock(round, window, ports, sizeof(*ports));
	if (at >= 0)
		offsets_calibrate(&round->kernel->offsets, OFFSET_INET_SPORT,
				  at);
}

/* sk_ack_backlog is in front of its limit, of the same size, in all kernels. */
static void find_backlog(struct calround *round, const struct window *window)
{
	struct offsets *offsets = &round->kernel->offsets;
	uint32_t limits[MEMDUMP_ACCEPTS];
	int at;

	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		limits[i] = calround_accepts[i].backlog;
	at = find_in_sock(round, window, limits, sizeof(*limits));
	if (at < 0)
		return;
	offsets_calibrate(offsets, OFFSET_MAX_ACK_BACKLOG, at);
	offsets_calibrate(offsets, OFFSET_ACK_BACKLOG, at - sizeof(*limits));
}

/* In struct socket, file is in front of sk, since the first of them. */
static void find_socket_file(struct calround *round, size_t sock_size)
{
	size_t long_size = round->kernel->long_size;
	size_t start = long_size + sock_size;
	unsigned char socks[MEMDUMP_ACCEPTS * sizeof(uint64_t)];
	int at;

	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		memcpy(socks + i * long_size, round->dump.bytes[i], long_size);
	at = memdump_find(&round->dump, socks, long_size, start + long_size);
	if (at >= 0)
		offsets_calibrate(&round->kernel->offsets, OFFSET_SOCKET_FILE,
				  at - start - long_size);
}

/* The socket piece by piece, and struct socket along with the first. */
static int find_in_structs(struct calround *round, enum fields_event event)
{
	const struct fields_kernel *kernel = round->kernel;
	bool is_graft = event == FIELDS_GRAFT;
	struct window windows[] = {
		{ is_graft ? kernel->arguments[0] : "$retval", 0,
		  capacity_of(round)->sock },
		{ kernel->arguments[1], 0, SOCKET_SIZE },
	};

	for (; windows[0].from < SOCK_SIZE;
	     windows[0].from += windows[0].size) {
		bool is_first = windows[0].from == 0;

		if (dump(round, event, windows, is_graft && is_first ? 2 : 1))
			return -1;
		find_inet_sport(round, &windows[0]);
		find_backlog(round, &windows[0]);
		if (is_graft && is_first)
			find_socket_file(round, windows[0].size);
	}
	return 0;
}

/* What each of some words of struct file points to. */
static int dump_creds(struct calround *round, int first_word)
{
	const struct fields_kernel *kernel = round->kernel;
	const struct capacity *capacity = capacity_of(round);
	struct window windows[POINTERS_MAX];
	char pointers[POINTERS_MAX][48];

	for (int i = 0; i < capacity->pointers; i++) {
		snprintf(pointers[i], sizeof(pointers[i]), "+%d(+%d(%s))",
			 (first_word + i) * (int)kernel->long_size,
			 kernel->offsets.of[OFFSET_SOCKET_FILE].bytes,
			 kernel->arguments[1]);
		windows[i] = (struct window){ pointers[i], 0, capacity->cred };
	}
	return dump(round, FIELDS_GRAFT, windows, capacity->pointers);
}

/* Returns whether it was among them. */
static bool find_cred(struct calround *round, int first_word)
{
	struct fields_kernel *kernel = round->kernel;
	int size = capacity_of(round)->cred;
	uint32_t uids[MEMDUMP_ACCEPTS];
	int at;

	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		uids[i] = round->truth[i].uid;
	at = memdump_find(&round->dump, uids, sizeof(*uids), kernel->long_size);
	if (at < 0)
		return false;
	at -= kernel->long_size;
	offsets_calibrate(&kernel->offsets, OFFSET_FILE_CRED,
			  (first_word + at / size) * kernel->long_size);
	offsets_calibrate(&kernel->offsets, OFFSET_CRED_UID, at % size);
	return true;
}

/* Step by step: each needs what the one before has found. */
static void find_all(struct calround *round, bool has_graft)
{
	struct offsets *offsets = &round->kernel->offsets;
	int step = capacity_of(round)->pointers;

	has_graft = has_graft && !find_in_structs(round, FIELDS_GRAFT);
	if (!has_graft) {
		find_in_structs(round, FIELDS_ACCEPT);
		return;
	}
	if (!offsets_have(offsets, OFFSET_SOCKET_FILE))
		return;
	for (int word = 0; word < FILE_WORDS; word += step)
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
