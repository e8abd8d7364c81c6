/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How far a long job is, on the terminal.
 */
#ifndef TCPWHO_PROGRESS_H
#define TCPWHO_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool is_wanted;
	bool is_shown;
	uint64_t next_ns; /* CLOCK_MONOTONIC, of the next look */
};

/** progress_init - nothing is shown in the first second */
void progress_init(struct progress *progress);

/** progress_is_due - whether progress_show would show something */
bool progress_is_due(const struct progress *progress);

/** progress_show - @done of @all on stderr, now and then, if it is a terminal */
void progress_show(struct progress *progress, uint64_t done, uint64_t all);

/** progress_clear - remove it, before anything else is written there */
void progress_clear(struct progress *progress);

#endif
