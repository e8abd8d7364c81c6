/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The live table: wires kernel, decode and sink together and owns the loop.
 * Every road out of it leads through the same teardown.
 */
#include "live.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "account.h"
#include "capture.h"
#include "caveats.h"
#include "command.h"
#include "config.h"
#include "follow.h"
#include "guard.h"
#include "log.h"
#include "pace.h"
#include "procinfo.h"
#include "rows.h"
#include "sigs.h"
#include "top.h"
#include "walltime.h"

/* How long a slow reader of stdout may take when a signal said to stop. */
#define LAST_FLUSH_NS 1000000000ULL

struct live {
	const struct opts *opts;
	int sigs_fd;
	struct guard guard;
	struct procinfo *procinfo;
	struct rows rows;
	struct command command;
	struct account account;
	struct follow follow;
	struct top top;
	uint64_t started_ns;
	uint64_t wall_offset_ns;
	struct pace pace;
	unsigned stops;	  /* signals that said so */
	bool is_out_gone; /* stdout takes no more */
	bool must_stop, has_failed;
};

static void fail(struct live *live, const char *what)
{
	log_error("%s: %s", what, strerror(errno));
	live->has_failed = live->must_stop = true;
}

static void take_conn(void *context, struct conn *conn)
{
	struct live *live = context;

	/* At once, not when it is printed: the thread may end any moment. */
	if (!(conn->witnesses & (CONN_ESTABLISHED | CONN_TRACE)))
		procinfo_fill(live->procinfo, conn);
	conn->time_ns = conn->ts_ns + live->wall_offset_ns;
	rows_push(&live->rows, conn);
}

/* Before now a witness may have been off while the other was not. */
static void teach(struct live *live)
{
	capture_teach(live->guard.capture, &live->rows.join);
	join_unsure(&live->rows.join, live->guard.gap_ns, walltime_mono_ns());
}

static int set_up(struct live *live)
{
	const struct opts *opts = live->opts;
	struct probe_config config;

	live->sigs_fd = sigs_open();
	live->procinfo = procinfo_open(true);
	if (rows_open(&live->rows, opts, STDOUT_FILENO) ||
	    top_open(&live->top, opts, &live->rows))
		return -1;
	if (live->sigs_fd < 0 || !live->procinfo ||
	    procinfo_want(live->procinfo, config_extras(opts)) ||
	    (opts->command && command_prepare(&live->command, opts->command))) {
		fail(live, "cannot start");
		return -1;
	}
	live->wall_offset_ns = walltime_offset_ns(0);
	config = config_make(opts, procinfo_is_blind(live->procinfo));
	if (guard_arm(&live->guard, &config, take_conn, live))
		return -1;
	teach(live);
	return follow_open(&live->follow, opts, live->started_ns);
}

static int tear_down(struct live *live)
{
	int result = guard_close(&live->guard);

	/* Now that the kernel is as it was: a terminal may block. */
	top_close(&live->top);
	result |= rows_close(&live->rows);
	procinfo_close(live->procinfo);
	if (live->sigs_fd >= 0)
		close(live->sigs_fd);
	return result;
}

static void take_signal(struct live *live)
{
	struct sigs_event event = sigs_read(live->sigs_fd);

	switch (event.what) {
	case SIGS_NONE: return;
	case SIGS_TERMINAL: top_signal(&live->top, &event); return;
	case SIGS_CHILD:
		live->must_stop |= command_poll(&live->command);
		return;
	case SIGS_STOP:
		/* Ctrl-C reaches COMMAND from the terminal as well as us. */
		if (event.sender)
			command_signal(&live->command, event.number);
		live->stops++;
		break;
	case SIGS_TIME: break;
	}
	live->must_stop = true;
}

/* Until @until_ns at most, or the next signal that says to stop. */
static void flush(struct live *live, uint64_t until_ns)
{
	unsigned stops = live->stops;
	enum out_result result;

	do {
		result = rows_flush(&live->rows, live->sigs_fd, until_ns);
		if (result == OUT_BLOCKED)
			take_signal(live);
	} while (result == OUT_BLOCKED && live->stops == stops &&
		 walltime_mono_ns() < until_ns);
	live->has_failed |= result == OUT_FAILED;
	if (result == OUT_FAILED || result == OUT_CLOSED)
		live->is_out_gone = live->must_stop = true;
}

/* Read all that was recorded up to now, print what is old enough. */
static void run_round(struct live *live, uint64_t hold_ns)
{
	procinfo_forget(live->procinfo);
	live->wall_offset_ns = walltime_offset_ns(live->wall_offset_ns);
	capture_begin(live->guard.capture);
	for (bool has_more = true; has_more;) {
		has_more = capture_pass(live->guard.capture);
		rows_print(&live->rows,
			   capture_horizon(live->guard.capture, hold_ns));
	}
	pace_read(&live->pace, capture_records(live->guard.capture));
}

static void wait_for_work(struct live *live)
{
	struct pollfd fds[] = {
		{ .fd = live->sigs_fd, .events = POLLIN },
		{ .fd = live->rows.out.fd }, /* its reader may go away */
		{ .fd = top_fd(&live->top), .events = POLLIN },
		{ .fd = capture_fd(live->guard.capture), .events = POLLIN },
	};
	bool holds = rows_are_held(&live->rows) ||
		     capture_holds(live->guard.capture);
	int count = pace_takes_wakeup(&live->pace, holds) ? 4 : 3;
	int timeout_ms = rows_due_ms(&live->rows, walltime_mono_ns(),
				     pace_timeout_ms(&live->pace, holds));
	int due_ms = holds ? timeout_ms : guard_due_ms(&live->guard);
	int ready = poll(fds, count, due_ms < timeout_ms ? due_ms : timeout_ms);

	if (fds[0].revents)
		take_signal(live);
	if (fds[1].revents || top_keys(&live->top, fds[2].revents))
		live->must_stop = true;
	if (ready == 0 && !holds && !pace_is_waiting(&live->pace))
		capture_rescan(live->guard.capture);
	pace_slept(&live->pace, holds, fds[3].revents, ready == 0);
}

/* Silence is not to be taken for a lack of accepts. */
static void stay_armed(struct live *live)
{
	enum guard_verdict verdict = guard_look(&live->guard);
	struct account account = { .gaps = live->guard.gaps };

	if (verdict == GUARD_WELL) {
		join_settle(&live->rows.join);
		/* What is missing by now is saved, for we may be killed. */
		guard_peek(&live->guard, &account.losses);
		rows_account(&live->rows, &account);
		top_losses(&live->top, &account);
	}
	if (verdict != GUARD_REARM)
		return;
	capture_stop(live->guard.capture);
	run_round(live, PACE_HOLD_NS);
	if (!guard_rearm(&live->guard))
		teach(live);
	else
		live->has_failed = live->must_stop = true;
}

static void loop(struct live *live)
{
	while (!live->must_stop) {
		wait_for_work(live);
		if (live->must_stop || pace_is_waiting(&live->pace))
			continue;
		run_round(live, PACE_HOLD_NS);
		live->must_stop = rows_are_enough(&live->rows);
		if (live->rows.is_out_of_memory)
			fail(live, "cannot hold a row");
		flush(live, OUT_NO_LIMIT);
		stay_armed(live);
		top_show(&live->top);
	}
}

static void begin(struct live *live)
{
	uint64_t duration_ns = live->opts->duration_ns;
	struct capture *capture = live->guard.capture;

	pace_init(&live->pace,
		  !capture_tells_user(capture) ||
			  !procinfo_can_wait(live->procinfo),
		  capture_facts(capture)->buffer_kb);
	if (procinfo_is_blind(live->procinfo))
		caveats_say_blind();
	if (rows_begin(&live->rows, walltime_mono_ns()))
		fail(live, "cannot hold the header");
	follow_print(&live->follow, &live->rows, live->procinfo,
		     live->wall_offset_ns);
	if (top_start(&live->top, live->sigs_fd))
		live->has_failed = live->must_stop = true;
	if (duration_ns && sigs_alarm(duration_ns))
		fail(live, "cannot set a timer");
	if (!live->must_stop)
		flush(live, OUT_NO_LIMIT);
	log_debug("armed after %" PRIu64 " ms",
		  (walltime_mono_ns() - live->started_ns) / 1000000);
	/* One that came during set-up. */
	take_signal(live);
	if (!live->must_stop)
		command_start(&live->command);
}

/* Record nothing more, print all that was recorded. */
static void end(struct live *live)
{
	if (guard_end(&live->guard))
		join_settle(&live->rows.join);
	join_unsure(&live->rows.join, live->guard.gap_ns, UINT64_MAX);
	if (live->guard.capture) {
		capture_stop(live->guard.capture);
		if (!rows_are_enough(&live->rows))
			run_round(live, 0);
	}
	rows_end(&live->rows, walltime_mono_ns());
	if (!live->is_out_gone)
		flush(live, live->stops ? walltime_mono_ns() + LAST_FLUSH_NS :
					  OUT_NO_LIMIT);
	rows_drop(&live->rows);
	live->account.gaps = live->guard.gaps;
	guard_losses(&live->guard, &live->account.losses);
	follow_close(&live->follow, &live->account.losses);
	rows_account(&live->rows, &live->account);
}

int live_run(const struct opts *opts)
{
	/* Most of it is of use to few, and takes no memory where it is not. */
	static struct live live;
	bool is_armed;
	int status;

	live.opts = opts;
	live.sigs_fd = -1;
	live.guard.sight.kprobes_fd = live.guard.sight.passive.fd = -1;
	live.started_ns = walltime_mono_ns();
	is_armed = set_up(&live) == 0;
	if (is_armed) {
		begin(&live);
		loop(&live);
		end(&live);
	}
	live.has_failed |= tear_down(&live) || !is_armed;
	if (is_armed)
		account_report(&live.account);
	status = opts->command ? command_end(&live.command) : 0;
	return live.has_failed ? 1 : status;
}
