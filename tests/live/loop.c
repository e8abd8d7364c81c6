/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connects to itself and accepts, COUNT times in a loop that never sleeps,
 * and prints the nanoseconds that one round took, and how many of them were
 * this process's own. Where one instruction takes one nanosecond that is what
 * an accept costs the whole machine, and what it costs who accepts.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
	"usage: loop [-l LISTENERS] [-p PORT] COUNT\n"
	"       loop [-p PORT] [-m TEXT] -u FILE\n"
	"  -l N     on N ports from PORT on, by turns (1)\n"
	"  -p PORT  the first of them (5000)\n"
	"  -u FILE  every 2 ms, until FILE has the TEXT, and print when that was\n"
	"  -m TEXT  which marks a row (the port)\n";

enum { MOST_LISTENERS = 1024, PAUSE_US = 2000 };

static struct {
	int listeners, port;
	const char *until, *mark;
} opt = { .listeners = 1, .port = 5000 };

static int listeners[MOST_LISTENERS];

static double ns_of(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * 1e9 + ts.tv_nsec;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static struct sockaddr_in address(int i)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = htons(opt.port + i),
				     .sin_addr.s_addr =
					     htonl(INADDR_LOOPBACK) };
}

static void listen_at(int i)
{
	struct sockaddr_in to = address(i);
	int one = 1;

	listeners[i] = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(listeners[i], SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listeners[i], (struct sockaddr *)&to, sizeof(to)) ||
	    listen(listeners[i], 16))
		die("listen");
}

static void run_once(int i)
{
	const struct linger reset = { .l_onoff = 1 };
	const struct sockaddr_in to = address(i);
	int client = socket(AF_INET, SOCK_STREAM, 0), accepted;

	if (connect(client, (const struct sockaddr *)&to, sizeof(to)))
		die("connect");
	accepted = accept(listeners[i], NULL, NULL);
	if (accepted < 0)
		die("accept");
	setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(client);
	close(accepted);
}

static void run(int count)
{
	double start = ns_of(CLOCK_MONOTONIC);
	double own = ns_of(CLOCK_PROCESS_CPUTIME_ID);

	for (int i = 0; i < count; i++)
		run_once(i % opt.listeners);
	printf("%.0f %.0f\n", (ns_of(CLOCK_MONOTONIC) - start) / count,
	       (ns_of(CLOCK_PROCESS_CPUTIME_ID) - own) / count);
}

/* Its first MB will do: who has printed that much has printed a row. */
static int has_mark(void)
{
	static char text[1 << 20];
	char port[8];
	int fd = open(opt.until, O_RDONLY);
	ssize_t size = read(fd, text, sizeof(text) - 1);

	close(fd);
	text[size < 0 ? 0 : size] = '\0';
	snprintf(port, sizeof(port), "%d", opt.port);
	return strstr(text, opt.mark ? opt.mark : port) != NULL;
}

static void run_until_seen(void)
{
	while (!has_mark()) {
		run_once(0);
		usleep(PAUSE_US);
	}
	printf("%.0f\n", ns_of(CLOCK_MONOTONIC));
}

static void parse(int argc, char **argv)
{
	int letter;

	while ((letter = getopt(argc, argv, "l:m:p:u:")) >= 0) {
		switch (letter) {
		case 'l': opt.listeners = atoi(optarg); break;
		case 'm': opt.mark = optarg; break;
		case 'p': opt.port = atoi(optarg); break;
		case 'u': opt.until = optarg; break;
		default: fputs(usage, stderr); exit(2);
		}
	}
}

int main(int argc, char **argv)
{
	int count;

	parse(argc, argv);
	count = optind < argc ? atoi(argv[optind]) : 0;
	if ((count <= 0) == !opt.until || opt.listeners < 1 ||
	    opt.listeners > MOST_LISTENERS) {
		fputs(usage, stderr);
		return 2;
	}
	for (int i = 0; i < opt.listeners; i++)
		listen_at(i);
	if (opt.until)
		run_until_seen();
	else
		run(count);
	return 0;
}
