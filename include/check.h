/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcpwho check.
 */
#ifndef TCPWHO_CHECK_H
#define TCPWHO_CHECK_H

#include "opts.h"

/** check_run - print what this kernel offers and proves; the exit status */
int check_run(const struct opts *opts);

#endif
