/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcpwho dump: what the flight recorder holds.
 */
#ifndef TCPWHO_DUMP_H
#define TCPWHO_DUMP_H

#include "held.h"
#include "opts.h"
#include "procinfo.h"
#include "rows.h"

/** dump_run - do what @opts says; returns the exit status */
int dump_run(const struct opts *opts);

/**
 * dump_read - look at the recorder and say from when on it is complete
 * @held: filled; held_free is for it in any case
 *
 * Returns 0, or -1 after it has said why not.
 */
int dump_read(struct held *held);

/** dump_warn - say what is wrong with it; whether it still records all */
bool dump_warn(const struct held *held);

/**
 * dump_fill - complete its rows
 * @procinfo: knows their processes, as far as the same threads still run
 */
void dump_fill(struct held *held, struct procinfo *procinfo);

/**
 * dump_take_last - the row to begin with, for as many that pass the filter as
 * @rows is limited to, which it is no longer
 */
size_t dump_take_last(const struct held *held, struct rows *rows);

#endif
