/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How many there were at each moment of the last minutes.
 */
#ifndef TCPWHO_HISTORY_H
#define TCPWHO_HISTORY_H

#include <stddef.h>
#include <stdint.h>

/* As long as one figure covers, and how many are kept: twenty minutes. */
#define HISTORY_STEP_NS 5000000000ULL
#define HISTORY_STEPS 240

/* All zero is an empty one. */
struct history {
	uint32_t counts[HISTORY_STEPS]; /* a ring */
	uint64_t last;			/* the number of the newest step */
};

/** history_add - one more at @ns, in any order */
void history_add(struct history *history, uint64_t ns);

/**
 * history_read - the last @count steps up to @ns, the oldest first
 * @values: filled
 *
 * The last one is not over yet; those before the first are 0.
 */
void history_read(const struct history *history, uint64_t ns, uint32_t *values,
		  size_t count);

#endif
