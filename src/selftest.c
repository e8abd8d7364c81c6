/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Proves the decode with accepts whose truth the accepting child tells over
 * a pipe, from getpeername and getsockname. Leaves nothing behind: its
 * network namespace ends with it.
 */
#include "selftest.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "addr.h"

/* What no uid, port or counter in the neighbourhood is by chance. */
#define ODD_UID 61579
#define CHILD_SECONDS 5
#define CHILD_NAME "tcpwho-selftest"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static const struct {
	int family, protocol;
	const char *server, *client;
} accepts[SELFTEST_ACCEPTS] = {
	{ AF_INET, 0, "127.83.61.7", "127.19.211.5" },
	{ AF_INET6, 0, "::ffff:127.83.61.9", "::ffff:127.19.211.3" },
	{ AF_INET6, 0, "::1", "::1" },
	{ AF_INET, IPPROTO_MPTCP, "127.83.61.7", "127.19.211.5" },
	{ AF_INET6, IPPROTO_MPTCP, "::1", "::1" },
};

static void raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	ioctl(fd, SIOCSIFFLAGS, &request);
	close(fd);
}

static int bind_to(int fd, int family, const char *address)
{
	struct sockaddr_in6 sa6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in sa4 = { .sin_family = AF_INET };

	if (family == AF_INET) {
		inet_pton(AF_INET, address, &sa4.sin_addr);
		return bind(fd, (struct sockaddr *)&sa4, sizeof(sa4));
	}
	inet_pton(AF_INET6, address, &sa6.sin6_addr);
	return bind(fd, (struct sockaddr *)&sa6, sizeof(sa6));
}

static struct in6_addr take_address(const struct sockaddr_in6 *sa,
				    uint16_t *port)
{
	const struct sockaddr_in *sa4 = (const struct sockaddr_in *)sa;

	*port = ntohs(sa->sin6_port);
	return sa->sin6_family == AF_INET ? addr_from_ipv4(&sa4->sin_addr) :
					    sa->sin6_addr;
}

static int tell_truth(int fd, struct conn *truth)
{
	struct sockaddr_in6 local = { 0 }, peer = { 0 };
	socklen_t size = sizeof(local);

	if (getsockname(fd, (struct sockaddr *)&local, &size))
		return -1;
	size = sizeof(peer);
	if (getpeername(fd, (struct sockaddr *)&peer, &size))
		return -1;
	truth->ip_local = take_address(&local, &truth->port);
	truth->ip_source = take_address(&peer, &truth->port_source);
	truth->family = addr_is_ipv4(&truth->ip_source) ? 4 : 6;
	truth->tid = getpid();
	truth->uid = getuid();
	return 0;
}

/* Returns the accepted socket; its client is *client. */
static int connect_once(int listener, int *client, int which)
{
	struct sockaddr_in6 to = { 0 };
	socklen_t size = sizeof(to);

	*client = socket(accepts[which].family, SOCK_STREAM,
			 accepts[which].protocol);
	if (bind_to(listener, accepts[which].family, accepts[which].server) ||
	    listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&to, &size) ||
	    bind_to(*client, accepts[which].family, accepts[which].client) ||
	    connect(*client, (struct sockaddr *)&to, size))
		return -1;
	return accept(listener, NULL, NULL);
}

/* What a kernel does not have, IPv6 or MPTCP, needs no proof. */
static int accept_one(int which, struct conn *truth)
{
	int listener = socket(accepts[which].family, SOCK_STREAM,
			      accepts[which].protocol);
	int client = -1, accepted, result = -1;

	if (listener < 0)
		return -1;
	accepted = connect_once(listener, &client, which);
	if (accepted >= 0)
		result = tell_truth(accepted, truth);
	close(accepted);
	close(client);
	close(listener);
	return result;
}

static void run_child(int pipe_fd)
{
	struct conn truth = { .uid = 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, CHILD_NAME);
	/* Without namespaces the machine's own loopback has to serve. */
	if (!unshare(CLONE_NEWNET))
		raise_loopback();
	if (setresuid(ODD_UID, -1, -1))
		_exit(1);
	for (int i = 0; i < SELFTEST_ACCEPTS; i++) {
		if (accept_one(i, &truth))
			continue;
		if (write(pipe_fd, &truth, sizeof(truth)) != sizeof(truth))
			_exit(1);
	}
	_exit(0);
}

static pid_t start_child(int fds[2])
{
	pid_t child = fork();

	if (child == 0) {
		sigset_t none;

		/* A child that hangs must end by its alarm, or by ours. */
		sigemptyset(&none);
		signal(SIGALRM, SIG_DFL);
		sigprocmask(SIG_SETMASK, &none, NULL);
		alarm(CHILD_SECONDS);
		close(fds[0]);
		run_child(fds[1]);
	}
	return child;
}

int selftest_run(struct selftest *selftest)
{
	pid_t child;
	int fds[2], status;

	*selftest = (struct selftest){ .tid = 0 };
	if (pipe2(fds, O_CLOEXEC))
		return -1;
	child = start_child(fds);
	close(fds[1]);
	while (child > 0 && selftest->count < SELFTEST_ACCEPTS &&
	       read(fds[0], &selftest->truth[selftest->count],
		    sizeof(struct conn)) == sizeof(struct conn))
		selftest->count++;
	close(fds[0]);
	if (child < 0)
		return -1;
	waitpid(child, &status, 0);
	if (selftest->count == 0) {
		errno = EADDRNOTAVAIL;
		return -1;
	}
	selftest->tid = selftest->truth[0].tid;
	return 0;
}

static bool is_same_tuple(const struct conn *a, const struct conn *b)
{
	return a->family == b->family && a->port == b->port &&
	       a->port_source == b->port_source &&
	       !memcmp(&a->ip_local, &b->ip_local, sizeof(a->ip_local)) &&
	       !memcmp(&a->ip_source, &b->ip_source, sizeof(a->ip_source));
}

bool selftest_take(struct selftest *selftest, const struct conn *conn)
{
	if (!selftest->tid || conn->tid != selftest->tid)
		return false;
	if (selftest->taken < SELFTEST_RECORDS)
		selftest->records[selftest->taken++] = *conn;
	return true;
}

static int compare_times(const void *left, const void *right)
{
	const struct conn *a = left, *b = right;

	return a->ts_ns < b->ts_ns ? -1 : a->ts_ns > b->ts_ns;
}

/* One witness: its k-th record is of the k-th accept. */
static void judge_witness(const struct selftest *selftest, unsigned witness,
			  struct selftest_verdict *verdict)
{
	unsigned seen = 0;

	for (unsigned i = 0; i < selftest->taken; i++) {
		const struct conn *conn = &selftest->records[i];
		const struct conn *truth = &selftest->truth[seen];

		if (conn->witnesses != witness)
			continue;
		/* An accept beside a graft tells no tuple. */
		if (seen == selftest->count ||
		    (conn->family && !is_same_tuple(conn, truth)))
			verdict->has_wrong_tuple = true;
		else if (conn->uid != CONN_UID_UNKNOWN &&
			 conn->uid != truth->uid)
			verdict->has_wrong_uid = true;
		seen += seen < selftest->count;
	}
	if (seen < selftest->count)
		verdict->missed |= witness;
}

struct selftest_verdict selftest_judge(struct selftest *selftest,
				       unsigned armed)
{
	struct selftest_verdict verdict = { .missed = 0 };

	/* The child may have run on several CPUs. */
	qsort(selftest->records, selftest->taken, sizeof(struct conn),
	      compare_times);
	judge_witness(selftest, CONN_ACCEPT, &verdict);
	judge_witness(selftest, CONN_GRAFT, &verdict);
	verdict.missed &= armed;
	return verdict;
}
