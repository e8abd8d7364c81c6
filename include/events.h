/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Our own events in an instance, from their definition to their switch.
 */
#ifndef TCPWHO_EVENTS_H
#define TCPWHO_EVENTS_H

#include <stdbool.h>

#include "decode.h"
#include "fields.h"
#include "instance.h"
#include "probe.h"
#include "pushdown.h"

/**
 * events_make - define witnesses in the group of @instance, with their filters
 * @kernel: has_both is set
 * @config: which, and whether one of them is enough
 * @pushdown: what their filters are to test; empty where the kernel cannot
 * @is_there: set for those that are defined, also on failure
 *
 * Returns 0, or -1 after it has said why.
 */
int events_make(const struct instance *instance, struct fields_kernel *kernel,
		const struct probe_config *config, struct pushdown *pushdown,
		bool is_there[FIELDS_EVENTS]);

/** events_learn - how its records look; 0, or -1 with errno */
int events_learn(const struct instance *instance, enum fields_event event,
		 const struct fields_kernel *kernel, struct decoder *decoder);

/** events_enable - switch one on or off; 0, or -1 with errno */
int events_enable(const struct instance *instance, enum fields_event event,
		  bool is_on);

#endif
