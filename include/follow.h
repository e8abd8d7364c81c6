/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The seam between what the flight recorder holds and what is seen live.
 */
#ifndef TCPWHO_FOLLOW_H
#define TCPWHO_FOLLOW_H

#include <stdint.h>

#include "capture.h"
#include "held.h"
#include "opts.h"
#include "procinfo.h"
#include "rows.h"

/* All zero follows nothing. */
struct follow {
	struct held held;
	bool is_open;
	size_t next; /* the first row that live may show again */
};

/**
 * follow_open - read the recorder, now that a capture sees all as well
 * @from_ns: before it was armed, by the ring buffer's clock
 *
 * Does nothing, as the others, if @opts does not ask for it. Returns 0, or -1
 * after it has said why not.
 */
int follow_open(struct follow *follow, const struct opts *opts,
		uint64_t from_ns);

/**
 * follow_print - print what is held, as many of the last rows as @rows is
 * limited to, which it is no longer; @rows leaves out from now on what live
 * shows a second time
 */
void follow_print(struct follow *follow, struct rows *rows,
		  struct procinfo *procinfo, uint64_t wall_offset_ns);

/** follow_close - free it, and add what the recorder has lost to @losses */
void follow_close(struct follow *follow, struct capture_losses *losses);

#endif
