/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The live table.
 */
#ifndef TCPWHO_LIVE_H
#define TCPWHO_LIVE_H

#include "opts.h"

/** live_run - print accepts until told to stop; returns the exit status */
int live_run(const struct opts *opts);

#endif
