/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's own event for the ends of handshakes, in our instance.
 */
#ifndef TCPWHO_TRACEPOINT_H
#define TCPWHO_TRACEPOINT_H

#include <stdbool.h>

#include "handshake.h"
#include "instance.h"

/**
 * tracepoint_prepare - tell it what is of no interest
 *
 * Returns 0, or -1 after it has said that this kernel has none.
 */
int tracepoint_prepare(const struct instance *instance);

/** tracepoint_learn - how its records look; 0, or -1 */
int tracepoint_learn(const struct instance *instance,
		     struct handshake *handshake);

/** tracepoint_enable - 0, or -1 with errno */
int tracepoint_enable(const struct instance *instance, bool is_on);

#endif
