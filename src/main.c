/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcpwho - who is connecting to this machine? Wiring only.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arm.h"
#include "check.h"
#include "complete.h"
#include "dump.h"
#include "help.h"
#include "live.h"
#include "log.h"
#include "meter.h"
#include "opts.h"
#include "report.h"

#define EXIT_USAGE 2

/*
 * Beside one for each CPU's ring buffer: the self-test has the most, and then
 * there are the stats that are kept open.
 */
#define FILES_OPEN (28 + METER_KEPT)

static int print_version(void)
{
	return puts("tcpwho " VERSION) < 0 || fflush(stdout) ? -1 : 0;
}

static int print(const struct opts *opts)
{
	int failed = opts->action == OPTS_HELP ?
			     help_print() :
		     opts->action == OPTS_VERSION ?
			     print_version() :
			     complete_print(opts->files, opts->file_count);

	if (failed)
		log_error("cannot write: %s", strerror(errno));
	return failed ? 1 : 0;
}

/*
 * A descriptor that we open must not become one of the standard three, or
 * rows would go to whatever it is.
 */
static int check_stdio(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		if (fd == STDOUT_FILENO) {
			log_error("stdout is closed: give it somewhere to "
				  "print to");
			return -1;
		}
		if (open("/dev/null", O_RDWR) != fd)
			return -1;
	}
	return 0;
}

/*
 * Without enough descriptors one step or the other would fail for a reason
 * that is not the true one. Not raised by ourselves: COMMAND has it too.
 */
static int check_files(void)
{
	rlim_t needed = FILES_OPEN + sysconf(_SC_NPROCESSORS_CONF);
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= needed)
		return 0;
	log_error("only %llu files may be open: raise ulimit -n to %llu",
		  (unsigned long long)limit.rlim_cur,
		  (unsigned long long)needed);
	return -1;
}

int main(int argc, char **argv)
{
	/* Lists that are empty take no memory here, as they would cleared. */
	static struct opts opts;
	char error[OPTS_ERROR_SIZE];

	if (check_stdio())
		return 1;
	if (opts_parse(&opts, argc, argv, error)) {
		log_error("%s", error);
		return EXIT_USAGE;
	}
	log_set_level(opts.level);
	if (opts.action == OPTS_HELP || opts.action == OPTS_VERSION ||
	    opts.action == OPTS_COMPLETE)
		return print(&opts);
	if (check_files())
		return 1;
	switch (opts.action) {
	case OPTS_CHECK: return check_run(&opts);
	case OPTS_ARM: return arm_run(&opts);
	case OPTS_DISARM: return disarm_run(&opts);
	case OPTS_REPORT: return report_run(&opts);
	case OPTS_DUMP: return dump_run(&opts);
	default: return live_run(&opts);
	}
}
