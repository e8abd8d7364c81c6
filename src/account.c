/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The account at the end. Owns its wording; counts nothing itself.
 */
#include "account.h"

#include <inttypes.h>
#include <stdio.h>

#include "fields.h"
#include "log.h"

/* What is known, but not as a number of accepts. */
static void append_doubts(char *buf, size_t used, const struct account *account)
{
	uint64_t calls = account->losses.kernel.unwatched;
	char gaps[GAPS_SIZE];

	if (account->missed)
		used += snprintf(buf + used, ACCOUNT_SIZE - used,
				 "; %" PRIu64 " rows were seen by one of the "
				 "two witnesses only",
				 account->missed);
	if (calls)
		used += snprintf(buf + used, ACCOUNT_SIZE - used,
				 "; %" PRIu64
				 " calls of accept went unwatched, for "
				 "more than %d threads were waiting: as many "
				 "accepts may be missing",
				 calls, FIELDS_MAXACTIVE);
	gaps_format(gaps, &account->gaps);
	if (gaps[0])
		snprintf(buf + used, ACCOUNT_SIZE - used,
			 "; more may be missing %s", gaps);
}

size_t account_filtered(char *buf, size_t size, uint64_t filtered,
			uint64_t unknown)
{
	size_t used = 0;

	if (filtered)
		used = snprintf(buf, size, "; %" PRIu64 " filtered out",
				filtered);
	if (unknown)
		used += snprintf(buf + used, size - used,
				 ", %" PRIu64 " of them for a value that is "
				 "not known",
				 unknown);
	return used;
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
	used += account_filtered(buf + used, ACCOUNT_SIZE - used,
				 account->filtered, account->unknown);
	append_doubts(buf, used, account);
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
