/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The account of recordings: what was printed, what was lost and why.
 */
#ifndef TCPWHO_TALLY_H
#define TCPWHO_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "losses.h"
#include "source.h"

#define TALLY_SIZE LOSSES_SIZE

struct tally {
	struct losses_rows rows;
	uint64_t missed;	 /* events lost while it was recorded */
	uint64_t missed_unknown; /* times that some were, and not counted */
	uint64_t lost;		 /* accepts among missed */
	uint64_t undecoded;	 /* records shorter than their format */
	uint64_t damaged;	 /* sub-buffers */
	struct losses told;	 /* by recordings of tcpwho's own */
	bool is_mixed;		 /* other events were recorded with them */
};

/** tally_add - add all that was lost of @source; say where it is damaged */
void tally_add(struct tally *tally, const struct source *source);

/** tally_losses - what is missing, as recordings keep it */
void tally_losses(const struct tally *tally, struct losses *losses);

/** tally_format - the account as one line into TALLY_SIZE bytes */
void tally_format(char *buf, const struct tally *tally);

/** tally_report - print it to stderr */
void tally_report(const struct tally *tally);

#endif
