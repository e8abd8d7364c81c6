/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A recording that is being written, row by row.
 */
#ifndef TCPWHO_SAVE_H
#define TCPWHO_SAVE_H

#include <stdbool.h>

#include "conn.h"
#include "losses.h"

struct save;

/**
 * save_open - begin a recording
 * @path: what it will be called, once there is something to keep
 * @is_kept: a keeper will call it so, for we drop our privileges until then
 *
 * Returns NULL after it has said why; closed with save_close.
 */
struct save *save_open(const char *path, bool is_kept);

/** save_row - append a row; a failure is told by save_flush */
void save_row(struct save *save, const struct conn *conn);

/** save_losses - append what has changed of the losses up to now */
void save_losses(struct save *save, const struct losses *losses);

/**
 * save_flush - hand over to the kernel what was appended
 *
 * Whenever we are killed from then on, it is in the file. Returns 0, or -1
 * after it has said why, once, when it could not; the rest is dropped.
 */
int save_flush(struct save *save);

/**
 * save_close - give the recording its final form and end it
 *
 * One that was never flushed is removed. Takes NULL. Returns 0, or -1 after
 * it, or save_flush, has told why.
 */
int save_close(struct save *save);

#endif
