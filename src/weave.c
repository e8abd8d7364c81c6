/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Merges what the witnesses saw on all CPUs of all recordings and joins it,
 * each buffer for itself: thread ids mean nothing on another machine. Holds
 * back rows only while an earlier one may still come.
 */
#include "weave.h"

#include <stdlib.h>

#include "calls.h"
#include "join.h"
#include "merge.h"
#include "strand.h"

/* Rows held at most; a recording that wants more is made by hand. */
#define MAX_HELD (1 << 16)

/* Records between two looks at the output and at signals. */
#define SOME 1024

struct weave_strand {
	struct strand strand;
	size_t join;
};

struct weave {
	struct weave_strand *strands;
	size_t strand_count;
	struct join *joins;
	struct calls **calls; /* as many; NULL where there are no tracepoints */
	uint64_t *missed;
	size_t join_count;
	uint64_t told[CALLS_HOWS];
	struct merge merge;
	struct rows *rows;
};

static void take_row(void *context, const struct conn *conn);

/* Without anybody to be asked: what is known of no listener may be no TCP. */
static void take_told(void *context, const struct conn *conn,
		      enum calls_how how)
{
	struct weave *weave = context;

	weave->told[how]++;
	if (how != CALLS_UNTOLD)
		take_row(weave, conn);
}

/* Of one buffer. */
static int add_calls(struct weave *weave, size_t at)
{
	const struct calls_hands hands = {
		.row = take_told,
		.context = weave,
		.wait_ns = JOIN_WAIT_NS,
	};

	weave->calls[at] = calls_new(&hands);
	return weave->calls[at] ? 0 : -1;
}

/*
 * Pairs are of one buffer, waits of the machine. A table of these for each of
 * 256 buffers would be 670 MB, too.
 */
static int add_joins(struct weave *weave, const struct source *source)
{
	struct join *first = &weave->joins[weave->join_count];

	for (size_t i = 0; i < source_buffers(source); i++) {
		size_t at = weave->join_count++;

		weave->joins[at] = (struct join){
			.has_both = source_has_both(source),
			.first = i ? first : NULL,
		};
		if (source_has_points(source) && add_calls(weave, at))
			return -1;
	}
	return 0;
}

/* Also at its end, and of what was read ahead: its time is in it. */
static void look_for_hole(struct weave *weave, const struct strand *strand)
{
	struct recording *recording = source_recording(strand->source);
	struct hole hole;

	if (recording_hole(recording, strand->stream, &hole))
		rows_mark(weave->rows, &hole,
			  recording_has_date(recording, strand->stream));
}

/* Returns whether there is one. */
static bool go_on(struct weave *weave, struct strand *strand)
{
	bool has_next = strand_next(strand);

	look_for_hole(weave, strand);
	return has_next;
}

static int add_strands(struct weave *weave, struct source *source)
{
	for (size_t i = 0; i < source_streams(source); i++) {
		size_t at = weave->strand_count++;
		struct strand *strand = &weave->strands[at].strand;

		weave->strands[at].join =
			weave->join_count + source_stream_buffer(source, i);
		*strand = (struct strand){
			.source = source,
			.stream = i,
			.has_pairs = source_has_both(source),
		};
		if (go_on(weave, strand) &&
		    merge_add(&weave->merge, at, strand_conn(strand)->ts_ns))
			return -1;
	}
	return add_joins(weave, source);
}

struct weave *weave_new(struct source *const *sources, size_t count,
			struct rows *rows)
{
	struct weave *weave = calloc(1, sizeof(*weave));
	size_t strands = 1, joins = 1;
	bool failed;

	if (!weave)
		return NULL;
	weave->rows = rows;
	for (size_t i = 0; i < count; i++) {
		strands += source_streams(sources[i]);
		joins += source_buffers(sources[i]);
	}
	weave->strands = calloc(strands, sizeof(*weave->strands));
	weave->joins = calloc(joins, sizeof(*weave->joins));
	weave->calls = calloc(joins, sizeof(struct calls *));
	weave->missed = calloc(joins, sizeof(*weave->missed));
	failed = !weave->strands || !weave->joins || !weave->calls ||
		 !weave->missed;
	for (size_t i = 0; i < count && !failed; i++)
		failed = add_strands(weave, sources[i]);
	if (!failed)
		return weave;
	weave_free(weave);
	return NULL;
}

void weave_free(struct weave *weave)
{
	if (!weave)
		return;
	for (size_t i = 0; weave->calls && i < weave->join_count; i++)
		calls_free(weave->calls[i]);
	free(weave->calls);
	free(weave->missed);
	merge_free(&weave->merge);
	for (size_t i = 0; i < weave->join_count; i++)
		join_free(&weave->joins[i]);
	free(weave->strands);
	free(weave->joins);
	free(weave);
}

/* No row earlier than this can come of what has been read. */
static uint64_t horizon(const struct weave *weave)
{
	uint64_t first = UINT64_MAX;

	for (size_t i = 0; i < weave->join_count; i++) {
		const struct join *join = &weave->joins[i];

		if (join->used && join->pending[0].ts_ns < first)
			first = join->pending[0].ts_ns;
		if (weave->calls[i] && calls_first_ns(weave->calls[i]) < first)
			first = calls_first_ns(weave->calls[i]);
	}
	return first;
}

static void take_row(void *context, const struct conn *conn)
{
	struct weave *weave = context;

	/* Mostly nothing is held, and nothing has to be. */
	if (!rows_are_held(weave->rows) && conn->ts_ns <= horizon(weave))
		rows_row(weave->rows, conn);
	else
		rows_push(weave->rows, conn);
}

static void release(struct weave *weave, uint64_t before_ns)
{
	const struct conn *conn;

	while ((conn = lanes_pop(&weave->rows->lanes, before_ns)) != NULL)
		rows_row(weave->rows, conn);
}

static void expire(struct weave *weave, uint64_t before_ns)
{
	for (size_t i = 0; i < weave->join_count; i++) {
		join_expire(&weave->joins[i], before_ns, take_row, weave);
		if (weave->calls[i])
			calls_settle(weave->calls[i],
				     before_ns < UINT64_MAX ?
					     before_ns + JOIN_WAIT_NS :
					     UINT64_MAX);
	}
}

/* Whose records are missing from here on has no order to be believed. */
static void push_point(struct weave *weave, struct weave_strand *from)
{
	struct calls *calls = weave->calls[from->join];
	uint64_t missed = source_missed(from->strand.source);

	if (missed != weave->missed[from->join])
		calls_lost(calls);
	weave->missed[from->join] = missed;
	calls_push(calls, strand_conn(&from->strand), NULL);
}

static void settle(struct weave *weave, uint64_t now_ns)
{
	uint64_t first = horizon(weave);

	if (weave->rows->lanes.used > MAX_HELD)
		expire(weave, UINT64_MAX);
	else if (now_ns > JOIN_WAIT_NS && first < now_ns - JOIN_WAIT_NS)
		expire(weave, now_ns - JOIN_WAIT_NS);
	if (rows_are_held(weave->rows))
		release(weave, horizon(weave));
}

/* Returns whether there was one. */
static bool take_one(struct weave *weave)
{
	int64_t first = merge_first(&weave->merge);
	struct strand *strand;
	struct conn *conn;

	if (first < 0)
		return false;
	strand = &weave->strands[first].strand;
	conn = strand_conn(strand);
	if (points_is(conn))
		push_point(weave, &weave->strands[first]);
	else if (conn->witnesses)
		join_push(&weave->joins[weave->strands[first].join], conn,
			  take_row, weave);
	settle(weave, conn->ts_ns);
	if (go_on(weave, strand))
		merge_advance(&weave->merge, strand_conn(strand)->ts_ns);
	else
		merge_end(&weave->merge);
	return true;
}

bool weave_some(struct weave *weave)
{
	for (int i = 0; i < SOME; i++) {
		if (rows_are_enough(weave->rows))
			return false;
		if (take_one(weave))
			continue;
		expire(weave, UINT64_MAX);
		release(weave, UINT64_MAX);
		return false;
	}
	return true;
}

void weave_told(const struct weave *weave, struct losses *losses)
{
	for (int i = 0; i < CALLS_HOWS; i++)
		losses->count[LOSS_BY_FD + i] += weave->told[i];
}

uint64_t weave_lost(const struct weave *weave, uint64_t events)
{
	struct join all = { .has_both = false };

	for (size_t i = 0; i < weave->join_count; i++) {
		all.has_both |= weave->joins[i].has_both;
		all.accept_alone += weave->joins[i].accept_alone;
		all.graft_alone += weave->joins[i].graft_alone;
	}
	return join_lost(&all, events);
}
