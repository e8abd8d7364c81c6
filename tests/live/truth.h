/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The truth about an accepted connection as a line of JSON, from what the
 * kernel tells the accepting program itself. Never looks at tcpwho.
 *
 * Its keys are in the order of
 *	-o UID,CMD,PID,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY
 */
#ifndef TCPWHO_TEST_TRUTH_H
#define TCPWHO_TEST_TRUTH_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void die(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what,
		strerror(errno));
	exit(1);
}

/* The address as tcpwho should print it: IPv4-mapped as IPv4. */
static inline int print_address(const struct sockaddr_in6 *sa, const char *key)
{
	char text[INET6_ADDRSTRLEN];
	const struct sockaddr_in *sa4 = (const void *)sa;

	if (sa->sin6_family == AF_INET)
		inet_ntop(AF_INET, &sa4->sin_addr, text, sizeof(text));
	else if (IN6_IS_ADDR_V4MAPPED(&sa->sin6_addr))
		inet_ntop(AF_INET, &sa->sin6_addr.s6_addr[12], text,
			  sizeof(text));
	else
		inet_ntop(AF_INET6, &sa->sin6_addr, text, sizeof(text));
	printf("\"%s\":\"%s\"", key, text);
	return strchr(text, ':') ? 6 : 4;
}

static inline void print_name(void)
{
	char name[16];

	prctl(PR_GET_NAME, name);
	printf("\"cmd\":\"");
	for (char *p = name; *p; p++)
		printf(*p == '"' ? "\\%c" : "%c", *p);
	printf("\"");
}

/* @peer is what accept gave: it is there after a reset too. */
static inline void print_truth(int fd, const struct sockaddr_in6 *peer,
			       unsigned uid, int port)
{
	struct sockaddr_in6 local = { 0 };
	socklen_t size = sizeof(local);
	int family;

	if (getsockname(fd, (struct sockaddr *)&local, &size))
		die("getsockname");
	printf("{\"uid\":%u,", uid);
	print_name();
	printf(",\"pid\":%d,\"port\":%d,", getpid(), port);
	print_address(peer, "ip_source");
	printf(",\"tid\":%ld,\"port_source\":%d,", syscall(SYS_gettid),
	       ntohs(peer->sin6_port));
	family = print_address(&local, "ip_local");
	printf(",\"family\":%d}\n", family);
}

/* The port that it listens on, whoever has opened it. */
static inline int listening_port(int listener)
{
	struct sockaddr_in6 local = { 0 };
	socklen_t size = sizeof(local);

	if (getsockname(listener, (struct sockaddr *)&local, &size))
		die("getsockname");
	return ntohs(local.sin6_port);
}

#endif
