/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Doubts silence. Knows the kernel's switch for all kprobes and its count of
 * connections, and asks the self-test before it says that we are blind.
 */
#include "sight.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "refusal.h"
#include "walltime.h"

/* A self-test costs as much as a thousand accepts that the kernel drops. */
#define FILTERED_PAUSE_NS 60000000000ULL

void sight_open(struct sight *sight, bool can_prove, bool is_filtered,
		bool has_kprobes)
{
	sight->can_prove = can_prove;
	sight->is_filtered = is_filtered;
	sight->kprobes_fd = has_kprobes ? refusal_kprobes_switch() : -1;
	passive_open(&sight->passive);
}

void sight_close(struct sight *sight)
{
	passive_close(&sight->passive);
	if (sight->kprobes_fd >= 0)
		close(sight->kprobes_fd);
}

void sight_count(struct sight *sight)
{
	passive_read(&sight->passive, &sight->now.opens);
}

void sight_begin(struct sight *sight, const struct capture *capture)
{
	sight_mark(sight, capture);
	sight_count(sight);
	passive_look(&sight->passive, sight->now.opens, sight->records);
	sight->seen = sight->now;
	sight->is_blind = false;
}

void sight_mark(struct sight *sight, const struct capture *capture)
{
	uint64_t records = capture_records(capture);

	sight->has_new_records = records != sight->records;
	sight->records = records;
	sight->now.ns = walltime_mono_ns();
}

bool sight_is_off(struct sight *sight)
{
	if (!refusal_switched_off(sight->kprobes_fd))
		return false;
	if (!sight->is_blind)
		snprintf(sight->why, sizeof(sight->why),
			 "somebody has switched kprobes off, see "
			 "/sys/kernel/debug/kprobes/enabled");
	sight->is_blind = true;
	sight->was_off = true;
	return true;
}

static bool can_see(struct sight *sight, struct capture *capture)
{
	bool sees = !sight->can_prove || capture_prove(capture);

	/* Those of the self-test say nothing of anybody else's. */
	sight->records = capture_records(capture);
	return sees;
}

/* What is filtered is missing as a rule: whether it should be is rarely asked. */
static bool is_pausing(const struct sight *sight)
{
	return sight->is_filtered && sight->proven_ns &&
	       sight->now.ns < sight->proven_ns + FILTERED_PAUSE_NS;
}

static void cross_check(struct sight *sight, struct capture *capture)
{
	struct passive *passive = &sight->passive;
	uint64_t count =
		passive_look(passive, sight->now.opens, sight->records);

	if (!count || !passive->is_known || !sight->can_prove)
		return;
	if (is_pausing(sight))
		return;
	sight->proven_ns = sight->now.ns;
	if (can_see(sight, capture)) {
		passive_clear(passive, sight->records, sight->is_filtered);
		sight->seen = sight->now;
		return;
	}
	snprintf(sight->why, sizeof(sight->why),
		 "of %" PRIu64 " connections established none was seen, nor "
		 "is the self-test",
		 count);
	sight->is_blind = true;
}

void sight_check(struct sight *sight, struct capture *capture)
{
	sight->was_off = false;
	sight_count(sight);
	if (sight->has_new_records)
		sight->seen = sight->now;
	if (!sight->is_blind)
		cross_check(sight, capture);
	else if (can_see(sight, capture))
		sight->is_blind = false;
}
