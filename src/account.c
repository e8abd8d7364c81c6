/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The account at the end. Owns its wording; counts nothing itself.
 */
#include "account.h"

#include <inttypes.h>
#include <stdio.h>

#include "fields.h"
#include "log.h"

static void append_unwatched(char *buf, size_t used, uint64_t calls)
{
	if (calls && used < ACCOUNT_SIZE)
		snprintf(buf + used, ACCOUNT_SIZE - used,
			 "; %" PRIu64 " calls of accept went unwatched, for "
			 "more than %d threads were waiting: as many accepts "
			 "may be missing",
			 calls, FIELDS_MAXACTIVE);
}

void account_format(char *buf, const struct account *account)
{
	const struct {
		uint64_t count;
		const char *reason;
	} reasons[] = {
		{ account->overwritten,
		  "in the ring buffer: ask for more with -b" },
		{ account->losses.undecoded,
		  "records shorter than their format" },
		{ account->losses.damaged, "damaged pages of the ring buffer, "
					   "each with some accepts" },
		{ account->unwritten, "rows that stdout did not take" },
	};
	uint64_t lost = 0;
	size_t used;

	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		lost += reasons[i].count;
	used = snprintf(buf, ACCOUNT_SIZE,
			"%" PRIu64 " accepts, %" PRIu64 " lost",
			account->accepts - account->unwritten, lost);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].count)
			used += snprintf(buf + used, ACCOUNT_SIZE - used,
					 "; %" PRIu64 " %s", reasons[i].count,
					 reasons[i].reason);
	append_unwatched(buf, used, account->losses.kernel.unwatched);
}

void account_report(const struct account *account)
{
	char line[ACCOUNT_SIZE];

	account_format(line, account);
	log_debug("%" PRIu64 " of them seen by accept alone, %" PRIu64
		  " by graft alone",
		  account->accept_alone, account->graft_alone);
	log_note("%s", line);
}
