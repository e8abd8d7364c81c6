/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known to be missing of the rows, as recordings keep it.
 */
#ifndef TCPWHO_LOSSES_H
#define TCPWHO_LOSSES_H

#include <stdbool.h>
#include <stdint.h>

#include "gaps.h"

/* Why; numbers that recordings have, so new ones go to the end. */
enum loss {
	LOSS_BUFFER,	/* accepts in the ring buffer */
	LOSS_TIMES,	/* times that it lost some */
	LOSS_UNDECODED, /* records shorter than their format */
	LOSS_DAMAGED,	/* pages of the ring buffer */
	LOSS_ALONE,	/* rows that one witness missed */
	LOSS_UNWATCHED, /* calls of accept */
	LOSS_OTHERS,	/* events of all kinds in the ring buffer */
	LOSS_GAPS,	/* times in which more may be missing */
	LOSS_ESTIMATE,	/* as LOSS_BUFFER, where handshakes are there, too */
	/* Tracepoints only, in the order of enum calls_how: how rows were told */
	LOSS_BY_FD,
	LOSS_BY_CLOSE,
	LOSS_BY_ORDER,
	LOSS_UNKNOWN, /* rows without a source */
	LOSS_UNTOLD,  /* calls of accept that may have been of TCP */
	LOSS_COUNT
};

/* All zero: nothing. The count of LOSS_GAPS is in gaps. */
struct losses {
	uint64_t count[LOSS_COUNT];
	struct gaps gaps;
};

#define LOSSES_SIZE 1536

/** losses_add - add @more, of another recording */
void losses_add(struct losses *losses, const struct losses *more);

/** losses_lost - how many of them are lost, as far as that is a number */
uint64_t losses_lost(const struct losses *losses);

/* What became of the rows that were made. */
struct losses_rows {
	uint64_t given;	    /* to stdout */
	uint64_t unwritten; /* of those, not taken by it */
	uint64_t filtered;  /* not asked for */
	uint64_t unknown;   /* of those, lacking what was asked for */
	bool has_uncounted; /* the kernel has filtered, too */
};

/** losses_format - the account as one line into LOSSES_SIZE bytes */
void losses_format(char *buf, const struct losses_rows *rows,
		   const struct losses *losses);

#endif
