/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of an instance's file "trace": the only way to look at a ring
 * buffer without taking out of it what is looked at.
 */
#ifndef TCPWHO_TRACETEXT_H
#define TCPWHO_TRACETEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fields.h"
#include "layout.h"
#include "rawrec.h"

/* What is written into trace_marker when recording begins. */
#define TRACETEXT_MARK "tcpwho-armed"

/* A record and the start of the one behind it are shorter. */
#define TRACETEXT_ENOUGH 4096

#define TRACETEXT_RECORD_SIZE 512

/* How one of our events is printed: its fields in their order. */
struct tracetext_event {
	const char *name;
	struct layout_span type, pid;
	int id;
	struct {
		enum field field;
		struct layout_span span;
	} fields[FIELD_COUNT];
	size_t count;
	size_t size; /* of a record without what its strings hold */
};

/* All zero knows no event. */
struct tracetext {
	struct tracetext_event events[FIELDS_EVENTS];
	size_t count;
};

enum tracetext_kind {
	TRACETEXT_NOTHING, /* a line of the header */
	TRACETEXT_RECORD,
	TRACETEXT_MARKED, /* TRACETEXT_MARK */
	TRACETEXT_LOST,	  /* the writer came round to where we read */
	TRACETEXT_BAD,	  /* not understood; nothing behind it can be */
};

/* What a piece of the text says. */
struct tracetext_line {
	struct rawrec record; /* of a mark ts_ns and cpu, of a loss cpu */
	unsigned char bytes[TRACETEXT_RECORD_SIZE];
};

/**
 * tracetext_learn - learn how one of our events is printed
 * @format: text of its format file, of @length bytes
 *
 * Returns 0, or -1 with errno EINVAL.
 */
int tracetext_learn(struct tracetext *tracetext, enum fields_event event,
		    const char *format, size_t length);

/**
 * tracetext_next - take the first piece off a text
 * @text: moved behind it, but not after TRACETEXT_BAD
 * @end: of the whole text, or at least TRACETEXT_ENOUGH bytes behind @text
 * @line: filled with the event's record as the kernel has it in the ring
 *	buffer, but for microseconds instead of nanoseconds
 *
 * Names are any bytes, newlines too: a piece ends where the next one begins.
 */
enum tracetext_kind tracetext_next(const struct tracetext *tracetext,
				   const char **text, const char *end,
				   struct tracetext_line *line);

#endif
