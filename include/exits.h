/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which process a thread was of that has ended lately, as the kernel's perf
 * events tell.
 */
#ifndef TCPWHO_EXITS_H
#define TCPWHO_EXITS_H

#include <stdbool.h>
#include <stdint.h>

struct exits;

/**
 * exits_open - have the kernel write down from now on which threads end
 *
 * For each CPU that is on it keeps the last 1,000 or more starts and ends of
 * threads, and nobody is woken up by them. A CPU that is off now, or will be,
 * is not looked at from then on: see exits_is_whole.
 *
 * Returns NULL with errno where this kernel or its owner does not let us:
 * ENOSYS or ENOENT without perf events, EINVAL before Linux 4.7, EACCES or
 * EPERM. Freed with exits_close, which takes NULL.
 */
struct exits *exits_open(void);
void exits_close(struct exits *exits);

/**
 * exits_is_whole - whether each CPU is looked at, as far as can be told: those
 * are on that were when it was opened, and the machine has not slept since, for
 * which all but one are switched off
 */
bool exits_is_whole(const struct exits *exits);

struct exits_end {
	uint32_t pid; /* of the process; 0: nobody is known to have ended */
	uint64_t ended_ns; /* CLOCK_MONOTONIC */
};

/**
 * exits_find - the process of a thread that ended after a moment
 * @tid: its id, in our own pid namespace
 * @ts_ns: when it was still there, of CLOCK_MONOTONIC
 *
 * Of several that had this id one after the other it is the one that ended
 * first, which is who had it then.
 *
 * Returns nobody if none has, if that was before exits_open, or so long ago
 * that some CPU's part of it is no longer kept. @exits may be NULL.
 */
struct exits_end exits_find(const struct exits *exits, uint32_t tid,
			    uint64_t ts_ns);

#endif
