/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waits with the privileges that who reads strangers' files has dropped, and
 * can do one thing with them: rename the one file that it was started for.
 */
#include "keeper.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "savefile.h"

/* That the file is complete; what it is does not matter. */
#define COMPLETE 'c'

/* Who kills what is called tcpwho must not get the keeper as well. */
#define NAME "tcp-keeper"

/* In the child, where signals are blocked: it ends after who started it. */
static _Noreturn void keep(int fd, char *temp, const char *path)
{
	char order;
	int32_t error = 0;

	prctl(PR_SET_NAME, NAME);
	if (TEMP_FAILURE_RETRY(recv(fd, &order, 1, 0)) == 1) {
		if (savefile_rename(&temp, path))
			error = errno;
		send(fd, &error, sizeof(error), MSG_NOSIGNAL);
	}
	savefile_remove(temp);
	_exit(0);
}

int keeper_start(struct keeper *keeper, char **temp, const char *path)
{
	int fds[2], error;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		return -1;
	keeper->pid = fork();
	error = errno;
	if (!keeper->pid) {
		close(fds[0]);
		keep(fds[1], *temp, path);
	}
	close(fds[1]);
	keeper->fd = fds[0];
	if (keeper->pid > 0) {
		free(*temp);
		*temp = NULL;
		return 0;
	}
	close(fds[0]);
	keeper->pid = 0;
	errno = error;
	return -1;
}

int keeper_publish(struct keeper *keeper)
{
	const char order = COMPLETE;
	int32_t error = EPIPE;

	if (send(keeper->fd, &order, 1, MSG_NOSIGNAL) == 1)
		TEMP_FAILURE_RETRY(
			recv(keeper->fd, &error, sizeof(error), MSG_WAITALL));
	errno = error;
	return error ? -1 : 0;
}

void keeper_end(struct keeper *keeper)
{
	if (!keeper->pid)
		return;
	/* Another one may have inherited it: to close it is not enough. */
	shutdown(keeper->fd, SHUT_RDWR);
	close(keeper->fd);
	waitpid(keeper->pid, NULL, 0);
	*keeper = (struct keeper){ .pid = 0 };
}
