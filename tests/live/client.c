/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opens TCP connections and waits for the other side to close each. Waits
 * for the listener to come up; fails when a connection cannot be made.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "types.h"

static const char usage[] =
	"usage: client [-dfhklmr] [-t TYPE] [-X PATH] [-n COUNT] [-j JOBS]\n"
	"              [-i MS] [-b ADDRESS] ADDRESS PORT\n"
	"  -n COUNT  connections of each job, one after the other (1)\n"
	"  -j JOBS   processes that do so at once (1)\n"
	"  -i MS     pause between two (0)\n"
	"  -b ADDR   from that address\n"
	"  -r        reset each connection at once, read nothing\n"
	"  -h        say at once that nothing more will come\n"
	"  -m        MPTCP\n"
	"  -X PATH   connect to that unix socket instead\n"
	"  -k        keep all open until the end\n"
	"  -l        print the address and port of its own end of each\n"
	"  -t TYPE   tcp, mptcp, sctp or vsock (tcp)\n"
	"  -f        TCP Fast Open: a byte comes with the SYN\n"
	"  -d        be deaf to answers, stay until killed; only with -f\n";

static struct {
	bool reset, half, keep, lists, fast, deaf;
	const struct type *type;
	const char *path, *own;
	int count, jobs, pause_ms;
} opt = { .count = 1, .jobs = 1 };

static void die(const char *what)
{
	fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int try_unix(void)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(un.sun_path, sizeof(un.sun_path), "%s", opt.path);
	return connect(fd, (struct sockaddr *)&un, sizeof(un)) ? -1 : fd;
}

/* All that comes is dropped, so the other side stays in SYN_RECV. */
static void stop_ears(int fd)
{
	struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { 1, &nothing };

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		       sizeof(program)))
		die("SO_ATTACH_FILTER");
}

static int connect_fast(int fd, const struct sockaddr_in6 *to)
{
	int flags = MSG_FASTOPEN | (opt.deaf ? MSG_DONTWAIT : 0);

	if (opt.deaf)
		stop_ears(fd);
	return sendto(fd, "", 1, flags, (const struct sockaddr *)to,
		      sizeof(*to)) == 1 ?
		       0 :
		       -1;
}

static struct sockaddr_in6 parse_address(const char *address, const char *port);

static void bind_to_own(int fd)
{
	struct sockaddr_in6 own = parse_address(opt.own, "0");

	if (bind(fd, (const struct sockaddr *)&own, sizeof(own)))
		die("bind");
}

static int try_connection(const struct sockaddr_in6 *to)
{
	int fd, failed;

	if (opt.path)
		return try_unix();
	fd = socket(to->sin6_family, SOCK_STREAM, opt.type->protocol);
	if (fd < 0)
		die("socket");
	if (opt.own)
		bind_to_own(fd);
	failed = opt.fast ?
			 connect_fast(fd, to) :
			 connect(fd, (const struct sockaddr *)to, sizeof(*to));
	if (!failed)
		return fd;
	close(fd);
	return -1;
}

/* vsock says ECONNRESET for nobody, and gives up after two seconds. */
static bool is_worth_a_try(int error)
{
	if (opt.type->family == AF_VSOCK && error == ETIMEDOUT)
		return true;
	return error == ECONNREFUSED || error == ENOENT || error == ECONNRESET;
}

static int open_connection(const struct sockaddr_in6 *to)
{
	for (int tries = 0; tries < 1500; tries++) {
		int fd = try_connection(to);

		if (fd >= 0)
			return fd;
		if (!is_worth_a_try(errno))
			die("connect");
		usleep(20000);
	}
	errno = ECONNREFUSED;
	die("nobody listens");
	return -1;
}

static void print_own_end(int fd)
{
	char text[INET6_ADDRSTRLEN];
	struct sockaddr_in6 own = { 0 };
	struct sockaddr_in *own4 = (struct sockaddr_in *)&own;
	socklen_t size = sizeof(own);

	if (getsockname(fd, (struct sockaddr *)&own, &size))
		die("getsockname");
	inet_ntop(own.sin6_family,
		  own.sin6_family == AF_INET ? (void *)&own4->sin_addr :
					       (void *)&own.sin6_addr,
		  text, sizeof(text));
	printf("%s %d\n", text, ntohs(own.sin6_port));
}

static void finish(int fd)
{
	const struct linger reset = { .l_onoff = 1 };
	char byte;

	if (opt.lists)
		print_own_end(fd);
	if (opt.half && shutdown(fd, SHUT_WR))
		die("shutdown");
	if (opt.keep || opt.deaf)
		return;
	/* No TIME_WAIT either way, or a storm runs out of ports. */
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	if (!opt.reset && read(fd, &byte, 1) < 0 && errno != ECONNRESET)
		die("read");
	close(fd);
}

/*
 * Each CPU has a queue of its own to loopback: a reset sent from another one
 * can overtake the handshake, and there is nothing to accept then.
 */
static void stay_on_cpu(void)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(sched_getcpu(), &cpus);
	if (sched_setaffinity(0, sizeof(cpus), &cpus))
		die("sched_setaffinity");
}

static void run_job(const struct sockaddr_in6 *to)
{
	if (opt.reset)
		stay_on_cpu();
	for (int i = 0; i < opt.count; i++) {
		finish(open_connection(to));
		usleep(opt.pause_ms * 1000);
	}
	while (opt.deaf)
		pause();
}

static void parse(int argc, char **argv)
{
	int letter;

	opt.type = type_find("tcp");
	while ((letter = getopt(argc, argv, "rhkmlfdX:n:j:i:t:b:")) >= 0) {
		switch (letter) {
		case 'r': opt.reset = true; break;
		case 'h': opt.half = true; break;
		case 'm': opt.type = type_find("mptcp"); break;
		case 't': opt.type = type_find(optarg); break;
		case 'l': opt.lists = true; break;
		case 'f': opt.fast = true; break;
		case 'd': opt.deaf = true; break;
		case 'X': opt.path = optarg; break;
		case 'b': opt.own = optarg; break;
		case 'k': opt.keep = true; break;
		case 'n': opt.count = atoi(optarg); break;
		case 'j': opt.jobs = atoi(optarg); break;
		case 'i': opt.pause_ms = atoi(optarg); break;
		default: fputs(usage, stderr); exit(2);
		}
	}
	if (argc - optind != 2) {
		fputs(usage, stderr);
		exit(2);
	}
}

/* Both families' addresses start alike: family, then port. */
static struct sockaddr_in6 parse_address(const char *address, const char *port)
{
	struct sockaddr_in6 sa = { .sin6_port = htons(atoi(port)) };
	struct sockaddr_in *sa4 = (struct sockaddr_in *)&sa;
	struct sockaddr_vsock vsock = {
		AF_VSOCK, 0, atoi(port), VSOCK_LOCAL, { 0 }
	};

	if (opt.type->family == AF_VSOCK) {
		memcpy(&sa, &vsock, sizeof(vsock));
	} else if (inet_pton(AF_INET6, address, &sa.sin6_addr) == 1) {
		sa.sin6_family = AF_INET6;
	} else if (inet_pton(AF_INET, address, &sa4->sin_addr) == 1) {
		sa4->sin_family = AF_INET;
	} else if (!opt.path) {
		fprintf(stderr, "client: %s is no address\n", address);
		exit(2);
	}
	return sa;
}

int main(int argc, char **argv)
{
	struct sockaddr_in6 to;
	int status, failed = 0;

	parse(argc, argv);
	to = parse_address(argv[optind], argv[optind + 1]);
	for (int i = 0; i < opt.jobs; i++) {
		if (fork() == 0) {
			run_job(&to);
			exit(0);
		}
	}
	while (wait(&status) > 0)
		failed |= status;
	return failed ? 1 : 0;
}
