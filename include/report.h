/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table out of recordings.
 */
#ifndef TCPWHO_REPORT_H
#define TCPWHO_REPORT_H

#include "opts.h"

/** report_run - print what the files recorded; returns the exit status */
int report_run(const struct opts *opts);

#endif
