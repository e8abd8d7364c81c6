/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connects to itself and accepts, COUNT times in a loop that never sleeps,
 * and prints the nanoseconds that one round took. Where one instruction
 * takes one nanosecond that is what an accept costs the whole machine.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1e9 + ts.tv_nsec;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void run_once(int listener, const struct sockaddr_in *to)
{
	const struct linger reset = { .l_onoff = 1 };
	int client = socket(AF_INET, SOCK_STREAM, 0), accepted;

	if (connect(client, (const struct sockaddr *)to, sizeof(*to)))
		die("connect");
	accepted = accept(listener, NULL, NULL);
	if (accepted < 0)
		die("accept");
	setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(client);
	close(accepted);
}

int main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons(5000),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
	int count = argc == 2 ? atoi(argv[1]) : 0;
	double start;

	if (count <= 0) {
		fprintf(stderr, "usage: loop COUNT\n");
		return 2;
	}
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&to, sizeof(to)) ||
	    listen(listener, 16))
		die("listen");
	start = now_ns();
	for (int i = 0; i < count; i++)
		run_once(listener, &to);
	printf("%.0f\n", (now_ns() - start) / count);
	return 0;
}
