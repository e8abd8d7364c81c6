/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Adds up what is missing and words it, for the account of a live run and of
 * a report alike. Counts nothing itself.
 */
#include "losses.h"

#include <inttypes.h>
#include <stdio.h>

#include "fields.h"

void losses_add(struct losses *losses, const struct losses *more)
{
	for (int loss = 0; loss < LOSS_COUNT; loss++)
		losses->count[loss] += more->count[loss];
	gaps_merge(&losses->gaps, &more->gaps);
}

uint64_t losses_lost(const struct losses *losses)
{
	return losses->count[LOSS_BUFFER] + losses->count[LOSS_ESTIMATE] +
	       losses->count[LOSS_TIMES] + losses->count[LOSS_UNDECODED] +
	       losses->count[LOSS_DAMAGED];
}

/* Rows that are missing, each with its reason. */
static size_t append_reasons(char *buf, size_t used, uint64_t unwritten,
			     const struct losses *losses)
{
	const struct {
		uint64_t count;
		const char *reason;
	} reasons[] = {
		{ losses->count[LOSS_BUFFER],
		  "in the ring buffer: ask for more with -b" },
		/* No filter of the kernel's is for handshakes. */
		{ losses->count[LOSS_ESTIMATE],
		  "in the ring buffer, by an estimate, for ends of handshakes "
		  "of all connections were lost with them: ask for more "
		  "with -b" },
		{ losses->count[LOSS_TIMES],
		  "times that the ring buffer lost some accepts" },
		{ losses->count[LOSS_UNDECODED],
		  "records shorter than their format" },
		{ losses->count[LOSS_DAMAGED],
		  "damaged pages of the ring buffer, each with some accepts" },
		{ unwritten, "rows that stdout did not take" },
	};

	used += snprintf(buf + used, LOSSES_SIZE - used, ", %" PRIu64 " lost",
			 losses_lost(losses) + unwritten);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].count)
			used += snprintf(buf + used, LOSSES_SIZE - used,
					 "; %" PRIu64 " %s", reasons[i].count,
					 reasons[i].reason);
	return used;
}

/* What is known, but not as a number of accepts. */
static size_t append_doubts(char *buf, size_t used, const struct losses *losses)
{
	const uint64_t *count = losses->count;
	char gaps[GAPS_SIZE];

	if (count[LOSS_ALONE])
		used += snprintf(buf + used, LOSSES_SIZE - used,
				 "; %" PRIu64 " rows were seen by one of the "
				 "two witnesses only",
				 count[LOSS_ALONE]);
	if (count[LOSS_UNWATCHED])
		used += snprintf(buf + used, LOSSES_SIZE - used,
				 "; %" PRIu64
				 " calls of accept went unwatched, for "
				 "more than %d threads were waiting: as many "
				 "accepts may be missing",
				 count[LOSS_UNWATCHED], FIELDS_MAXACTIVE);
	if (count[LOSS_OTHERS])
		used += snprintf(buf + used, LOSSES_SIZE - used,
				 "; %" PRIu64 " events of all kinds were lost "
				 "while they were recorded: accepts may be "
				 "among them",
				 count[LOSS_OTHERS]);
	if (count[LOSS_UNTOLD])
		used += snprintf(buf + used, LOSSES_SIZE - used,
				 "; %" PRIu64 " calls of accept returned what "
				 "nobody could look at: as many accepts may be "
				 "missing",
				 count[LOSS_UNTOLD]);
	gaps_format(gaps, &losses->gaps);
	if (gaps[0])
		used += snprintf(buf + used, LOSSES_SIZE - used,
				 "; more may be missing %s", gaps);
	return used;
}

/* How rows were told, where that is not by the kernel itself. */
static void append_told(char *buf, size_t used, const struct losses *losses)
{
	static const char *const ways[] = {
		"by their descriptor",
		"by who closed them",
		"by their order",
		"have no source",
	};
	const char *between = "; of all seen ";

	for (int i = 0; i <= LOSS_UNKNOWN - LOSS_BY_FD; i++) {
		uint64_t count = losses->count[LOSS_BY_FD + i];

		if (!count)
			continue;
		used += snprintf(buf + used, LOSSES_SIZE - used,
				 "%s%" PRIu64 " %s", between, count, ways[i]);
		between = ", ";
	}
}

static size_t append_filtered(char *buf, size_t used,
			      const struct losses_rows *rows)
{
	if (rows->filtered)
		used += snprintf(buf + used, LOSSES_SIZE - used,
				 "; %" PRIu64 " filtered out", rows->filtered);
	if (rows->unknown)
		used += snprintf(buf + used, LOSSES_SIZE - used,
				 ", %" PRIu64 " of them for a value that is "
				 "not known",
				 rows->unknown);
	if (rows->has_uncounted)
		used += snprintf(buf + used, LOSSES_SIZE - used,
				 "; what the kernel filtered out is not "
				 "counted");
	return used;
}

void losses_format(char *buf, const struct losses_rows *rows,
		   const struct losses *losses)
{
	size_t used = snprintf(buf, LOSSES_SIZE, "%" PRIu64 " accepts",
			       rows->given - rows->unwritten);

	used = append_reasons(buf, used, rows->unwritten, losses);
	used = append_filtered(buf, used, rows);
	used = append_doubts(buf, used, losses);
	append_told(buf, used, losses);
}
