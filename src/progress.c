/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The progress line. Writes to terminals only, and not where rows are
 * written to one.
 */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#include "walltime.h"

#define FIRST_NS 1000000000ULL
#define PERIOD_NS 200000000ULL

void progress_init(struct progress *progress)
{
	*progress = (struct progress){
		.is_wanted = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO),
		.next_ns = walltime_mono_ns() + FIRST_NS,
	};
}

bool progress_is_due(const struct progress *progress)
{
	return progress->is_wanted && walltime_mono_ns() >= progress->next_ns;
}

void progress_show(struct progress *progress, uint64_t done, uint64_t all)
{
	if (!progress_is_due(progress))
		return;
	progress->next_ns = walltime_mono_ns() + PERIOD_NS;
	progress->is_shown = true;
	dprintf(STDERR_FILENO, "\rtcpwho: %3.0f %%",
		all ? 100.0 * done / all : 100.0);
}

void progress_clear(struct progress *progress)
{
	if (progress->is_shown)
		dprintf(STDERR_FILENO, "\r\033[K");
	progress->is_shown = false;
}
