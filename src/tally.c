/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The account at the end of a report. Counts nothing itself.
 */
#include "tally.h"

#include <inttypes.h>

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
	losses_add(&tally->told, source_losses(source));
	if (losses->cut)
		log_note("%s is cut short: it ends at byte %zu, with %" PRIu64
			 " still to come",
			 source_name(source), size, losses->cut);
	if (losses->damaged)
		log_note("%s is damaged, first at byte %" PRIu64,
			 source_name(source), losses->damaged_at);
}

void tally_losses(const struct tally *tally, struct losses *losses)
{
	const struct losses found = {
		.count = {
			/* Of all events nobody can tell how many were ours. */
			[LOSS_BUFFER] = tally->is_mixed ? 0 : tally->lost,
			[LOSS_OTHERS] = tally->is_mixed ? tally->missed : 0,
			[LOSS_TIMES] = tally->missed_unknown,
			[LOSS_UNDECODED] = tally->undecoded,
			[LOSS_DAMAGED] = tally->damaged,
		},
	};

	*losses = tally->told;
	losses_add(losses, &found);
}

void tally_format(char *buf, const struct tally *tally)
{
	struct losses losses;

	tally_losses(tally, &losses);
	losses_format(buf, &tally->rows, &losses);
}

void tally_report(const struct tally *tally)
{
	char line[TALLY_SIZE];

	tally_format(line, tally);
	log_note("%s", line);
}
