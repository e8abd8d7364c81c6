/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes records out of their text. Pure. Any user can choose the name of a
 * thread, so nothing is ever searched for in the text: each piece is read
 * from its known start, and must be followed by what starts a piece.
 */
#include "tracetext.h"

#include <errno.h>
#include <string.h>

#include "conn.h"
#include "scan.h"

#define US_NS 1000

/* The name in front of each line, padded; then comes "-TID". */
#define NAME_WIDTH 16

#define MICROSECOND_DIGITS 6

static bool is_number(struct layout_span span)
{
	return span.size == 1 || span.size == 2 || span.size == 4 ||
	       span.size == 8;
}

/* Fields are printed in the order in which they lie in the record. */
static void add_field(struct tracetext_event *event, enum field field,
		      struct layout_span span)
{
	size_t at = event->count++;

	for (; at > 0 && event->fields[at - 1].span.offset > span.offset; at--)
		event->fields[at] = event->fields[at - 1];
	event->fields[at].field = field;
	event->fields[at].span = span;
	if ((size_t)span.offset + span.size > event->size)
		event->size = span.offset + span.size;
}

int tracetext_learn(struct tracetext *tracetext, enum fields_event which,
		    const char *format, size_t length)
{
	struct tracetext_event event = { .name = fields_event_name(which) };
	const char *names[FIELD_COUNT + 2] = { [FIELD_COUNT] = "common_type",
					       "common_pid" };
	struct layout_span spans[FIELD_COUNT + 2];
	bool is_odd;

	for (int i = 0; i < FIELD_COUNT; i++)
		names[i] = fields_name(i);
	event.id = layout_parse(format, length, names, FIELD_COUNT + 2, spans);
	event.type = spans[FIELD_COUNT];
	event.pid = spans[FIELD_COUNT + 1];
	is_odd = event.id < 0 || !is_number(event.type) ||
		 !is_number(event.pid) || tracetext->count == FIELDS_EVENTS;
	for (int i = 0; i < FIELD_COUNT && !is_odd; i++) {
		if (spans[i].size)
			add_field(&event, i, spans[i]);
		is_odd = spans[i].size && !is_number(spans[i]);
	}
	if (is_odd || event.size + CONN_CMD_SIZE > TRACETEXT_RECORD_SIZE) {
		errno = EINVAL;
		return -1;
	}
	tracetext->events[tracetext->count++] = event;
	return 0;
}

/* "    12.345678: " */
static uint64_t want_time_ns(struct scan *scan)
{
	uint64_t seconds, us;
	const char *dot;

	scan_skip_blanks(scan);
	seconds = scan_number(scan, 10);
	scan_want(scan, ".");
	dot = scan->at;
	us = scan_number(scan, 10);
	if (scan->at && scan->at - dot != MICROSECOND_DIGITS)
		scan->at = NULL;
	scan_want(scan, ": ");
	return (seconds * 1000000 + us) * US_NS;
}

/* "           <...>-4711    [002]    12.345678: ", up to the event's name. */
static uint32_t want_prefix(struct scan *scan, struct rawrec *record)
{
	uint32_t tid;

	/* Of the width the last byte is for a NUL, so one blank is there. */
	scan_want(scan, " ");
	scan_skip(scan, NAME_WIDTH - 1);
	scan_want(scan, "-");
	tid = scan_number(scan, 10);
	scan_want(scan, " ");
	scan_skip_blanks(scan);
	scan_want(scan, "[");
	record->cpu = scan_number(scan, 10);
	scan_want(scan, "] ");
	record->ts_ns = want_time_ns(scan);
	return tid;
}

/* "CPU:1 [LOST 12 EVENTS]", without a number where nobody knows it. */
static void want_lost(struct scan *scan, struct rawrec *record)
{
	scan_want(scan, "CPU:");
	record->cpu = scan_number(scan, 10);
	scan_want(scan, " [LOST ");
	if (!scan_is_at(scan, "EVENTS")) {
		scan_number(scan, 10);
		scan_want(scan, " ");
	}
	scan_want(scan, "EVENTS]\n");
}

/* Whether here the text ends or a piece of it starts. */
static bool is_start(struct scan scan)
{
	struct scan lost = scan;
	struct rawrec record;

	if (scan.at == scan.end)
		return true;
	want_prefix(&scan, &record);
	want_lost(&lost, &record);
	return scan.at || lost.at;
}

static void put_number(unsigned char *bytes, struct layout_span span,
		       uint64_t value)
{
	const union {
		uint8_t u8;
		uint16_t u16;
		uint32_t u32;
	} number[] = {
		{ .u8 = value },
		{ .u16 = value },
		{ .u32 = value },
	};

	if (span.size == sizeof(value))
		memcpy(bytes + span.offset, &value, sizeof(value));
	else
		memcpy(bytes + span.offset, &number[span.size / 2], span.size);
}

/* Behind the fixed part, where a string's __data_loc says that it is. */
static void put_string(struct tracetext_line *line, struct layout_span span,
		       const char *text, size_t length)
{
	struct rawrec *record = &line->record;
	uint32_t location = (uint32_t)(length + 1) << 16 | record->size;

	memcpy(line->bytes + span.offset, &location, sizeof(location));
	memcpy(line->bytes + record->size, text, length);
	line->bytes[record->size + length] = '\0';
	record->size += length + 1;
}

static struct scan take_fields(const struct tracetext_event *event, size_t from,
			       struct scan scan, struct tracetext_line *line);

/*
 * It ends at the first quote behind which the rest of a record and the start
 * of a piece follow. No such start fits into a name, nor into what is left of
 * it, what is behind it and another name: so there is only one.
 */
static struct scan take_string(const struct tracetext_event *event, size_t from,
			       struct scan scan, struct tracetext_line *line)
{
	const char *start = scan.at;
	size_t size = line->record.size;

	for (size_t length = 0; length < CONN_CMD_SIZE; length++) {
		struct scan rest = { start + length, scan.end };

		if (rest.at >= scan.end || *rest.at != '"')
			continue;
		rest.at++;
		line->record.size = size;
		put_string(line, event->fields[from].span, start, length);
		rest = take_fields(event, from + 1, rest, line);
		if (rest.at)
			return rest;
	}
	return (struct scan){ NULL, scan.end };
}

static void take_number(const struct tracetext_event *event, size_t which,
			struct scan *scan, struct tracetext_line *line)
{
	unsigned base = 10;

	if (scan_is_at(scan, "0x")) {
		scan->at += 2;
		base = 16;
	}
	put_number(line->bytes, event->fields[which].span,
		   scan_number(scan, base));
}

/* All of them from @from on, up to the start of the next piece. */
static struct scan take_fields(const struct tracetext_event *event, size_t from,
			       struct scan scan, struct tracetext_line *line)
{
	for (size_t i = from; i < event->count && scan.at; i++) {
		scan_want(&scan, " ");
		scan_want(&scan, fields_name(event->fields[i].field));
		scan_want(&scan, "=");
		if (scan_is_at(&scan, "\"")) {
			scan.at++;
			return take_string(event, i, scan, line);
		}
		take_number(event, i, &scan, line);
	}
	scan_want(&scan, "\n");
	if (scan.at && !is_start(scan))
		scan.at = NULL;
	return scan;
}

/* "accept: (inet_accept+0x3e/0xb0 <- inet_csk_accept)", the kernel's words. */
static struct scan take_event(const struct tracetext_event *event,
			      struct scan scan, uint32_t tid,
			      struct tracetext_line *line)
{
	scan_want(&scan, event->name);
	scan_want(&scan, ": (");
	while (scan_has(&scan, 1) && *scan.at != ')' && *scan.at != '\n')
		scan.at++;
	scan_want(&scan, ")");
	memset(line->bytes, 0, event->size);
	line->record.data = line->bytes;
	line->record.size = event->size;
	put_number(line->bytes, event->type, event->id);
	put_number(line->bytes, event->pid, tid);
	return take_fields(event, 0, scan, line);
}

/* "tracing_mark_write: " or as the kernel calls it, and our own words. */
static struct scan take_mark(struct scan scan)
{
	while (scan_has(&scan, 1) && *scan.at != ':' && *scan.at != '\n')
		scan.at++;
	scan_want(&scan, ": " TRACETEXT_MARK "\n");
	if (scan.at && !is_start(scan))
		scan.at = NULL;
	return scan;
}

static enum tracetext_kind take_piece(const struct tracetext *tracetext,
				      struct scan *scan,
				      struct tracetext_line *line)
{
	struct scan start = *scan;
	uint32_t tid;

	want_lost(scan, &line->record);
	if (scan->at)
		return TRACETEXT_LOST;
	*scan = start;
	tid = want_prefix(scan, &line->record);
	start = *scan;
	for (size_t i = 0; start.at && i < tracetext->count; i++) {
		*scan = take_event(&tracetext->events[i], start, tid, line);
		if (scan->at)
			return TRACETEXT_RECORD;
	}
	if (start.at)
		*scan = take_mark(start);
	return scan->at ? TRACETEXT_MARKED : TRACETEXT_BAD;
}

enum tracetext_kind tracetext_next(const struct tracetext *tracetext,
				   const char **text, const char *end,
				   struct tracetext_line *line)
{
	struct scan scan = { *text, end };
	enum tracetext_kind kind = TRACETEXT_NOTHING;

	line->record = (struct rawrec){ .ts_ns = 0 };
	/* Records start with a name too, padded by at least one blank. */
	if (scan_is_at(&scan, "#")) {
		const char *newline = memchr(*text, '\n', end - *text);

		scan.at = newline ? newline + 1 : end;
	} else {
		kind = take_piece(tracetext, &scan, line);
	}
	if (scan.at)
		*text = scan.at;
	return kind;
}
