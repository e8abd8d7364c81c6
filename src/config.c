/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes what probes are armed with. Asks BTF, /proc and how many CPUs there
 * are, never tracefs.
 */
#include "config.h"

#include <unistd.h>

#include "buffersize.h"
#include "extra.h"
#include "procinfo.h"

/*
 * Those that are possible may be many more, 240 on Hyper-V. Only CPUs that are
 * online get a buffer; one that comes up later gets as much as the others.
 */
static uint64_t buffer_kb(const struct opts *opts)
{
	return opts->buffer_kb ?
		       opts->buffer_kb :
		       buffersize_default_kb(sysconf(_SC_NPROCESSORS_ONLN));
}

struct probe_config config_make(const struct opts *opts, bool is_blind)
{
	struct probe_config config = {
		.buffer_kb = buffer_kb(opts),
		.wanted = opts->witnesses,
		.wants_all = opts->wants_all,
		.can_prove = !is_blind,
		.extras = config_extras(opts),
		.filter = &opts->filter,
	};

	offsets_ask_btf(&config.offsets);
	return config;
}

bool config_is_blind(void)
{
	struct procinfo *procinfo = procinfo_open(false);
	bool is_blind = !procinfo || procinfo_is_blind(procinfo);

	procinfo_close(procinfo);
	return is_blind;
}

unsigned config_extras(const struct opts *opts)
{
	if (opts->action == OPTS_CHECK)
		return EXTRA_ALL;
	return opts->is_summary ? by_extras(&opts->by) :
				  column_extras(&opts->columns);
}
