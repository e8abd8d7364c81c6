/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows out of several recordings, in time order.
 */
#ifndef TCPWHO_WEAVE_H
#define TCPWHO_WEAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rows.h"
#include "source.h"

struct weave;

/**
 * weave_new - get ready to make rows
 * @sources: @count of them, borrowed until weave_free
 * @rows: where they go, joined and in order
 *
 * Returns NULL with errno ENOMEM; freed with weave_free, which takes NULL.
 */
struct weave *weave_new(struct source *const *sources, size_t count,
			struct rows *rows);
void weave_free(struct weave *weave);

/**
 * weave_some - go on for a while
 *
 * Returns whether there is more.
 */
bool weave_some(struct weave *weave);

/** weave_told - add how rows by tracepoints were told */
void weave_told(const struct weave *weave, struct losses *losses);

/** weave_lost - how many accepts are missing when @events were lost */
uint64_t weave_lost(const struct weave *weave, uint64_t events);

#endif
