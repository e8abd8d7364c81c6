/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The COMMAND behind "--".
 */
#ifndef TCPWHO_COMMAND_H
#define TCPWHO_COMMAND_H

#include <stdbool.h>
#include <sys/types.h>

/* All zero: there is none. */
struct command {
	pid_t pid;
	int go_fd; /* a byte into it lets the process run the command */
	bool has_ended;
	int status; /* as a shell would have it in $? */
};

/**
 * command_prepare - make the process that will run @argv, NULL-terminated
 *
 * Call it before anything else: the command is not to inherit what we do to
 * ourselves. Returns 0, or -1 with errno.
 */
int command_prepare(struct command *command, char *const *argv);

/**
 * command_start - let it run, found on PATH
 *
 * What cannot be executed ends with status 127 or 126, as in a shell.
 */
void command_start(struct command *command);

/** command_poll - see whether it has ended; call it on SIGS_CHILD */
bool command_poll(struct command *command);

/** command_signal - send it @number if it still runs */
void command_signal(const struct command *command, int number);

/**
 * command_end - have it end, by SIGTERM if it was started, and wait for that
 *
 * Ctrl-C may end us meanwhile, so the kernel must be as it was. Returns its
 * status, 0 without one.
 */
int command_end(struct command *command);

#endif
