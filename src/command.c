/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs the user's COMMAND. Owns its process; never a shell in between.
 */
#include "command.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"
#include "sigs.h"

static void run(char *const *argv)
{
	int error;

	sigs_restore();
	execvp(argv[0], argv);
	error = errno;
	log_error("cannot run %s: %s", argv[0], strerror(error));
	_exit(error == ENOENT ? 127 : 126);
}

int command_start(struct command *command, char *const *argv)
{
	command->pid = fork();
	if (command->pid == 0)
		run(argv);
	return command->pid < 0 ? -1 : 0;
}

static bool reap(struct command *command, int flags)
{
	int status;

	if (command->has_ended || command->pid <= 0)
		return command->has_ended;
	if (waitpid(command->pid, &status, flags) != command->pid)
		return false;
	command->has_ended = true;
	command->status = WIFEXITED(status) ? WEXITSTATUS(status) :
					      128 + WTERMSIG(status);
	return true;
}

bool command_poll(struct command *command)
{
	return reap(command, WNOHANG);
}

void command_signal(const struct command *command, int number)
{
	if (command->pid > 0 && !command->has_ended)
		kill(command->pid, number);
}

int command_wait(struct command *command)
{
	reap(command, 0);
	return command->status;
}
