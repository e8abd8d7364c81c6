/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What events of a recording are, by their names.
 */
#ifndef TCPWHO_EVENTNAME_H
#define TCPWHO_EVENTNAME_H

#include <stdbool.h>
#include <stddef.h>

#include "fields.h"

/**
 * eventname_is - whether it is called as ours or, as perf and trace-cmd name
 * probes, after the function
 */
bool eventname_is(const char *name, size_t length, enum fields_event event);

/**
 * eventname_is_probed - whether it is a probe at the right end of the function
 *
 * One at the wrong end tells of something else.
 */
bool eventname_is_probed(const char *format, size_t length,
			 enum fields_event event);

#endif
