/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The account: how many accepts were printed, how many were lost and why.
 */
#ifndef TCPWHO_ACCOUNT_H
#define TCPWHO_ACCOUNT_H

#include <stddef.h>
#include <stdint.h>

#include "probe.h"

struct account {
	uint64_t accepts;   /* rows given to stdout */
	uint64_t unwritten; /* of those, rows that stdout did not take */
	uint64_t undecoded; /* records shorter than their format */
	uint64_t damaged;   /* sub-buffers that could not be read */
	struct probe_losses losses;
};

#define ACCOUNT_SIZE 512

/** account_format - the account as one line into ACCOUNT_SIZE bytes */
void account_format(char *buf, const struct account *account);

/** account_report - print it to stderr */
void account_report(const struct account *account);

#endif
