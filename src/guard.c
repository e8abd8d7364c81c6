/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks once a second whether others have left us alone, arms again when they
 * have not, and owns what is known of the gap. Knows nothing of rows.
 */
#include "guard.h"

#include <time.h>

#include "log.h"
#include "walltime.h"

#define MS_NS 1000000ULL
#define LOOK_NS (1000 * MS_NS)

/*
 * trace-cmd reset takes one thing after the other from us, and fails when
 * what it has found goes under its hands: wait until it leaves us alone, but
 * for somebody who never does not longer than so many looks.
 */
#define QUIET_NS (500 * MS_NS)
#define PATIENCE 6
#define OPEN_TRIES 4

/*
 * What costs the kernel a text is looked at only now and then, unless somebody
 * has written to one of our files.
 */
#define THOROUGH_LOOKS 16

/* A look must be cheap on the largest machine; others' turn is the next. */
#define CPU_LIMIT 8

static void begin(struct guard *guard)
{
	sight_begin(&guard->sight, guard->capture);
	guard->well = guard->sight.now;
	guard->complaint = NULL;
	guard->patience = 0;
	guard->has_warned = false;
}

int guard_arm(struct guard *guard, const struct probe_config *config,
	      capture_conn conn, void *context)
{
	const struct probe_facts *facts;

	guard->config = *config;
	guard->conn = conn;
	guard->context = context;
	guard->capture = capture_open(config, conn, context);
	if (!guard->capture)
		return -1;
	facts = capture_facts(guard->capture);
	/* A witness that was there at the start has to come back. */
	guard->config.wanted = capture_witnesses(guard->capture);
	guard->config.wants_all = true;
	guard->config.offsets = facts->kernel.offsets;
	guard->lost.kernel.is_filtered = facts->is_filtered;
	sight_open(&guard->sight, config->can_prove, facts->is_filtered,
		   guard->config.wanted != CONN_TRACE);
	begin(guard);
	return 0;
}

static uint64_t due_ns(const struct guard *guard)
{
	return guard->sight.now.ns + (guard->complaint ? QUIET_NS : LOOK_NS);
}

int guard_due_ms(const struct guard *guard)
{
	uint64_t now_ns = walltime_mono_ns(), at_ns = due_ns(guard);

	return now_ns < at_ns ? (at_ns - now_ns) / MS_NS + 1 : 0;
}

/* From when all was well up to now, which ends it. */
static struct gap close_gap(struct guard *guard)
{
	uint64_t now_ns = walltime_mono_ns();
	uint64_t wall_ns = walltime_offset_ns(0);
	struct gap gap = {
		.from_ns = guard->well.ns + wall_ns,
		.until_ns = now_ns + wall_ns,
	};

	sight_count(&guard->sight);
	gap.is_counted = guard->sight.passive.is_known;
	gap.established = guard->sight.now.opens - guard->well.opens;
	gaps_add(&guard->gaps, &gap);
	guard->gap_ns = guard->well.ns;
	guard->sight.now.ns = now_ns;
	guard->well = guard->sight.now;
	return gap;
}

/* Shown with -q too: rows are missing. */
static void say_blind(struct guard *guard)
{
	if (guard->has_warned)
		return;
	log_error("%s: no accept is seen until that has changed",
		  guard->sight.why);
	guard->has_warned = true;
	/* Nobody switched us off: we may have been blind since then. */
	if (!guard->sight.was_off)
		guard->well = guard->sight.seen;
}

static void say_seeing(struct guard *guard)
{
	struct gap gap = close_gap(guard);
	char text[GAPS_SIZE];

	gap_format(text, &gap);
	log_error("accepts are seen again, but some may be missing %s", text);
	guard->has_warned = false;
}

static void check_sight(struct guard *guard, bool is_thorough)
{
	struct sight *sight = &guard->sight;
	bool is_asked = is_thorough || sight->has_new_records ||
			passive_wonders(&sight->passive);

	if (!sight_is_off(sight) && (is_asked || sight->was_off))
		sight_check(sight, guard->capture);
	if (sight->is_blind)
		say_blind(guard);
	else if (guard->has_warned)
		say_seeing(guard);
}

static void look(struct guard *guard, size_t cpu_limit)
{
	bool is_thorough = ++guard->looks % THOROUGH_LOOKS == 0;

	sight_mark(&guard->sight, guard->capture);
	guard->is_touched = capture_is_touched(guard->capture);
	is_thorough |= guard->is_touched;
	/* A complaint stays: that a buffer was emptied is seen but once. */
	if (guard->complaint)
		return;
	guard->complaint =
		capture_complaint(guard->capture, is_thorough,
				  guard->is_touched ? SIZE_MAX : cpu_limit);
	if (guard->complaint) {
		log_debug("noticed: %s", guard->complaint);
		return;
	}
	check_sight(guard, is_thorough);
	if (!guard->sight.is_blind)
		guard->well = guard->sight.now;
}

enum guard_verdict guard_look(struct guard *guard)
{
	if (walltime_mono_ns() < due_ns(guard))
		return GUARD_NOT_DUE;
	look(guard, CPU_LIMIT);
	if (!guard->complaint)
		return guard->sight.is_blind ? GUARD_NOT_DUE : GUARD_WELL;
	if (guard->is_touched && ++guard->patience < PATIENCE)
		return GUARD_NOT_DUE;
	if (!sight_is_off(&guard->sight))
		return GUARD_REARM;
	/* Before they are on again that would be in vain. */
	say_blind(guard);
	return GUARD_NOT_DUE;
}

static void add_losses(struct guard *guard)
{
	struct capture_losses losses;

	capture_losses(guard->capture, &losses);
	guard->lost.kernel.buffer += losses.kernel.buffer;
	guard->lost.kernel.unwatched += losses.kernel.unwatched;
	guard->lost.undecoded += losses.undecoded;
	guard->lost.damaged += losses.damaged;
	guard->lost.others += losses.others;
	for (int i = 0; i < CALLS_HOWS; i++)
		guard->lost.told[i] += losses.told[i];
}

/* Whoever takes all from us may do so in the midst of this as well. */
static struct capture *open_again(const struct guard *guard)
{
	const struct timespec pause = { .tv_nsec = QUIET_NS };
	struct capture *capture = NULL;

	for (int i = 0; !capture && i < OPEN_TRIES; i++) {
		if (i > 0)
			nanosleep(&pause, NULL);
		capture = capture_open(&guard->config, guard->conn,
				       guard->context);
	}
	return capture;
}

int guard_rearm(struct guard *guard)
{
	const char *complaint = guard->complaint;
	char text[GAPS_SIZE];
	struct gap gap;

	add_losses(guard);
	if (capture_close(guard->capture))
		guard->has_left = true;
	guard->capture = open_again(guard);
	gap = close_gap(guard);
	if (!guard->capture) {
		log_error("%s: that could not be undone, start tcpwho again",
			  complaint);
		return -1;
	}
	begin(guard);
	gap_format(text, &gap);
	log_error("%s: armed again, but accepts may be missing %s", complaint,
		  text);
	return 0;
}

void guard_peek(const struct guard *guard, struct capture_losses *losses)
{
	*losses = guard->lost;
	losses->kernel.buffer += capture_lost(guard->capture);
}

bool guard_end(struct guard *guard)
{
	if (!guard->capture)
		return false;
	/* Once more, however short ago: there is no other time. */
	guard->sight.proven_ns = 0;
	look(guard, SIZE_MAX);
	guard->gap_ns = guard->well.ns;
	if (!guard->complaint && !guard->sight.is_blind)
		return true;
	close_gap(guard);
	return false;
}

void guard_losses(struct guard *guard, struct capture_losses *losses)
{
	if (guard->capture)
		add_losses(guard);
	*losses = guard->lost;
}

int guard_close(struct guard *guard)
{
	int result;

	sight_close(&guard->sight);
	result = capture_close(guard->capture);
	/* Whoever used it then may be gone by now. */
	if (guard->has_left)
		result |= capture_sweep();
	return result;
}
