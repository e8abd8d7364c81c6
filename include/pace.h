/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When the reader looks next.
 */
#ifndef TCPWHO_PACE_H
#define TCPWHO_PACE_H

#include <stdbool.h>

/*
 * How long rows are held back, for a record that was begun earlier on another
 * CPU may be finished later; also the pause between two looks under load,
 * where a reader that is woken for each record makes the accepting process
 * pay for it.
 */
#define PACE_PAUSE_MS 10

struct pace {
	int idle_ms;
	int wakeups; /* that we may still take while rows are held */
	int most_wakeups;
	bool has_paused;
};

/**
 * pace_init - the pace of a run that begins
 * @is_eager: whether what is looked up may be gone after a pause, so that at
 *	low rates a record wakes us while others are held, too
 */
void pace_init(struct pace *pace, bool is_eager);

/**
 * pace_takes_wakeup - whether a record may wake us now
 * pace_timeout_ms - how long to sleep at most
 * @holds: whether rows are held back, to be printed soon
 */
bool pace_takes_wakeup(const struct pace *pace, bool holds);
int pace_timeout_ms(const struct pace *pace, bool holds);

/**
 * pace_slept - tell how the sleep ended
 * @was_woken: by a record
 * @timed_out: by nothing at all
 */
void pace_slept(struct pace *pace, bool holds, bool was_woken, bool timed_out);

#endif
