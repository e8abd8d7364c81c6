/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals as a descriptor for the poll set.
 */
#ifndef TCPWHO_SIGS_H
#define TCPWHO_SIGS_H

#include <stdint.h>
#include <sys/types.h>

enum sigs_what {
	SIGS_NONE,
	SIGS_STOP,     /* INT, TERM, HUP, QUIT or another that would end us */
	SIGS_TIME,     /* the time of -d is over */
	SIGS_CHILD,    /* COMMAND may have ended */
	SIGS_TERMINAL, /* WINCH, TSTP or CONT */
};

struct sigs_event {
	enum sigs_what what;
	int number;   /* of SIGS_STOP and SIGS_TERMINAL */
	pid_t sender; /* of SIGS_STOP; 0: the kernel, as for Ctrl-C */
};

/**
 * sigs_open - take the signals that end a run off the usual road
 *
 * A HUP that was ignored (nohup) stays ignored. SIGPIPE and SIGXFSZ are
 * ignored: a stdout that is closed, or larger than ulimit -f allows, is an
 * error of write(2). Returns a descriptor to poll and close, or -1 with errno.
 */
int sigs_open(void);

/**
 * sigs_add_terminal - have what is done to a terminal come as well
 *
 * Returns 0, or -1 with errno. Ctrl-Z does not stop us any more by itself.
 */
int sigs_add_terminal(int fd);

/** sigs_read - the next signal from sigs_open's descriptor, or SIGS_NONE */
struct sigs_event sigs_read(int fd);

/** sigs_alarm - have SIGS_TIME come after @ns nanoseconds; 0, or -1 */
int sigs_alarm(uint64_t ns);

/** sigs_restore - what a child does before exec: signals as they were */
void sigs_restore(void);

#endif
