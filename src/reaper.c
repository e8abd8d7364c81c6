/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The process that removes what we have made when we are killed and cannot.
 * Sleeps until then, holds nothing of ours open, and does nothing that the
 * next tcpwho would not do.
 */
#include "reaper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "instance.h"
#include "log.h"
#include "turn.h"

/* Who kills what is called tcpwho must not get the reaper as well. */
#define NAME "tcp-reaper"

/* The kernel sends it when all that the dead had open is closed. */
#define DEATH SIGUSR1

/* A child of the dead, or a neighbour, may have the instance open yet. */
#define TRIES 100
#define PAUSE_NS 50000000

/* Whoever reads what we print must see its end when we are dead. */
static void let_go_of_files(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY);

	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	closefrom(3);
}

/* Out of reach of terminals, and deaf to those who end a whole service. */
static void become_deaf(sigset_t *death)
{
	setsid();
	sigemptyset(death);
	sigaddset(death, DEATH);
	sigprocmask(SIG_SETMASK, death, NULL);
	for (int i = 1; i < SIGRTMIN; i++)
		signal(i, i == DEATH ? SIG_DFL : SIG_IGN);
}

static void sweep_after(pid_t dead)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };

	for (int i = 0; i < TRIES; i++) {
		turn_sweep();
		if (!instance_is_there(dead))
			return;
		nanosleep(&pause, NULL);
	}
}

static void run(pid_t parent)
{
	sigset_t death;
	int signal;

	become_deaf(&death);
	let_go_of_files();
	prctl(PR_SET_NAME, NAME);
	prctl(PR_SET_PDEATHSIG, DEATH);
	while (getppid() == parent)
		sigwait(&death, &signal);
	sweep_after(parent);
	_exit(0);
}

pid_t reaper_start(void)
{
	pid_t parent = getpid(), reaper = fork();

	if (reaper == 0)
		run(parent);
	if (reaper < 0)
		log_debug("no reaper: %s", strerror(errno));
	return reaper < 0 ? 0 : reaper;
}

void reaper_end(pid_t reaper)
{
	if (!reaper)
		return;
	kill(reaper, SIGKILL);
	waitpid(reaper, NULL, 0);
}
