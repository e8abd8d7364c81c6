/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Uses an event as perf does, given its id, until it is killed. Prints a line
 * when it has it.
 */
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.config = argc == 2 ? atoi(argv[1]) : 0,
		.sample_period = 1,
	};

	if (syscall(SYS_perf_event_open, &attr, -1, 0, -1, 0) < 0) {
		perror("perf_event_open");
		return 1;
	}
	puts("used");
	fflush(stdout);
	pause();
	return 0;
}
