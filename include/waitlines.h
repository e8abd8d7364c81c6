/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a summary says of waits.
 */
#ifndef TCPWHO_WAITLINES_H
#define TCPWHO_WAITLINES_H

#include <stdbool.h>

#include "histogram.h"
#include "line.h"
#include "out.h"

/**
 * waitlines_add - the cells of a group: two percentiles and the longest, and in
 * JSON how many there were of each length
 * @waits: NULL: none is known
 */
void waitlines_add(struct line *line, const struct histogram *waits,
		   bool is_json);

/**
 * waitlines_print - how many there were of each length, as bars
 * @unknown: those of which nobody knows
 *
 * Returns 0, or -1 when there is no memory.
 */
int waitlines_print(const struct histogram *waits, uint64_t unknown,
		    struct out *out);

#endif
