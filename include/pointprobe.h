/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tracepoints in an instance of ours.
 */
#ifndef TCPWHO_POINTPROBE_H
#define TCPWHO_POINTPROBE_H

#include <stdbool.h>

#include "instance.h"
#include "points.h"

/** pointprobe_exists - whether this kernel has @event */
bool pointprobe_exists(enum points_event event);

/** pointprobe_learn - their layout, and filter them; 0, or -1 with errno */
int pointprobe_learn(const struct instance *instance, struct points *points);

/** pointprobe_enable - enable or disable all; 0, or -1 with errno */
int pointprobe_enable(const struct instance *instance, bool is_on);

#endif
