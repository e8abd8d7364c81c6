/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs the user's COMMAND. Owns its process; never a shell in between.
 */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"
#include "sigs.h"

static void run(char *const *argv, int go_fd)
{
	int error;
	char byte;

	/* Nothing comes when we have ended before. */
	if (read(go_fd, &byte, 1) != 1)
		_exit(0);
	sigs_restore();
	execvp(argv[0], argv);
	error = errno;
	log_error("cannot run %s: %s", argv[0], strerror(error));
	_exit(error == ENOENT ? 127 : 126);
}

int command_prepare(struct command *command, char *const *argv)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		return -1;
	command->pid = fork();
	if (command->pid == 0) {
		close(fds[1]);
		run(argv, fds[0]);
	}
	close(fds[0]);
	command->go_fd = fds[1];
	return command->pid < 0 ? -1 : 0;
}

static void cancel(struct command *command)
{
	if (command->pid > 0 && command->go_fd >= 0)
		close(command->go_fd);
	command->go_fd = -1;
}

void command_start(struct command *command)
{
	if (command->pid > 0 && write(command->go_fd, "", 1) != 1)
		log_error("cannot start the command: %s", strerror(errno));
	cancel(command);
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

int command_end(struct command *command)
{
	cancel(command);
	command_signal(command, SIGTERM);
	sigs_restore();
	reap(command, 0);
	return command->status;
}
