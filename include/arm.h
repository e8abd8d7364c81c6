/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcpwho arm and tcpwho disarm.
 */
#ifndef TCPWHO_ARM_H
#define TCPWHO_ARM_H

#include "opts.h"

/**
 * arm_run - leave the proven events in the kernel for others to record
 *
 * Prints the line that records them. Returns the exit status.
 */
int arm_run(const struct opts *opts);

/** disarm_run - remove them unless somebody uses them; the exit status */
int disarm_run(const struct opts *opts);

#endif
