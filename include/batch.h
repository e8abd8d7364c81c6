/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows that are there already, printed in one go: out of recordings or of
 * the flight recorder.
 */
#ifndef TCPWHO_BATCH_H
#define TCPWHO_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "rows.h"

struct batch {
	struct rows rows;
	int sigs_fd;
	bool must_stop;
	bool has_failed;
};

/**
 * batch_open - get hold of the signals; rows_open is for the caller
 *
 * Returns 0, or -1 after it has said why. batch_close is for it in any case.
 */
int batch_open(struct batch *batch);

/** batch_close - what batch_open and rows_open took, also if they failed */
void batch_close(struct batch *batch);

/** batch_fail - say that @what was not to be had for errno, and stop */
void batch_fail(struct batch *batch, const char *what);

/** batch_begin - as rows_begin */
void batch_begin(struct batch *batch, uint64_t now_ns);

/** batch_step - between rows: write what is enough, take signals */
void batch_step(struct batch *batch);

/** batch_end - as rows_end, and write what is left */
void batch_end(struct batch *batch, uint64_t now_ns);

/**
 * batch_page - as rows_end_page, and write it, if it is to be one
 *
 * Returns whether it is one, and whole.
 */
bool batch_page(struct batch *batch, const struct page_losses *losses);

#endif
