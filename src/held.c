/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks at what the flight recorder holds. Owns what is known of its
 * completeness; changes nothing in it.
 */
#include "held.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decode.h"
#include "extra.h"
#include "recorder.h"
#include "smallfile.h"
#include "tracetext.h"
#include "walltime.h"

#define BUFFER_SIZE (1 << 16)
#define FORMAT_SIZE 8192

/*
 * While it is written the kernel gives up on a CPU's records now and then, as
 * if they were at their end (ring_buffer.c, rb_iter_peek, since 5.7).
 */
#define TRIES 5

struct look {
	struct held *held;
	struct tracetext tracetext;
	struct decoder decoder;
	struct order events;
	struct tracetext_line line;
	char buffer[BUFFER_SIZE];
	size_t used;
};

static int learn(struct look *look)
{
	char file[64], path[512], *format = malloc(FORMAT_SIZE);
	int result = format ? 0 : -1;

	for (int i = 0; i < FIELDS_EVENTS && !result; i++) {
		snprintf(file, sizeof(file),
			 "events/" RECORDER_NAME "/%s/format",
			 fields_event_name(i));
		recorder_path(path, sizeof(path), file);
		smallfile_read(AT_FDCWD, path, format, FORMAT_SIZE);
		if (format[0] &&
		    (tracetext_learn(&look->tracetext, i, format,
				     strlen(format)) ||
		     decode_init(&look->decoder, i, format, strlen(format))))
			result = -1;
	}
	free(format);
	return result;
}

static void read_stats(struct held *held, bool is_before)
{
	char dir[512];

	recorder_path(dir, sizeof(dir), "");
	/* CPUs that never were have none. */
	for (size_t i = 0; i < held->cpu_count; i++)
		stats_cpu(dir, i,
			  is_before ? &held->cpus[i].before :
				      &held->cpus[i].after);
}

static int take_record(struct look *look)
{
	struct conn conn;

	switch (decode(&look->decoder, &look->line.record, &conn)) {
	case DECODE_OK: return order_push(&look->events, &conn);
	case DECODE_BAD: look->held->losses.undecoded++; return 0;
	default: return 0;
	}
}

static int take(struct look *look, enum tracetext_kind kind)
{
	const struct rawrec *record = &look->line.record;
	struct held *held = look->held;
	struct held_cpu *cpu;

	if (kind == TRACETEXT_NOTHING)
		return 0;
	if (kind == TRACETEXT_BAD || record->cpu >= held->cpu_count) {
		held->is_bad = true;
		return 0;
	}
	cpu = &held->cpus[record->cpu];
	/* What is behind it is what remained when we were overtaken. */
	if (kind == TRACETEXT_LOST) {
		cpu->first_ns = 0;
		held->was_overwritten = true;
		return 0;
	}
	cpu->seen++;
	if (!cpu->first_ns)
		cpu->first_ns = record->ts_ns;
	if (kind == TRACETEXT_MARKED)
		held->armed_ns = record->ts_ns;
	return kind == TRACETEXT_RECORD ? take_record(look) : 0;
}

/* All that is whole; without @is_last what may be cut off stays. */
static int take_text(struct look *look, bool is_last)
{
	const char *at = look->buffer, *end = at + look->used;
	int result = 0;

	while (!result && !look->held->is_bad && at < end &&
	       (is_last || end - at >= TRACETEXT_ENOUGH))
		result = take(look, tracetext_next(&look->tracetext, &at, end,
						   &look->line));
	look->used = end - at;
	memmove(look->buffer, at, look->used);
	return result;
}

static int read_text(struct look *look)
{
	int fd = recorder_open();
	int result = fd < 0 ? -1 : 0;
	ssize_t n = 1;

	while (!result && n > 0 && !look->held->is_bad) {
		n = read(fd, look->buffer + look->used,
			 sizeof(look->buffer) - look->used);
		if (n > 0)
			look->used += n;
		result = n < 0 ? -1 : take_text(look, n == 0);
	}
	if (fd >= 0)
		close(fd);
	/* What was understood is printed all the same. */
	return look->held->is_bad ? 0 : result;
}

/* What was there before and was not overwritten since must have been seen. */
static bool is_short(const struct held *held)
{
	for (size_t i = 0; i < held->cpu_count; i++) {
		const struct held_cpu *cpu = &held->cpus[i];
		const struct stats_cpu *before = &cpu->before;
		const struct stats_cpu *after = &cpu->after;

		if (cpu->seen + after->overwritten + after->read <
		    before->entries + before->overwritten + before->read)
			return true;
	}
	return false;
}

static int look_once(struct look *look)
{
	struct held *held = look->held;
	int result;

	memset(held->cpus, 0, held->cpu_count * sizeof(*held->cpus));
	look->events.used = look->used = 0;
	held->armed_ns = 0;
	held->was_overwritten = false;
	held->at_ns = walltime_mono_ns();
	read_stats(held, true);
	result = read_text(look);
	read_stats(held, false);
	held->is_short = is_short(held);
	return result;
}

/* Complete is what is newer than the oldest of each CPU that forgot some. */
static void find_since(struct held *held, const struct order *events)
{
	held->since_ns = 0;
	for (size_t i = 0; i < held->cpu_count; i++) {
		const struct held_cpu *cpu = &held->cpus[i];

		held->taken += cpu->after.read;
		held->losses.kernel.buffer +=
			cpu->after.lost - cpu->after.overwritten;
		held->was_overwritten |= cpu->after.overwritten > 0;
		if ((cpu->after.overwritten || cpu->after.read) &&
		    cpu->first_ns > held->since_ns)
			held->since_ns = cpu->first_ns;
	}
	if (!held->since_ns)
		held->since_ns = held->armed_ns;
	if (!held->since_ns && events->used)
		held->since_ns = order_at(events, 0)->ts_ns;
}

int held_read(struct held *held)
{
	struct look *look = calloc(1, sizeof(*look));
	int result = -1;

	*held = (struct held){ .cpu_count = sysconf(_SC_NPROCESSORS_CONF) };
	held->cpus = calloc(held->cpu_count, sizeof(*held->cpus));
	if (look && held->cpus) {
		look->held = held;
		/* As far as arm was asked to fetch them. */
		look->decoder.extras = EXTRA_ALL;
		result = learn(look);
		for (int i = 0; !result && i < TRIES; i++) {
			result = look_once(look);
			if (!held->is_short)
				break;
		}
		find_since(held, &look->events);
		if (!result)
			held_join(held, &look->events,
				  look->tracetext.count == FIELDS_EVENTS);
		held->has_accept_alone =
			look->tracetext.count == 1 &&
			look->decoder.event[0].witness == CONN_ACCEPT;
		order_free(&look->events);
	}
	free(look);
	return result;
}

void held_free(struct held *held)
{
	order_free(&held->rows);
	free(held->cpus);
	*held = (struct held){ .at_ns = 0 };
}
