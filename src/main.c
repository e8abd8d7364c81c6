/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcpwho - who is connecting to this machine? Wiring only.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "live.h"
#include "log.h"
#include "opts.h"

#define EXIT_USAGE 2

static int print(enum opts_action action)
{
	int failed = action == OPTS_HELP ?
			     opts_help() :
			     puts("tcpwho " VERSION) < 0 || fflush(stdout);

	if (failed)
		log_error("cannot write: %s", strerror(errno));
	return failed ? 1 : 0;
}

int main(int argc, char **argv)
{
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	if (opts_parse(&opts, argc, argv, error)) {
		log_error("%s", error);
		return EXIT_USAGE;
	}
	log_set_level(opts.level);
	if (opts.action != OPTS_RUN)
		return print(opts.action);
	return live_run(&opts);
}
