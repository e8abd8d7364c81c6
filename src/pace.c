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
 * Wake-ups can get lost, likeliest soon after records, so without any we
 * look all the same, less and less often.
 */
#define IDLE_FIRST_MS 100
#define IDLE_LAST_MS 1600

void pace_init(struct pace *pace, bool is_eager)
{
	*pace = (struct pace){ .idle_ms = IDLE_FIRST_MS,
			       /* Who has just started waits for a row. */
			       .wakeups = WAKEUPS,
			       .most_wakeups = is_eager ? WAKEUPS : 0 };
}

bool pace_takes_wakeup(const struct pace *pace, bool holds)
{
	return !holds || pace->wakeups > 0;
}

int pace_timeout_ms(const struct pace *pace, bool holds)
{
	return holds ? PACE_PAUSE_MS : pace->idle_ms;
}

void pace_slept(struct pace *pace, bool holds, bool was_woken, bool timed_out)
{
	bool is_quiet = !holds && (timed_out || pace->has_paused);

	pace->has_paused = holds && timed_out;
	if (is_quiet && pace->wakeups < pace->most_wakeups)
		pace->wakeups++;
	if (was_woken && pace->wakeups > 0)
		pace->wakeups--;
	if (holds || !timed_out)
		pace->idle_ms = IDLE_FIRST_MS;
	else if (pace->idle_ms < IDLE_LAST_MS)
		pace->idle_ms *= 2;
}
