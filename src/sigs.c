/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals as a descriptor. Nothing ever runs in a signal handler.
 */
#include "sigs.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <unistd.h>

static const struct {
	int number;
	enum sigs_what what;
	bool may_be_ignored; /* by whoever started us, as nohup does */
} signals[] = {
	{ SIGINT, SIGS_STOP, false },
	{ SIGTERM, SIGS_STOP, false },
	{ SIGHUP, SIGS_STOP, true },
	{ SIGQUIT, SIGS_STOP, false },
	{ SIGALRM, SIGS_TIME, false },
	{ SIGCHLD, SIGS_CHILD, false },
	/* Seldom meant for us, but they would end us without a tear-down. */
	{ SIGUSR1, SIGS_STOP, true },
	{ SIGUSR2, SIGS_STOP, true },
	{ SIGXCPU, SIGS_STOP, true },
	{ SIGPROF, SIGS_STOP, true },
	{ SIGVTALRM, SIGS_STOP, true },
	{ SIGIO, SIGS_STOP, true },
	{ SIGPWR, SIGS_STOP, true },
	/* Only for who draws on the terminal. */
	{ SIGWINCH, SIGS_TERMINAL, false },
	{ SIGTSTP, SIGS_TERMINAL, false },
	{ SIGCONT, SIGS_TERMINAL, false },
};

#define COUNT (sizeof(signals) / sizeof(*signals))

/* What stdout does not take, for want of a reader or by ulimit -f. */
static const int ignored[] = { SIGPIPE, SIGXFSZ };

#define IGNORED (sizeof(ignored) / sizeof(*ignored))

static sigset_t saved_mask;
static struct sigaction saved_ignored[IGNORED];

static bool is_ignored(int number)
{
	struct sigaction action;

	return !sigaction(number, NULL, &action) &&
	       action.sa_handler == SIG_IGN;
}

int sigs_open(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t mask;

	sigemptyset(&mask);
	for (size_t i = 0; i < COUNT; i++)
		if (signals[i].what != SIGS_TERMINAL &&
		    (!signals[i].may_be_ignored ||
		     !is_ignored(signals[i].number)))
			sigaddset(&mask, signals[i].number);
	/* Ignored by whoever started us, a child could not be waited for. */
	signal(SIGCHLD, SIG_DFL);
	for (size_t i = 0; i < IGNORED; i++)
		sigaction(ignored[i], &ignore, &saved_ignored[i]);
	if (sigprocmask(SIG_BLOCK, &mask, &saved_mask))
		return -1;
	return signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
}

int sigs_add_terminal(int fd)
{
	sigset_t mask;

	/* What sigs_open has blocked, and perhaps others before us, too. */
	if (sigprocmask(SIG_BLOCK, NULL, &mask))
		return -1;
	for (size_t i = 0; i < COUNT; i++)
		if (signals[i].what == SIGS_TERMINAL)
			sigaddset(&mask, signals[i].number);
	if (sigprocmask(SIG_BLOCK, &mask, NULL))
		return -1;
	return signalfd(fd, &mask, 0) < 0 ? -1 : 0;
}

struct sigs_event sigs_read(int fd)
{
	struct sigs_event event = { .what = SIGS_NONE };
	struct signalfd_siginfo info;

	if (read(fd, &info, sizeof(info)) != sizeof(info))
		return event;
	for (size_t i = 0; i < COUNT; i++)
		if (signals[i].number == (int)info.ssi_signo)
			event.what = signals[i].what;
	event.number = info.ssi_signo;
	event.sender = info.ssi_code == SI_KERNEL ? 0 : (pid_t)info.ssi_pid;
	return event;
}

int sigs_alarm(uint64_t ns)
{
	struct itimerval timer = {
		.it_value.tv_sec = ns / 1000000000,
		.it_value.tv_usec = ns % 1000000000 / 1000,
	};

	return setitimer(ITIMER_REAL, &timer, NULL);
}

void sigs_restore(void)
{
	for (size_t i = 0; i < IGNORED; i++)
		sigaction(ignored[i], &saved_ignored[i], NULL);
	sigprocmask(SIG_SETMASK, &saved_mask, NULL);
}
