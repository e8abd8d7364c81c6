/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Events as the kernel takes them.
 */
#ifndef TCPWHO_DEFINE_H
#define TCPWHO_DEFINE_H

#include <stdbool.h>

#include "fields.h"

/**
 * define_list - the definitions of everybody, a line each
 *
 * Returns a text to free(), or NULL when there are none or it cannot be read.
 */
char *define_list(void);

/**
 * define - define an event by a line for kprobe_events
 * @function: what it probes, for saying why not; NULL: nothing is to be said
 *
 * Returns 0, or -1 with errno.
 */
int define(const char *definition, const char *function);

/**
 * define_event - define one of the witnesses
 * @kernel: what it runs on
 * @group: of the event
 * @is_optional: whether we can do without, so that nothing is to be said
 *
 * Returns 0, or -1 after it has said why, where that is to be said.
 */
int define_event(const struct fields_kernel *kernel, const char *group,
		 enum fields_event event, bool is_optional);

#endif
