/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts by time, in a ring. Pure: reads no clock.
 */
#include "history.h"

/* The ring goes on to step @step; those in between had nothing. */
static void go_on(struct history *history, uint64_t step)
{
	uint64_t gone = step - history->last;

	if (gone > HISTORY_STEPS)
		gone = HISTORY_STEPS;
	for (uint64_t i = 0; i < gone; i++)
		history->counts[(step - i) % HISTORY_STEPS] = 0;
	history->last = step;
}

void history_add(struct history *history, uint64_t ns)
{
	uint64_t step = ns / HISTORY_STEP_NS;

	if (step > history->last)
		go_on(history, step);
	if (step + HISTORY_STEPS > history->last)
		history->counts[step % HISTORY_STEPS]++;
}

static uint32_t count_at(const struct history *history, uint64_t step)
{
	if (step > history->last || step + HISTORY_STEPS <= history->last)
		return 0;
	return history->counts[step % HISTORY_STEPS];
}

void history_read(const struct history *history, uint64_t ns, uint32_t *values,
		  size_t count)
{
	uint64_t step = ns / HISTORY_STEP_NS;

	for (size_t i = 0; i < count; i++) {
		uint64_t back = count - 1 - i;

		values[i] = back > step ? 0 : count_at(history, step - back);
	}
}
