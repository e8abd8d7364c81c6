/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The live table: wires kernel, decode and sink together and owns the loop.
 * Every road out of it leads through the same teardown.
 */
#include "live.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "account.h"
#include "command.h"
#include "decode.h"
#include "log.h"
#include "order.h"
#include "out.h"
#include "pace.h"
#include "probe.h"
#include "procinfo.h"
#include "reader.h"
#include "sigs.h"
#include "sink.h"
#include "walltime.h"

#define HOLD_NS (PACE_PAUSE_MS * 1000000ULL)

/* How long stdout may take nothing when all that is left is to end. */
#define LAST_FLUSH_MS 1000

struct live {
	const struct opts *opts;
	int sigs_fd;
	struct probe *probe;
	struct reader *reader;
	struct procinfo *procinfo;
	struct decoder decoder;
	struct order order;
	struct out out;
	struct sink sink;
	struct command command;
	struct account account;
	uint64_t started_ns;
	uint64_t wall_offset_ns;
	struct pace pace;
	bool must_stop;
	bool has_failed;
};

static void fail(struct live *live, const char *what)
{
	log_error("%s: %s", what, strerror(errno));
	live->has_failed = true;
	live->must_stop = true;
}

static int set_up(struct live *live)
{
	struct subbuf_format format;
	const struct opts *opts = live->opts;

	live->sigs_fd = sigs_open();
	live->procinfo = procinfo_open();
	if (live->sigs_fd < 0 || !live->procinfo ||
	    out_open(&live->out, STDOUT_FILENO)) {
		fail(live, "cannot start");
		return -1;
	}
	live->probe = probe_create(opts->buffer_kb);
	if (!live->probe || probe_layout(live->probe, &format, &live->decoder))
		return -1;
	live->reader = reader_open(probe_instance_dir(live->probe), &format);
	if (!live->reader) {
		fail(live, "cannot open the ring buffers");
		return -1;
	}
	return probe_start(live->probe);
}

static int tear_down(struct live *live)
{
	int result;

	reader_close(live->reader);
	result = probe_destroy(live->probe);
	order_free(&live->order);
	out_close(&live->out);
	procinfo_close(live->procinfo);
	if (live->sigs_fd >= 0)
		close(live->sigs_fd);
	return result;
}

static void take_record(void *context, const struct rawrec *record)
{
	struct live *live = context;
	struct conn conn;

	switch (decode(&live->decoder, record, &conn)) {
	case DECODE_OK: break;
	case DECODE_BAD: live->account.undecoded++; return;
	case DECODE_SKIP: return;
	}
	/* At once, not when it is printed: the thread may end any moment. */
	procinfo_fill(live->procinfo, &conn);
	conn.time_ns = conn.ts_ns + live->wall_offset_ns;
	if (order_push(&live->order, &conn))
		fail(live, "cannot hold a row");
}

static void print_row(struct live *live, const struct conn *conn)
{
	if (live->sink.ops->row(&live->sink, conn)) {
		fail(live, "cannot hold a row");
		return;
	}
	live->account.accepts++;
	if (live->account.accepts == live->opts->count)
		live->must_stop = true;
}

static bool has_all(const struct live *live)
{
	return live->opts->count && live->account.accepts >= live->opts->count;
}

static void print_until(struct live *live, uint64_t horizon_ns)
{
	size_t count = order_ready(&live->order, horizon_ns);
	size_t i;

	for (i = 0; i < count && !has_all(live); i++)
		print_row(live, &live->order.slots[i].conn);
	order_drop(&live->order, i);
}

static void take_signal(struct live *live)
{
	struct sigs_event event = sigs_read(live->sigs_fd);

	switch (event.what) {
	case SIGS_NONE: return;
	case SIGS_CHILD:
		if (command_poll(&live->command))
			live->must_stop = true;
		return;
	case SIGS_STOP:
		/* Ctrl-C reaches COMMAND from the terminal as well as us. */
		if (event.sender)
			command_signal(&live->command, event.number);
		break;
	case SIGS_TIME: break;
	}
	live->must_stop = true;
}

static void flush(struct live *live)
{
	enum out_result result;

	do {
		result = out_flush(&live->out, live->sigs_fd, -1);
		if (result == OUT_BLOCKED)
			take_signal(live);
	} while (result == OUT_BLOCKED && !live->must_stop);
	if (result == OUT_FAILED)
		fail(live, "cannot write the table");
	if (result == OUT_CLOSED) {
		out_discard(&live->out);
		live->must_stop = true;
	}
}

/* Read all that was recorded up to now, print what is old enough. */
static void run_round(struct live *live, uint64_t hold_ns)
{
	bool has_more = true;

	procinfo_forget(live->procinfo);
	live->wall_offset_ns = walltime_offset_ns(live->wall_offset_ns);
	reader_begin(live->reader);
	while (has_more) {
		has_more = reader_pass(live->reader, take_record, live);
		print_until(live, reader_horizon(live->reader) - hold_ns);
	}
}

/* Sleep until there may be something to do. */
static void wait_for_work(struct live *live)
{
	struct pollfd fds[] = {
		{ .fd = live->sigs_fd, .events = POLLIN },
		{ .fd = live->out.fd }, /* its reader may go away */
		{ .fd = reader_fd(live->reader), .events = POLLIN },
	};
	bool holds = live->order.used > 0;
	int count = pace_takes_wakeup(&live->pace, holds) ? 3 : 2;
	int ready = poll(fds, count, pace_timeout_ms(&live->pace, holds));

	if (fds[0].revents)
		take_signal(live);
	if (fds[1].revents)
		live->must_stop = true;
	if (ready == 0 && !holds)
		reader_rescan(live->reader);
	pace_slept(&live->pace, holds, fds[2].revents, ready == 0);
}

static void loop(struct live *live)
{
	while (!live->must_stop) {
		wait_for_work(live);
		if (live->must_stop)
			break;
		run_round(live, HOLD_NS);
		flush(live);
	}
}

static void begin(struct live *live)
{
	const struct opts *opts = live->opts;

	live->sink = (struct sink){
		.ops = opts->is_json ? &sink_json : &sink_table,
		.columns = &opts->columns,
		.out = &live->out,
	};
	pace_init(&live->pace);
	if (procinfo_is_blind(live->procinfo))
		log_note("inside a pid namespace UID and PID cannot be looked "
			 "up: run tcpwho outside of the container for them");
	if (!opts->has_no_header && live->sink.ops->header(&live->sink))
		fail(live, "cannot hold the header");
	if (opts->duration_ns && sigs_alarm(opts->duration_ns))
		fail(live, "cannot set a timer");
	if (!live->must_stop)
		flush(live);
	log_debug("armed after %" PRIu64 " ms",
		  (walltime_mono_ns() - live->started_ns) / 1000000);
	if (!live->must_stop && opts->command &&
	    command_start(&live->command, opts->command))
		fail(live, "cannot start the command");
}

/* Record nothing more, print all that was recorded. */
static void end(struct live *live)
{
	probe_stop(live->probe);
	if (!live->has_failed && !has_all(live))
		run_round(live, 0);
	print_until(live, UINT64_MAX);
	if (out_flush(&live->out, -1, LAST_FLUSH_MS) == OUT_CLOSED)
		out_discard(&live->out);
	live->account.unwritten = out_lines(&live->out);
	live->account.damaged = reader_damaged(live->reader);
	probe_losses(live->probe, &live->account.losses);
}

int live_run(const struct opts *opts)
{
	struct live live = {
		.opts = opts,
		.sigs_fd = -1,
		.started_ns = walltime_mono_ns(),
	};
	bool is_armed = set_up(&live) == 0;
	bool has_failed;

	if (is_armed) {
		begin(&live);
		loop(&live);
		end(&live);
	}
	has_failed = tear_down(&live) || live.has_failed || !is_armed;
	if (is_armed)
		account_report(&live.account);
	command_signal(&live.command, SIGTERM);
	if (command_wait(&live.command) || !has_failed)
		return live.command.status;
	return 1;
}
