/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcpwho dump: wires the flight recorder, rows and the account together.
 * Changes nothing but how the recorder's text looks.
 */
#include "dump.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "batch.h"
#include "config.h"
#include "faults.h"
#include "kernel.h"
#include "live.h"
#include "log.h"
#include "names.h"
#include "recorder.h"
#include "turn.h"
#include "walltime.h"

#define SECOND_NS 1000000000ULL

/* Rows between two looks at what else there is to do. */
#define STEP_ROWS 256

#define TIME_SIZE (WALLTIME_SIZE + 16)

/* A thread is between the two probes for some microseconds. */
#define HALVES_TRIES 20
#define HALVES_PAUSE_NS 50000000

struct dump {
	const struct opts *opts;
	struct held held;
	struct batch batch;
	struct procinfo *procinfo;
};

static void format_time(char *buf, uint64_t time_ns)
{
	time_t second = time_ns / SECOND_NS;
	size_t used;
	struct tm tm;

	used = strftime(buf, TIME_SIZE, "%Y-%m-%d ", localtime_r(&second, &tm));
	buf[used + walltime_short(buf + used, time_ns)] = '\0';
}

static void say_since(const struct held *held)
{
	char time[TIME_SIZE];

	if (!held->since_ns) {
		log_note("nothing is held, and nobody knows since when: "
			 "somebody has emptied the recorder");
		return;
	}
	format_time(time, held->since_ns + held->wall_offset_ns);
	log_note("complete since %s (%s)", time,
		 held->was_overwritten ? "older ones were overwritten" :
		 held->taken	       ? "somebody has read older ones" :
		 held->armed_ns	       ? "armed then" :
					 "somebody has emptied the recorder");
}

bool dump_warn(const struct held *held)
{
	if (held->taken)
		log_error("%" PRIu64 " records are missing: somebody has read "
			  "them out of the recorder",
			  held->taken);
	if (held->is_bad)
		log_error("the recorder's text was not understood up to its "
			  "end: rows are missing");
	if (held->is_short)
		log_error("the recorder is written faster than it can be "
			  "read: rows are missing, run tcpwho dump again");
	if (held->complaint)
		log_error("the recorder does not record what it should, %s: "
			  "run tcpwho arm --recorder again",
			  held->complaint);
	return !held->complaint && !held->is_bad && !held->is_short;
}

/* Without threads between the two probes, if that can be. */
static int read_whole(struct held *held)
{
	const struct timespec pause = { .tv_nsec = HALVES_PAUSE_NS };
	int result = held_read(held);

	for (int i = 0; !result && held->has_halves && i < HALVES_TRIES; i++) {
		nanosleep(&pause, NULL);
		held_free(held);
		result = held_read(held);
	}
	return result;
}

int dump_read(struct held *held)
{
	int lock_fd = turn_take();
	int result = -1;

	*held = (struct held){ .at_ns = 0 };
	if (lock_fd < 0)
		return -1;
	if (!recorder_exists())
		log_error("there is no recorder: run tcpwho arm --recorder, "
			  "which keeps accepts from then on");
	else if (read_whole(held))
		log_error("cannot read the recorder: %s", strerror(errno));
	else
		result = 0;
	if (!result)
		held->complaint = faults_find();
	close(lock_fd);
	/* One for all rows: they must not jump back. */
	held->wall_offset_ns = walltime_offset_ns(0);
	if (!result)
		say_since(held);
	return result;
}

void dump_fill(struct held *held, struct procinfo *procinfo)
{
	/* What is late is so by now. */
	procinfo_forget(procinfo);
	for (size_t i = 0; i < held->rows.used; i++) {
		struct conn *row = order_at(&held->rows, i);
		uint32_t uid = row->uid;

		procinfo_fill(procinfo, row);
		/* The thread may be another user's by now. */
		row->uid = uid;
		if (uid == CONN_UID_UNKNOWN)
			row->user = NAMES_UNKNOWN;
		row->time_ns = row->ts_ns + held->wall_offset_ns;
	}
}

size_t dump_take_last(const struct held *held, struct rows *rows)
{
	size_t first = held->rows.used;

	if (!rows->limit)
		return 0;
	for (; first > 0 && rows->limit > 0; first--)
		rows->limit -= filter_match(rows->filter,
					    order_at(&held->rows, first - 1)) ==
			       FILTER_PASS;
	rows->limit = 0;
	return first;
}

static void print(struct dump *dump)
{
	const struct order *held = &dump->held.rows;
	struct batch *batch = &dump->batch;

	dump_fill(&dump->held, dump->procinfo);
	batch_begin(batch, dump->opts->count ? 0 : dump->held.since_ns);
	for (size_t i = dump_take_last(&dump->held, &batch->rows);
	     i < held->used && !batch->must_stop; i++) {
		rows_row(&batch->rows, order_at(held, i));
		if (i % STEP_ROWS == 0)
			batch_step(batch);
	}
	batch_end(batch, dump->held.at_ns);
}

static uint64_t count_unwatched(const struct held *held)
{
	struct subbuf_format format;
	struct fields_kernel kernel;
	uint64_t misses;

	if (!held->has_accept_alone || kernel_learn(&kernel, &format) ||
	    stats_pool_misses(RECORDER_NAME, kernel.version, &misses))
		return 0;
	return misses;
}

static void account(struct dump *dump)
{
	struct account account = { .losses = dump->held.losses };
	struct rows *rows = &dump->batch.rows;

	account.losses.kernel.unwatched = count_unwatched(&dump->held);
	rows->join = dump->held.join;
	/* Those that -n leaves out are not spoken of. */
	if (dump->opts->count)
		rows->join.missed = 0;
	rows_account(rows, &account);
	/* First, for the account is the last word. */
	dump->batch.has_failed |= rows_close(rows) != 0;
	account_report(&account);
}

static int set_up(struct dump *dump)
{
	if (batch_open(&dump->batch))
		return -1;
	dump->procinfo = procinfo_open(false);
	if (!dump->procinfo ||
	    procinfo_want(dump->procinfo, config_extras(dump->opts))) {
		batch_fail(&dump->batch, "cannot start");
		return -1;
	}
	return rows_open(&dump->batch.rows, dump->opts, STDOUT_FILENO);
}

static int dump_once(struct dump *dump)
{
	if (set_up(dump) || dump_read(&dump->held))
		return 1;
	print(dump);
	if (!dump_warn(&dump->held))
		dump->batch.has_failed = true;
	account(dump);
	return dump->batch.has_failed ? 1 : 0;
}

int dump_run(const struct opts *opts)
{
	struct dump dump = { .opts = opts, .batch.sigs_fd = -1 };
	int status;

	if (opts->follows)
		return live_run(opts);
	status = dump_once(&dump);
	held_free(&dump.held);
	batch_close(&dump.batch);
	procinfo_close(dump.procinfo);
	return status;
}
