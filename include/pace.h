/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When the reader looks next.
 */
#ifndef TCPWHO_PACE_H
#define TCPWHO_PACE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How long rows are held back, for a record that was begun earlier on another
 * CPU may be finished later; also the pause between two looks under load,
 * where a reader that is woken for each record makes the accepting process
 * pay for it.
 */
#define PACE_PAUSE_MS 10
#define PACE_HOLD_NS (PACE_PAUSE_MS * 1000000ULL)

/* Where many come, but far from filling the buffers, a look is for more. */
#define PACE_LONG_MS 30

struct pace {
	int wakeups; /* that we may still take while rows are held */
	int most_wakeups;
	bool has_paused;
	bool is_waiting; /* for more to come before we read */
	uint64_t records;
	uint64_t most; /* in a pause of the usual length, for a long one */
	int pause_ms;
};

/**
 * pace_init - the pace of a run that begins
 * @is_eager: whether what is looked up may be gone after a pause, so that at
 *	low rates a record wakes us while others are held, too
 * @buffer_kb: of one CPU
 */
void pace_init(struct pace *pace, bool is_eager, uint64_t buffer_kb);

/** pace_read - tell how many records came so far, or since there are others */
void pace_read(struct pace *pace, uint64_t records);

/**
 * pace_takes_wakeup - whether a record may wake us now
 * pace_timeout_ms - how long to sleep at most
 * @holds: whether rows are held back, to be printed soon
 */
bool pace_takes_wakeup(const struct pace *pace, bool holds);
int pace_timeout_ms(const struct pace *pace, bool holds);

/**
 * pace_is_waiting - whether to sleep once more before anything is read
 *
 * Of who need not be eager: rows are held for as long anyway, and to read a
 * record by itself and then those that came with it is twice the price.
 */
static inline bool pace_is_waiting(const struct pace *pace)
{
	return pace->is_waiting;
}

/**
 * pace_slept - tell how the sleep ended
 * @was_woken: by a record
 * @timed_out: by nothing at all
 */
void pace_slept(struct pace *pace, bool holds, bool was_woken, bool timed_out);

#endif
