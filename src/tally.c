/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The account at the end of a report. Owns its wording; counts nothing
 * itself.
 */
#include "tally.h"

#include <inttypes.h>
#include <stdio.h>

#include "account.h"
#include "log.h"

void tally_add(struct tally *tally, const struct source *source)
{
	const struct recording *recording = source_recording(source);
	const struct recording_losses *losses = recording_losses(recording);
	size_t size = recording_file(recording)->file.size;

	tally->missed += losses->missed;
	tally->missed_unknown += losses->missed_unknown;
	tally->damaged += losses->damaged;
	tally->undecoded += source_undecoded(source);
	tally->is_mixed |= source_is_mixed(source);
	if (losses->cut)
		log_note("%s is cut short: it ends at byte %zu, with %" PRIu64
			 " still to come",
			 source_name(source), size, losses->cut);
	if (losses->damaged)
		log_note("%s is damaged, first at byte %" PRIu64,
			 source_name(source), losses->damaged_at);
}

/* Of all events nobody can tell how many would have been ours. */
static void append_mixed(char *buf, size_t used, uint64_t events)
{
	if (events && used < TALLY_SIZE)
		snprintf(buf + used, TALLY_SIZE - used,
			 "; %" PRIu64 " events of all kinds were lost while "
			 "they were recorded: accepts may be among them",
			 events);
}

void tally_format(char *buf, const struct tally *tally)
{
	const struct {
		uint64_t count;
		const char *reason;
	} reasons[] = {
		{ tally->is_mixed ? 0 : tally->lost,
		  "in the ring buffer: record with a larger one, by -b" },
		{ tally->missed_unknown,
		  "times that the ring buffer lost some accepts" },
		{ tally->undecoded, "records shorter than their format" },
		{ tally->damaged, "damaged pages, each with some accepts" },
		{ tally->unwritten, "rows that stdout did not take" },
	};
	uint64_t lost = 0;
	size_t used;

	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		lost += reasons[i].count;
	used = snprintf(buf, TALLY_SIZE,
			"%" PRIu64 " accepts, %" PRIu64 " lost",
			tally->accepts - tally->unwritten, lost);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].count)
			used += snprintf(buf + used, TALLY_SIZE - used,
					 "; %" PRIu64 " %s", reasons[i].count,
					 reasons[i].reason);
	used += account_filtered(buf + used, TALLY_SIZE - used, tally->filtered,
				 tally->unknown);
	append_mixed(buf, used, tally->is_mixed ? tally->missed : 0);
}

void tally_report(const struct tally *tally)
{
	char line[TALLY_SIZE];

	tally_format(line, tally);
	log_note("%s", line);
}
