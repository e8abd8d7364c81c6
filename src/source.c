/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds our events among those of a recording and decodes their records.
 * Owns which events are believed to be a witness; never joins them.
 */
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmdlines.h"
#include "decode.h"
#include "eventname.h"
#include "extra.h"
#include "host.h"
#include "layout.h"
#include "log.h"
#include "lookup.h"
#include "points.h"
#include "rowformat.h"
#include "rowsource.h"

/* As many names of other events are worth a line. */
#define NAMES_SIZE 400

/* Records of other events between two looks at what else there is to do. */
#define MAX_OTHERS 4096

struct source {
	const char *name;
	struct recording *recording;
	struct decoder decoder;
	struct rowsource rows;
	struct points points;
	struct cmdlines cmdlines;
	uint16_t host;
	unsigned witnesses;
	uint64_t undecoded;
	bool is_mixed;
	unsigned poor_events; /* lack a field that they must have */
	size_t events;
	char names[NAMES_SIZE];
	size_t names_used;
};

static void learn_witness(struct source *source, const char *system,
			  const char *format, size_t length,
			  enum fields_event event)
{
	if (!decode_init(&source->decoder, event, format, length))
		source->witnesses |= FIELDS_WITNESS(event);
	else if (errno == EINVAL && !source->poor_events++)
		log_note("%s: the event %s:%s has no field skaddr, without "
			 "which a call that accepted nothing looks like the "
			 "one before, or other headers than the rest: it is "
			 "left out",
			 source->name, system, fields_event_name(event));
}

static void remember_name(struct source *source, const char *system,
			  const char *name, size_t length)
{
	size_t left = NAMES_SIZE - source->names_used;
	int n;

	source->events++;
	n = snprintf(source->names + source->names_used, left, "%s%.30s:%.*s",
		     source->names_used ? ", " : "", system,
		     (int)(length < 60 ? length : 60), name);
	if (n > 0 && (size_t)n < left)
		source->names_used += n;
	else
		source->names[source->names_used] = '\0';
}

static void take_event(void *context, const char *system, const char *format,
		       size_t length)
{
	struct source *source = context;
	const char *name;
	size_t name_length = layout_name(format, length, &name);

	remember_name(source, system, name, name_length);
	if (rowformat_learn(&source->rows.events, system, format, length))
		return;
	/* Nobody knows how many of the lost ones were accepts then. */
	if (handshake_learn(&source->decoder.handshake, system, format, length))
		source->is_mixed = true;
	if (points_learn(&source->points, system, format, length))
		return;
	for (int event = 0; event < FIELDS_EVENTS; event++)
		if (eventname_is(name, name_length, event) &&
		    eventname_is_probed(format, length, event))
			learn_witness(source, system, format, length, event);
}

static int find_events(struct source *source)
{
	datfile_events(recording_file(source->recording), take_event, source);
	if (source->witnesses || rowsource_is_known(&source->rows)) {
		/* The accepts that these tell of are told of already. */
		source->points = (struct points){ 0 };
		return 0;
	}
	source->decoder.handshake = (struct handshake){ .id = 0 };
	if (source_has_points(source))
		return 0;
	log_error(
		"%s has no event called accept or graft, or after "
		"inet_csk_accept or security_sock_graft, with the fields that "
		"tcpwho -v prints, nor the tracepoints; it has %zu: %s",
		source->name, source->events,
		source->events ? source->names : "none");
	return -1;
}

/* What can be found out about the machine. */
static int learn_machine(struct source *source)
{
	const struct datfile *file = recording_file(source->recording);
	size_t length = 0;
	const char *text = datfile_cmdlines(file, &length);

	source->host = host_add(file->host[0] ? file->host : source->name);
	if (text && cmdlines_parse(&source->cmdlines, text, length)) {
		log_error("out of memory: free some");
		return -1;
	}
	return 0;
}

struct source *source_open(const char *name, const void *data, size_t size,
			   bool is_mapped)
{
	struct source *source = calloc(1, sizeof(*source));
	char error[DATFILE_ERROR_SIZE];

	if (!source) {
		log_error("out of memory: free some");
		return NULL;
	}
	source->name = name;
	source->decoder.extras = EXTRA_ALL;
	source->recording = recording_open(data, size, is_mapped, error);
	if (!source->recording)
		log_error("cannot read %s: %s", name, error);
	if (!source->recording || find_events(source) ||
	    learn_machine(source)) {
		source_close(source);
		return NULL;
	}
	return source;
}

void source_close(struct source *source)
{
	if (!source)
		return;
	cmdlines_free(&source->cmdlines);
	recording_close(source->recording);
	free(source);
}

size_t source_streams(const struct source *source)
{
	return recording_streams(source->recording);
}

uint32_t source_stream_buffer(const struct source *source, size_t stream)
{
	return recording_stream_buffer(source->recording, stream);
}

size_t source_buffers(const struct source *source)
{
	return recording_file(source->recording)->buffer_count;
}

bool source_has_date(const struct source *source)
{
	for (size_t i = 0; i < source_streams(source); i++)
		if (!recording_has_date(source->recording, i))
			return false;
	return true;
}

bool source_has_points(const struct source *source)
{
	return points_are_enough(&source->points);
}

uint64_t source_missed(const struct source *source)
{
	const struct recording_losses *losses =
		recording_losses(source->recording);

	return losses->missed + losses->missed_unknown + losses->damaged;
}

bool source_has_both(const struct source *source)
{
	return source->witnesses == (CONN_ACCEPT | CONN_GRAFT);
}

static void complete(struct source *source, size_t stream, struct conn *conn)
{
	conn->host = source->host;
	lookup_elsewhere(conn);
	if (recording_has_date(source->recording, stream))
		conn->time_ns = conn->ts_ns;
	if (!conn->cmd[0])
		cmdlines_copy(&source->cmdlines, conn->tid, conn->cmd);
	/* Of a call this is its user, which no tracepoint tells. */
	if (conn->witnesses == POINT_EXIT)
		conn->prot = CONN_UID_UNKNOWN;
}

/* Returns DECODE_OK when @conn is complete. */
static enum decode_result take(struct source *source, size_t stream,
			       const struct rawrec *record, struct conn *conn)
{
	enum decode_result result =
		rowsource_take(&source->rows, record, source->host, conn);

	if (result != DECODE_OTHER)
		return result;
	result = decode(&source->decoder, record, conn);
	if (result == DECODE_OTHER)
		result = points_decode(&source->points, record, conn);
	if (result == DECODE_OK && conn->witnesses != CONN_ESTABLISHED)
		complete(source, stream, conn);
	return result;
}

bool source_next(struct source *source, size_t stream, struct conn *conn)
{
	struct rawrec record;

	for (int i = 0; i < MAX_OTHERS; i++) {
		if (!recording_next(source->recording, stream, &record))
			return false;
		switch (take(source, stream, &record, conn)) {
		case DECODE_OK: return true;
		case DECODE_BAD:
			source->undecoded++;
			recording_reject(source->recording, stream);
			break;
		case DECODE_OTHER: source->is_mixed = true; break;
		case DECODE_SKIP: break;
		}
	}
	*conn = (struct conn){ .ts_ns = record.ts_ns };
	return true;
}

const struct losses *source_losses(const struct source *source)
{
	return &source->rows.losses;
}

uint64_t source_undecoded(const struct source *source)
{
	return source->undecoded;
}

bool source_is_mixed(const struct source *source)
{
	return source->is_mixed;
}

const char *source_name(const struct source *source)
{
	return source->name;
}

struct recording *source_recording(const struct source *source)
{
	return source->recording;
}
