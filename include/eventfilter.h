/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The filters of our events: what is no accept, and what is not asked for.
 */
#ifndef TCPWHO_EVENTFILTER_H
#define TCPWHO_EVENTFILTER_H

#include <stdbool.h>

#include "fields.h"
#include "filter.h"
#include "instance.h"
#include "pushdown.h"

/**
 * eventfilter_plan - what the kernel is to test, before events are defined
 * @filter: NULL: nothing
 * @kernel: tested is set
 */
void eventfilter_plan(struct pushdown *pushdown, const struct filter *filter,
		      struct fields_kernel *kernel);

/**
 * eventfilter_only - bits of enum field, that are in an event for its filter
 *
 * Beside a graft an accept need not tell them.
 */
unsigned eventfilter_only(enum fields_event event,
			  const struct fields_kernel *kernel);

/**
 * eventfilter_set - give an event that is new its filter
 * @has_event: of our events, with this one
 *
 * Where the kernel does not take what was planned all of them go without, and
 * @pushdown is empty from then on. Returns 0, or -1 with errno.
 */
int eventfilter_set(const struct instance *instance, enum fields_event event,
		    const bool has_event[FIELDS_EVENTS],
		    const struct fields_kernel *kernel,
		    struct pushdown *pushdown);

#endif
