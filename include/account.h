/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The account: how many accepts were printed, how many were lost and why.
 */
#ifndef TCPWHO_ACCOUNT_H
#define TCPWHO_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture.h"
#include "losses.h"

struct account {
	struct losses_rows rows;
	uint64_t accept_alone; /* rows that only the accept event saw */
	uint64_t graft_alone;  /* rows that only the graft event saw */
	uint64_t missed;       /* of both, those that nothing explains */
	uint64_t overwritten;  /* accepts lost in the ring buffer */
	bool is_estimate;      /* of that, for it held handshakes, too */
	struct capture_losses losses;
	struct gaps gaps;
};

#define ACCOUNT_SIZE LOSSES_SIZE

/** account_losses - what is missing, as recordings keep it */
void account_losses(const struct account *account, struct losses *losses);

/** account_format - the account as one line into ACCOUNT_SIZE bytes */
void account_format(char *buf, const struct account *account);

/** account_report - print it to stderr */
void account_report(const struct account *account);

#endif
