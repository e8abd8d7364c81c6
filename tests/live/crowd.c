/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Forks processes that each accept one TCP connection and print the truth
 * about it in one write, from what the kernel tells that process itself.
 * Never looks at tcpwho.
 *
 * Each line is a JSON object with the keys in the order of
 *	-o UID,CMD,PID,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY
 * and with -T in that of -o TIME,PORT_SOURCE.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
	"usage: crowd [-T] [-n COUNT] [-g JOBS] [-l LISTENERS] [-p PORT] [-u UID]\n"
	"  -n COUNT      processes, all at once (1)\n"
	"  -g JOBS       only so many at a time, each gone right after its\n"
	"                accept; without, all stay until the last has accepted\n"
	"  -l LISTENERS  share so many listeners, at PORT and up (1)\n"
	"  -p PORT       (5000)\n"
	"  -u UID        real user id of the first, one more for each next\n"
	"  -T            print the time of day and the remote port instead\n";

static struct {
	bool time;
	int count, jobs, listeners, port, uid;
} opt = { .count = 1, .listeners = 1, .port = 5000, .uid = -1 };

static void die(const char *what)
{
	fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int listen_at(int port)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
				  .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&sa, sizeof(sa)) || listen(fd, 4096))
		die("listen");
	return fd;
}

static void tell(const char *line, int length)
{
	if (write(STDOUT_FILENO, line, length) != length)
		die("write");
}

static void tell_time(const struct sockaddr_in *peer)
{
	char line[128], when[32];
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	strftime(when, sizeof(when), "%FT%T", localtime(&ts.tv_sec));
	tell(line, snprintf(line, sizeof(line),
			    "{\"time\":\"%s.%06ld\",\"port_source\":%d}\n",
			    when, ts.tv_nsec / 1000, ntohs(peer->sin_port)));
}

static void tell_truth(int fd, int port, const struct sockaddr_in *peer)
{
	char line[512], name[16], from[INET_ADDRSTRLEN], to[INET_ADDRSTRLEN];
	struct sockaddr_in local;
	socklen_t size = sizeof(local);

	if (getsockname(fd, (struct sockaddr *)&local, &size))
		die("getsockname");
	prctl(PR_GET_NAME, name);
	inet_ntop(AF_INET, &peer->sin_addr, from, sizeof(from));
	inet_ntop(AF_INET, &local.sin_addr, to, sizeof(to));
	tell(line, snprintf(line, sizeof(line),
			    "{\"uid\":%d,\"cmd\":\"%s\",\"pid\":%d,"
			    "\"port\":%d,\"ip_source\":\"%s\",\"tid\":%d,"
			    "\"port_source\":%d,\"ip_local\":\"%s\","
			    "\"family\":4}\n",
			    getuid(), name, getpid(), port, from, getpid(),
			    ntohs(peer->sin_port), to));
}

/* Until the parent has ended, which has the other end of the pipe. */
static void stay(int fd)
{
	char byte;

	while (read(fd, &byte, 1) > 0)
		;
}

static void run_child(int listener, int number, int stay_fd)
{
	struct sockaddr_in peer;
	socklen_t size = sizeof(peer);
	char name[24]; /* the kernel cuts it */
	int fd;

	snprintf(name, sizeof(name), "crowd.%d", number);
	prctl(PR_SET_NAME, name);
	if (opt.uid >= 0 && setresuid(opt.uid + number, -1, -1))
		die("setresuid");
	fd = accept(listener, (struct sockaddr *)&peer, &size);
	if (fd < 0)
		die("accept");
	if (opt.time)
		tell_time(&peer);
	else
		tell_truth(fd, opt.port + number % opt.listeners, &peer);
	if (!opt.jobs) {
		close(fd);
		stay(stay_fd);
	}
	_exit(0);
}

static void start_child(const int *listeners, int number, int stay_fds[2])
{
	pid_t child = fork();

	if (child < 0)
		die("fork");
	if (child > 0)
		return;
	close(stay_fds[1]);
	run_child(listeners[number % opt.listeners], number, stay_fds[0]);
}

static void wait_for_one(void)
{
	int status;

	if (wait(&status) < 0 || status)
		die("a process has failed");
}

static void parse(int argc, char **argv)
{
	int letter;

	while ((letter = getopt(argc, argv, "Tn:g:l:p:u:")) >= 0) {
		switch (letter) {
		case 'T': opt.time = true; break;
		case 'n': opt.count = atoi(optarg); break;
		case 'g': opt.jobs = atoi(optarg); break;
		case 'l': opt.listeners = atoi(optarg); break;
		case 'p': opt.port = atoi(optarg); break;
		case 'u': opt.uid = atoi(optarg); break;
		default: fputs(usage, stderr); exit(2);
		}
	}
}

int main(int argc, char **argv)
{
	int stay_fds[2], *listeners;

	parse(argc, argv);
	listeners = calloc(opt.listeners, sizeof(*listeners));
	if (!listeners || pipe(stay_fds))
		die("pipe");
	for (int i = 0; i < opt.listeners; i++)
		listeners[i] = listen_at(opt.port + i);
	for (int i = 0; i < opt.count; i++) {
		if (opt.jobs && i >= opt.jobs)
			wait_for_one();
		start_child(listeners, i, stay_fds);
	}
	/* Who stays does so until we are killed. */
	for (int i = 0; i < opt.count; i++)
		if (!opt.jobs || i < opt.jobs)
			wait_for_one();
	return 0;
}
