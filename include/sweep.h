/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a killed tcpwho left in the kernel, and removing it.
 */
#ifndef TCPWHO_SWEEP_H
#define TCPWHO_SWEEP_H

#include <stdbool.h>

/* Live runs call their group and instance this and their process id. */
#define SWEEP_PREFIX "tcpwho_"

/**
 * sweep_is_ours - whether a run of tcpwho made up this name
 *
 * True for "tcpwho_" and a number without leading zero, nothing else.
 */
bool sweep_is_ours(const char *name);

/**
 * sweep_lock - keep other tcpwhos from setting up or sweeping
 * @tracing_dir: where tracefs is
 *
 * An instance that is being set up looks as dead as one that was left.
 * Returns a descriptor to close, or -1 with errno: EAGAIN when somebody held
 * the lock for all of a minute, or until a signal came. It does not outlive us.
 */
int sweep_lock(const char *tracing_dir);

/**
 * sweep - remove instances and events of runs that are dead
 *
 * Call it with the lock held. What is in use stays: the kernel refuses to
 * remove an instance in which anything is open, so rmdir is the test for
 * life. Never touches what is not ours.
 */
void sweep(const char *tracing_dir);

/** sweep_remove_event - delete one event; 0 when it is gone, or -1 with errno */
int sweep_remove_event(const char *group, const char *event);

/** sweep_remove_group - delete a group's witnesses; 0, or -1 with errno */
int sweep_remove_group(const char *group);

#endif
