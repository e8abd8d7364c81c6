/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decides how long the reader sleeps and what may wake it. Pure: it neither
 * sleeps nor reads a clock.
 */
#include "pace.h"

/*
 * Where /proc has to be asked while the process is there, every record wakes
 * us at low rates: so many wake-ups at once, and one more for each pause that
 * brought nothing. One for every pause, and under load every other look is
 * for a single record.
 */
#define WAKEUPS 16

/*
 * A wake-up can get lost, where a record is written in the very nanoseconds in
 * which we fall asleep: without any we look all the same.
 */
#define IDLE_MS 1000

/* A pause of the usual length that brings as many is followed by a long one. */
#define MANY 100

/* And most of a buffer is free yet after it, were they all of one CPU. */
#define LEAST_ROOM 16

/*
 * Of a graft, with all that it tells; those of an accept beside it are a third.
 */
#define RECORD_SIZE 120

void pace_init(struct pace *pace, bool is_eager, uint64_t buffer_kb)
{
	uint64_t records = (buffer_kb << 10) / RECORD_SIZE;

	*pace = (struct pace){ .pause_ms = PACE_PAUSE_MS,
			       .most = is_eager ? 0 : records / LEAST_ROOM,
			       /* Who has just started waits for a row. */
			       .wakeups = WAKEUPS,
			       .most_wakeups = is_eager ? WAKEUPS : 0 };
}

void pace_read(struct pace *pace, uint64_t records)
{
	uint64_t came = records < pace->records ? 0 : records - pace->records;
	uint64_t usual = came * PACE_PAUSE_MS / pace->pause_ms;

	pace->pause_ms = usual >= MANY && usual <= pace->most ? PACE_LONG_MS :
								PACE_PAUSE_MS;
	pace->records = records;
}

bool pace_takes_wakeup(const struct pace *pace, bool holds)
{
	return !pace->is_waiting && (!holds || pace->wakeups > 0);
}

int pace_timeout_ms(const struct pace *pace, bool holds)
{
	return holds || pace->is_waiting ? pace->pause_ms : IDLE_MS;
}

void pace_slept(struct pace *pace, bool holds, bool was_woken, bool timed_out)
{
	bool is_quiet = !holds && (timed_out || pace->has_paused);

	pace->is_waiting =
		was_woken && !holds && !pace->most_wakeups && !pace->wakeups;
	pace->has_paused = holds && timed_out;
	if (is_quiet && pace->wakeups < pace->most_wakeups)
		pace->wakeups++;
	if (was_woken && pace->wakeups > 0)
		pace->wakeups--;
}
