/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Learns from an event's format how its records are laid out, so that
 * decoding one asks nothing twice. Never sees a record.
 */
#include <errno.h>
#include <string.h>

#include "decode.h"
#include "extra.h"
#include "load.h"

/* Of each record, in front of the fields: the same in all kernels so far. */
enum { COMMON_TYPE, COMMON_PID, COMMON_COUNT };
static const struct layout_span common[COMMON_COUNT] = {
	[COMMON_TYPE] = { 0, 2 },
	[COMMON_PID] = { LOAD_PID_AT, 4 },
};

/* Checked once for each record, instead of field by field. */
static void need(struct decode_event *layout, struct layout_span span)
{
	size_t end = (size_t)span.offset + span.size;

	if (end > layout->min_size)
		layout->min_size = end;
}

static bool is_lean(const struct decode_event *layout)
{
	for (int i = 0; i < FIELD_COUNT; i++)
		if (i != FIELD_SKADDR && layout->field[i].size)
			return false;
	return true;
}

/* Bytes are in the memory's order, so a part is as if it had been fetched. */
static void find_parts(struct decode_event *layout)
{
	for (int i = 0; i < FIELDS_PARTS; i++) {
		const struct fields_part *part = &fields_parts[i];
		struct layout_span whole = layout->field[part->whole];

		if (whole.size >= part->at + part->size &&
		    !layout->field[part->field].size)
			layout->field[part->field] =
				(struct layout_span){ whole.offset + part->at,
						      part->size };
	}
}

_Static_assert(FIELDS_WITNESS(FIELDS_ACCEPT) == CONN_ACCEPT &&
		       FIELDS_WITNESS(FIELDS_GRAFT) == CONN_GRAFT,
	       "a witness is the bit of its event");

/* Other headers than every kernel has had would be read wrongly. */
static bool is_unknown(const struct layout_span *spans)
{
	return memcmp(spans, common, sizeof(common)) != 0 ||
	       !spans[COMMON_COUNT + FIELD_SKADDR].size;
}

static unsigned known_extras(const struct decode_event *layout)
{
	const struct layout_span *field = layout->field;

	return (field[FIELD_STATE].size ? EXTRA_STATE : 0) |
	       (field[FIELD_IFINDEX].size ? EXTRA_IF : 0) |
	       (field[FIELD_BACKLOG].size ? EXTRA_QUEUE : 0) |
	       (field[FIELD_NET].size ? EXTRA_NETNS : 0);
}

static void learn(struct decode_event *layout, const struct layout_span *spans)
{
	memcpy(layout->field, spans + COMMON_COUNT, sizeof(layout->field));
	for (int i = 0; i < COMMON_COUNT + FIELD_COUNT; i++)
		need(layout, spans[i]);
	find_parts(layout);
	layout->is_lean = is_lean(layout);
	/* A field may be there without having been asked for. */
	layout->extras &= known_extras(layout);
	for (int i = 0; i < FIELD_COUNT; i++)
		layout->number[i] = layout_number(layout->field[i]);
}

int decode_init(struct decoder *decoder, enum fields_event event,
		const char *format, size_t length)
{
	struct decode_event layout = { .witness = FIELDS_WITNESS(event) };
	const char *names[COMMON_COUNT + FIELD_COUNT] = {
		[COMMON_TYPE] = "common_type",
		[COMMON_PID] = "common_pid",
	};
	struct layout_span spans[COMMON_COUNT + FIELD_COUNT];
	int id;

	for (int i = 0; i < FIELD_COUNT; i++)
		names[COMMON_COUNT + i] = fields_name(i);
	id = layout_parse(format, length, names, COMMON_COUNT + FIELD_COUNT,
			  spans);
	if (id < 0 || is_unknown(spans)) {
		errno = EINVAL;
		return -1;
	}
	if (decoder->count == DECODE_EVENTS) {
		errno = ENOSPC;
		return -1;
	}
	layout.id = id;
	layout.extras = decoder->extras;
	for (int i = 0; i < FIELD_COUNT; i++)
		if (decoder->ignored & 1u << i)
			spans[COMMON_COUNT + i].size = 0;
	learn(&layout, spans);
	decoder->event[decoder->count++] = layout;
	return 0;
}
