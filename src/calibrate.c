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
#include <sys/socket.h>
#include <tracefs.h>

#include "define.h"
#include "memdump.h"
#include "layout.h"
#include "loopback.h"
#include "reader.h"
#include "sweep.h"
#include "walltime.h"

#define EVENT "calibrate"

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

/* The uid of struct cred is none of the other ids: those stay root's. */
static const struct loopback_accept accepts[MEMDUMP_ACCEPTS] = {
	{ AF_INET, 0, "127.83.61.7", "127.19.211.5", 61579, 0 },
	{ AF_INET, 0, "127.83.61.7", "127.19.211.5", 40213, 0 },
	{ AF_INET, 0, "127.83.61.7", "127.19.211.5", 52361, 0 },
};

enum { TYPE, TID, FIRST, SPANS };

/* One event, three accepts, one dump. */
struct round {
	struct instance *instance;
	const struct subbuf_format *format;
	struct fields_kernel *kernel;
	int id;
	struct layout_span spans[SPANS];
	struct conn truth[MEMDUMP_ACCEPTS];
	struct memdump dump;
};

static void take_record(void *context, const struct rawrec *record)
{
	struct round *round = context;
	const char *data = record->data;
	uint16_t type;
	uint32_t tid;

	if (record->size < round->spans[FIRST].offset + round->dump.size)
		return;
	memcpy(&type, data + round->spans[TYPE].offset, sizeof(type));
	memcpy(&tid, data + round->spans[TID].offset, sizeof(tid));
	if (type == round->id && tid == round->truth[0].tid)
		memdump_take(&round->dump, record->ts_ns,
			     data + round->spans[FIRST].offset);
}

static int learn(struct round *round)
{
	static const char *const names[SPANS] = { "common_type", "common_pid",
						  "skaddr" };
	int length;
	char *text = tracefs_event_file_read(round->instance->tracefs,
					     round->instance->name, EVENT,
					     "format", &length);

	if (!text)
		return -1;
	round->id = layout_parse(text, length, names, SPANS, round->spans);
	free(text);
	return round->id >= 0 && round->spans[TYPE].size == sizeof(uint16_t) &&
			       round->spans[TID].size == sizeof(uint32_t) &&
			       round->spans[FIRST].size ?
		       0 :
		       -1;
}

static int write_file(struct round *round, const char *file, const char *text)
{
	return tracefs_event_file_write(round->instance->tracefs,
					round->instance->name, EVENT, file,
					text) < 0 ?
		       -1 :
		       0;
}

static int accept_and_read(struct round *round)
{
	struct reader *reader =
		reader_open(round->instance->dir, round->format);
	int made;

	if (!reader)
		return -1;
	made = loopback_run(accepts, MEMDUMP_ACCEPTS, round->truth);
	reader_begin(reader);
	while (reader_pass(reader, take_record, round))
		;
	reader_close(reader);
	return made == MEMDUMP_ACCEPTS && round->dump.count == MEMDUMP_ACCEPTS ?
		       0 :
		       -1;
}

/*
 * Only one event at a time: where a fetch fails the kernel leaves what the
 * last record had there, which then was another accept, with other values.
 */
static int run_round(struct round *round, const char *definition, size_t size)
{
	int result = -1;

	round->dump.count = 0;
	round->dump.size = size;
	if (size > MEMDUMP_SIZE || define(definition, NULL))
		return -1;
	/* Nobody else's accepts are to fill the buffer. */
	if (!learn(round) &&
	    !write_file(round, "filter", "comm==\"" LOOPBACK_CMD "\"") &&
	    !write_file(round, "enable", "1"))
		result = accept_and_read(round);
	write_file(round, "enable", "0");
	sweep_remove_event(round->instance->name, EVENT);
	return result;
}

/* skaddr, then the socket, then struct socket where that is at hand. */
static int dump_sock(struct round *round, bool has_graft)
{
	size_t long_size = round->kernel->long_size, used;
	const char *sock = has_graft ? round->kernel->arguments[0] : "$retval";
	char text[FIELDS_DEFINITION_SIZE];

	used = snprintf(
		text, sizeof(text), "%s:%s/" EVENT " %s skaddr=%s",
		has_graft ? "p" : "r", round->instance->name,
		fields_event_function(has_graft ? FIELDS_GRAFT : FIELDS_ACCEPT),
		sock);
	for (int i = 0; i < SOCK_CHUNKS; i++)
		used += snprintf(text + used, sizeof(text) - used,
				 " s%d=+%d(%s)" CHUNK_TYPE, i, i * CHUNK, sock);
	if (has_graft)
		snprintf(text + used, sizeof(text) - used, " w=+0(%s):x32[32]",
			 round->kernel->arguments[1]);
	return run_round(round, text,
			 long_size + SOCK_SIZE + (has_graft ? SOCKET_SIZE : 0));
}

static void find_inet_sport(struct round *round)
{
	/* What is in front is struct sock_common, which has no such port. */
	size_t start = round->kernel->long_size, from = start + 128;
	uint16_t ports[MEMDUMP_ACCEPTS];
	int at;

	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		ports[i] = htons(round->truth[i].port);
	at = memdump_find(&round->dump, ports, sizeof(*ports), from);
	if (at >= 0 && (size_t)at < start + SOCK_SIZE)
		offsets_calibrate(&round->kernel->offsets, OFFSET_INET_SPORT,
				  at - start);
}

/* In struct socket, file is in front of sk, since the first of them. */
static void find_socket_file(struct round *round)
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
static int dump_creds(struct round *round, int first_word)
{
	const struct fields_kernel *kernel = round->kernel;
	char text[FIELDS_DEFINITION_SIZE];
	size_t used;

	used = snprintf(text, sizeof(text), "p:%s/" EVENT " %s skaddr=%s",
			round->instance->name,
			fields_event_function(FIELDS_GRAFT),
			kernel->arguments[0]);
	for (int i = 0; i < FILE_POINTERS; i++)
		used += snprintf(text + used, sizeof(text) - used,
				 " c%d=+0(+%d(+%d(%s)))" CHUNK_TYPE, i,
				 (first_word + i) * (int)kernel->long_size,
				 kernel->offsets.of[OFFSET_SOCKET_FILE].bytes,
				 kernel->arguments[1]);
	return run_round(round, text,
			 kernel->long_size + (size_t)FILE_POINTERS * CHUNK);
}

/* Returns whether it was among them. */
static bool find_cred(struct round *round, int first_word)
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
static void find_all(struct round *round, bool has_graft)
{
	struct offsets *offsets = &round->kernel->offsets;

	has_graft = has_graft && !dump_sock(round, true);
	if (!has_graft && dump_sock(round, false))
		return;
	find_inet_sport(round);
	if (!has_graft)
		return;
	find_socket_file(round);
	if (!offsets_have(offsets, OFFSET_SOCKET_FILE))
		return;
	for (int word = 0; word < FILE_WORDS; word += FILE_POINTERS)
		if (dump_creds(round, word) || find_cred(round, word))
			return;
}

static bool is_missing(const struct offsets *offsets, bool has_graft)
{
	for (int i = 0; i < OFFSET_COUNT; i++)
		if (offsets->of[i].source == OFFSET_UNKNOWN &&
		    (has_graft || i == OFFSET_INET_SPORT) &&
		    i < OFFSET_NET_INUM)
			return true;
	return false;
}

uint64_t calibrate(struct instance *instance, uint64_t buffer_kb,
		   const struct subbuf_format *format,
		   struct fields_kernel *kernel, bool has_graft)
{
	uint64_t started_ns = walltime_mono_ns();
	struct tracefs_instance *tracefs = instance->tracefs;
	struct round *round;

	if (!is_missing(&kernel->offsets, has_graft))
		return 0;
	round = calloc(1, sizeof(*round));
	if (!round)
		return 0;
	*round = (struct round){ instance, format, kernel, .id = 0 };
	if (buffer_kb < BUFFER_KB)
		tracefs_instance_set_buffer_size(tracefs, BUFFER_KB, -1);
	find_all(round, has_graft);
	if (buffer_kb < BUFFER_KB)
		tracefs_instance_set_buffer_size(tracefs, buffer_kb, -1);
	free(round);
	return walltime_mono_ns() - started_ns;
}
