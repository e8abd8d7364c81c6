/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Accepts connections in each way that programs do, and prints the truth
 * about each one. Never looks at tcpwho.
 */
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>

#include "handover.h"
#include "truth.h"
#include "types.h"
#include "ways.h"

static const char usage[] =
	"usage: acceptor [-6] [-p PORT] [-n COUNT] [-t THREADS] [-e EMPTY]\n"
	"                [-w FILE] [-c NAME] [-u UID] [-1bfmqsUx] [-X PATH]\n"
	"                [-a WAY] [-l FD] [-L NAME] [-T UID] [-i NAME]\n"
	"                [-B BACKLOG]\n"
	"  -6        listen on :: instead of 0.0.0.0, where there is IPv6\n"
	"  -p PORT   listen there (5000)\n"
	"  -n COUNT  end after that many accepts (1)\n"
	"  -t N      accept in N threads called NAME.1, NAME.2 and so on\n"
	"  -e EMPTY  that many calls that find no connection before each accept\n"
	"  -w FILE   first wait until this file exists\n"
	"  -c NAME   the name of the accepting thread\n"
	"  -u UID    real user id; the effective one stays\n"
	"  -T UID    each thread becomes a user of its own, from UID on\n"
	"  -1        each thread accepts once, then sleeps\n"
	"  -m        MPTCP\n"
	"  -x        end at once after the last accept\n"
	"  -U        print /proc/uptime instead\n"
	"  -X PATH   listen on a unix socket, print a line for each accept\n"
	"  -q        print the number of accepts only\n"
	"  -a WAY    accept, or epoll: edge-triggered, with accept4 and flags,\n"
	"            or compat: the system call of 32-bit programs\n"
	"  -l FD     the listener is that inherited descriptor\n"
	"  -L NAME   the listener comes from `opener -S NAME`\n"
	"  -f        fork after listen, the child accepts\n"
	"  -b        after the last accept become another user's `sleep`\n"
	"  -B N      so many may wait to be accepted (4096)\n"
	"  -i NAME   bind to that interface\n"
	"  -s        print the TCP state of each on stderr\n";

static struct {
	bool ipv6, once, quiet, mptcp, at_once, uptime, forks, becomes, state;
	int port, count, threads, empty, uid, fd, thread_uid, backlog;
	const char *wait_for, *name, *path, *from, *interface;
	way_accept *accept;
} opt = { .port = 5000,
	  .count = 1,
	  .uid = -1,
	  .fd = -1,
	  .accept = accept,
	  .backlog = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int accepted;
static int listener, empty_listener;

static void print_uptime(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	printf("%lld.%02ld\n", (long long)ts.tv_sec, ts.tv_nsec / 10000000);
}

static void print_state(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size))
		die("TCP_INFO");
	fprintf(stderr, "state %d\n", info.tcpi_state);
}

static void print_accept(int fd, const struct sockaddr_in6 *peer)
{
	if (opt.state)
		print_state(fd);
	if (opt.uptime)
		print_uptime();
	else if (opt.path)
		printf("unix\n");
	else if (!opt.quiet)
		print_truth(fd, peer, getuid(), opt.port);
}

static void end(void)
{
	if (opt.quiet)
		printf("%d\n", accepted);
	fflush(stdout);
	/* The next one may have the port at once. */
	if (opt.fd < 0 && !opt.from)
		shutdown(listener, SHUT_RDWR);
	if (opt.becomes && !setresuid(65534, 65534, 65534))
		execlp("sleep", "sleep", "5", NULL);
	/* With the kretprobe alone uid and pid are asked of a live process. */
	if (!opt.at_once)
		usleep(500000);
	_exit(0);
}

static void take(int fd, const struct sockaddr_in6 *peer)
{
	pthread_mutex_lock(&lock);
	print_accept(fd, peer);
	close(fd);
	if (++accepted == opt.count)
		end();
	pthread_mutex_unlock(&lock);
}

/* At the end the listener is shut down under the threads that still wait. */
static void give_up(void)
{
	int error = errno;

	pthread_mutex_lock(&lock);
	errno = error;
	die("accept");
}

/* On a listener of its own, to which nobody ever connects. */
static void call_in_vain(void)
{
	for (int i = 0; i < opt.empty; i++)
		if (accept(empty_listener, NULL, NULL) >= 0 || errno != EAGAIN)
			die("accept did not say EAGAIN");
}

/* The system call itself: the library's function changes all threads. */
static void become_another(void)
{
	int uid = __atomic_fetch_add(&opt.thread_uid, 1, __ATOMIC_RELAXED);

	if (syscall(SYS_setresuid, uid, -1, -1))
		die("setresuid");
}

static void *run(void *name)
{
	prctl(PR_SET_NAME, name);
	if (opt.thread_uid)
		become_another();
	for (;;) {
		struct sockaddr_in6 peer = { 0 };
		socklen_t size = sizeof(peer);
		int fd;

		call_in_vain();
		/* The address that accept gives is there after a reset too. */
		fd = opt.accept(listener, (struct sockaddr *)&peer, &size);
		if (fd >= 0)
			take(fd, &peer);
		while (opt.once && fd >= 0)
			pause();
		if (fd < 0)
			give_up();
	}
	return NULL;
}

static void listen_unix(void)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };

	snprintf(sa.sun_path, sizeof(sa.sun_path), "%s", opt.path);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&sa, sizeof(sa)) ||
	    listen(listener, 16))
		die("unix");
}

static void listen_there(void)
{
	struct sockaddr_in6 sa6 = { .sin6_family = AF_INET6,
				    .sin6_port = htons(opt.port) };
	struct sockaddr_in sa4 = { .sin_family = AF_INET,
				   .sin_port = htons(opt.port) };
	int one = 1;

	opt.ipv6 = opt.ipv6 && family_of_all() == AF_INET6;
	listener = socket(opt.ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM,
			  opt.mptcp ? 262 : 0);
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (opt.interface && setsockopt(listener, SOL_SOCKET, SO_BINDTODEVICE,
					opt.interface, strlen(opt.interface)))
		die(opt.interface);
	if (opt.ipv6 ? bind(listener, (struct sockaddr *)&sa6, sizeof(sa6)) :
		       bind(listener, (struct sockaddr *)&sa4, sizeof(sa4)))
		die("bind");
	empty_listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (listen(listener, opt.backlog) || listen(empty_listener, 1))
		die("listen");
}

/* One that others may have too: each truth must be out at once. */
static void take_over(void)
{
	listener = opt.from ? handover_receive(opt.from) : opt.fd;
	opt.port = listening_port(listener);
	setlinebuf(stdout);
}

static void get_listener(void)
{
	if (opt.path)
		listen_unix();
	else if (opt.from || opt.fd >= 0)
		take_over();
	else
		listen_there();
}

static void start_threads(void)
{
	pthread_attr_t attr;
	pthread_t thread;
	char *name;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 32768);
	for (int i = 1; i <= opt.threads; i++) {
		if (asprintf(&name, "%s.%d", opt.name ? opt.name : "acceptor",
			     i) < 0 ||
		    pthread_create(&thread, &attr, run, name))
			die("pthread_create");
	}
	for (;;)
		pause();
}

static void parse(int argc, char **argv)
{
	static const char letters[] = "61qmxUbfsX:p:n:t:e:w:c:u:a:l:L:T:i:B:";
	int letter;

	while ((letter = getopt(argc, argv, letters)) >= 0) {
		switch (letter) {
		case '6': opt.ipv6 = true; break;
		case 'p': opt.port = atoi(optarg); break;
		case 'n': opt.count = atoi(optarg); break;
		case 't': opt.threads = atoi(optarg); break;
		case 'e': opt.empty = atoi(optarg); break;
		case 'w': opt.wait_for = optarg; break;
		case 'c': opt.name = optarg; break;
		case 'u': opt.uid = atoi(optarg); break;
		case '1': opt.once = true; break;
		case 'm': opt.mptcp = true; break;
		case 'x': opt.at_once = true; break;
		case 'U': opt.uptime = true; break;
		case 'X': opt.path = optarg; break;
		case 'q': opt.quiet = true; break;
		case 'a': opt.accept = way_find(optarg); break;
		case 'l': opt.fd = atoi(optarg); break;
		case 'L': opt.from = optarg; break;
		case 'T': opt.thread_uid = atoi(optarg); break;
		case 'f': opt.forks = true; break;
		case 'b': opt.becomes = true; break;
		case 'B': opt.backlog = atoi(optarg); break;
		case 'i': opt.interface = optarg; break;
		case 's': opt.state = true; break;
		default: fputs(usage, stderr); exit(2);
		}
	}
}

int main(int argc, char **argv)
{
	char own[16];

	parse(argc, argv);
	get_listener();
	/* The parent has the listener too, and never accepts. */
	if (opt.forks && fork())
		return wait(NULL) < 0;
	if (opt.uid >= 0 && setresuid(opt.uid, -1, -1))
		die("setresuid");
	while (opt.wait_for && access(opt.wait_for, F_OK))
		usleep(10000);
	if (opt.threads)
		start_threads();
	prctl(PR_GET_NAME, own);
	run((void *)(opt.name ? opt.name : own));
	return 0;
}
