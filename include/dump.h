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
 * dump_row - print one of its rows
 * @procinfo: completes it as far as the same thread still runs
 */
void dump_row(struct rows *rows, struct procinfo *procinfo,
	      const struct held *held, size_t which);

/** dump_first - the row to begin with for @count of them at most; 0: all */
size_t dump_first(const struct held *held, uint64_t count);

#endif
