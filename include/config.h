/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the command line and this machine ask of the probes.
 */
#ifndef TCPWHO_CONFIG_H
#define TCPWHO_CONFIG_H

#include "opts.h"
#include "probe.h"

/** config_make - for a run with these options; @is_blind as of procinfo */
struct probe_config config_make(const struct opts *opts, bool is_blind);

/** config_is_blind - procinfo_is_blind, for who needs no more of /proc */
bool config_is_blind(void);

/** config_extras - what the columns that are asked for want, of extra.h */
unsigned config_extras(const struct opts *opts);

#endif
