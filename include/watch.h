/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether somebody has switched us off.
 */
#ifndef TCPWHO_WATCH_H
#define TCPWHO_WATCH_H

#include <stdbool.h>

#include "fields.h"
#include "instance.h"

/* Switches of the kernel, open, so that a look costs next to nothing. */
struct watch {
	int fds[FIELDS_EVENTS + 1]; /* one for each event, and tracing_on */
	unsigned count;
};

/**
 * watch_add - watch a switch
 * @file: "tracing_on", or an event's "enable", below the instance's directory
 *
 * One that cannot be opened counts as off.
 */
void watch_add(struct watch *watch, const struct instance *instance,
	       const char *file);

/** watch_is_on - whether all switches are on */
bool watch_is_on(const struct watch *watch);

/** watch_close - an instance cannot be removed before this */
void watch_close(struct watch *watch);

#endif
