/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The child that accepts known connections and tells over a pipe what they
 * were, from getsockname of both ends. Knows nothing of tracing and leaves
 * nothing behind: its network namespace ends with it.
 */
#include "loopback.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "addr.h"
#include "walltime.h"

#define CHILD_SECONDS 5

/* The last children; calibration and self-tests take fewer. */
#define CHILDREN 32
static uint32_t children[CHILDREN];
static unsigned child_count;

/* In all, by children without a network namespace of their own. */
static unsigned long counted;

/* The three ends of a connection. */
struct ends {
	int listener, client, accepted;
	int first; /* a client before it, or -1 */
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

static int get_address(int fd, struct in6_addr *address, uint16_t *port)
{
	struct sockaddr_in6 sa = { 0 };
	const struct sockaddr_in *sa4 = (const struct sockaddr_in *)&sa;
	socklen_t size = sizeof(sa);

	if (getsockname(fd, (struct sockaddr *)&sa, &size))
		return -1;
	*port = ntohs(sa.sin6_port);
	*address = sa.sin6_family == AF_INET ? addr_from_ipv4(&sa4->sin_addr) :
					       sa.sin6_addr;
	return 0;
}

/* Its inode is its name. */
static uint32_t own_netns(void)
{
	struct stat st;

	return stat("/proc/self/ns/net", &st) ? 0 : st.st_ino;
}

/*
 * A kernel without CONFIG_NETDEVICES cannot (6.1). Not by if_nametoindex,
 * which brings all of netlink into a static program.
 */
static uint32_t bind_to_loopback(int fd)
{
	struct ifreq request = { .ifr_name = "lo" };

	if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", sizeof("lo")) ||
	    ioctl(fd, SIOCGIFINDEX, &request))
		return 0;
	return request.ifr_ifindex;
}

/* Not by getpeername: the peer of a connection that was reset is gone. */
static int tell_truth(const struct ends *ends, struct conn *truth)
{
	if (get_address(ends->listener, &truth->ip_local, &truth->port) ||
	    get_address(ends->client, &truth->ip_source, &truth->port_source))
		return -1;
	truth->family = addr_is_ipv4(&truth->ip_source) ? 4 : 6;
	truth->tid = getpid();
	truth->uid = getuid();
	truth->netns = own_netns();
	return 0;
}

static int reset(int *client)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	int fd = *client;

	*client = -1;
	if (setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)))
		return -1;
	return close(fd);
}

/* Returns 0, also where there is to be nobody before it. */
static int go_first(struct ends *ends, const struct loopback_accept *one,
		    const struct sockaddr_in6 *to, socklen_t size)
{
	if (!(one->flags & LOOPBACK_SECOND))
		return 0;
	ends->first = socket(one->family, SOCK_STREAM, one->protocol);
	return connect(ends->first, (const struct sockaddr *)to, size);
}

static int take_first(const struct ends *ends)
{
	return ends->first < 0 ? 0 : close(accept(ends->listener, NULL, NULL));
}

static int make_connection(struct ends *ends, const struct loopback_accept *one,
			   struct conn *truth)
{
	struct sockaddr_in6 to = { 0 };
	socklen_t size = sizeof(to);

	truth->state =
		one->flags & LOOPBACK_RESET ? TCP_CLOSE : TCP_ESTABLISHED;
	if (one->flags & LOOPBACK_BOUND)
		truth->ifindex = bind_to_loopback(ends->listener);
	if (bind_to(ends->listener, one->family, one->server) ||
	    listen(ends->listener, one->backlog) ||
	    getsockname(ends->listener, (struct sockaddr *)&to, &size) ||
	    go_first(ends, one, &to, size) ||
	    bind_to(ends->client, one->family, one->client) ||
	    connect(ends->client, (struct sockaddr *)&to, size) ||
	    setresuid(one->uid, -1, -1) || tell_truth(ends, truth) ||
	    (one->flags & LOOPBACK_RESET && reset(&ends->client)))
		return -1;
	truth->backlog = one->backlog + 1;
	truth->queue = 1 + (ends->first >= 0);
	truth->ts_ns = walltime_mono_ns();
	if (take_first(ends))
		return -1;
	ends->accepted = accept(ends->listener, NULL, NULL);
	return ends->accepted < 0 ? -1 : 0;
}

static int accept_one(const struct loopback_accept *one, struct conn *truth)
{
	struct ends ends = {
		socket(one->family, SOCK_STREAM, one->protocol),
		socket(one->family, SOCK_STREAM, one->protocol),
		-1,
		-1,
	};
	int result = make_connection(&ends, one, truth);

	close(ends.accepted);
	close(ends.client);
	close(ends.first);
	close(ends.listener);
	return result;
}

static void run_child(int pipe_fd, const struct loopback_accept *wanted,
		      unsigned count)
{
	bool is_apart;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, LOOPBACK_CMD);
	/* Without namespaces the machine's own loopback has to serve. */
	is_apart = !unshare(CLONE_NEWNET);
	if (is_apart)
		raise_loopback();
	if (write(pipe_fd, &is_apart, sizeof(is_apart)) != sizeof(is_apart))
		_exit(1);
	for (unsigned i = 0; i < count; i++) {
		struct conn truth = { .uid = 0 };

		if (accept_one(&wanted[i], &truth))
			truth.family = 0;
		if (write(pipe_fd, &truth, sizeof(truth)) != sizeof(truth))
			_exit(1);
	}
	_exit(0);
}

static pid_t start_child(int fds[2], const struct loopback_accept *wanted,
			 unsigned count)
{
	pid_t child = fork();

	if (child == 0) {
		sigset_t none;

		/* A child that hangs must end by its alarm, or by ours. */
		sigemptyset(&none);
		signal(SIGALRM, SIG_DFL);
		/* Stopped it could not, and who waits for it would not be. */
		signal(SIGTSTP, SIG_IGN);
		sigprocmask(SIG_SETMASK, &none, NULL);
		alarm(CHILD_SECONDS);
		close(fds[0]);
		run_child(fds[1], wanted, count);
	}
	return child;
}

int loopback_run(const struct loopback_accept *wanted, unsigned count,
		 struct conn *truth)
{
	int fds[2], made = 0;
	bool is_apart = false;
	pid_t child;

	if (pipe2(fds, O_CLOEXEC))
		return -1;
	child = start_child(fds, wanted, count);
	close(fds[1]);
	if (child < 0 ||
	    read(fds[0], &is_apart, sizeof(is_apart)) != sizeof(is_apart))
		is_apart = false;
	for (unsigned i = 0; i < count; i++) {
		if (child < 0 ||
		    read(fds[0], &truth[i], sizeof(*truth)) != sizeof(*truth))
			truth[i] = (struct conn){ .family = 0 };
		made += truth[i].family != 0;
	}
	close(fds[0]);
	if (child < 0)
		return -1;
	children[child_count++ % CHILDREN] = child;
	waitpid(child, NULL, 0);
	for (unsigned i = 0; !is_apart && i < count; i++)
		counted += truth[i].queue;
	errno = EADDRNOTAVAIL;
	return made ? made : -1;
}

bool loopback_was(uint32_t tid)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (children[i] == tid)
			return tid != 0;
	return false;
}

unsigned long loopback_counted(void)
{
	return counted;
}
