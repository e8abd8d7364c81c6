/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The system calls by which programs accept, under names. Each is called as
 * accept(2) is and blocks as it does.
 */
#ifndef TCPWHO_TEST_WAYS_H
#define TCPWHO_TEST_WAYS_H

#include <fcntl.h>
#include <sys/epoll.h>

#include "truth.h"

typedef int way_accept(int fd, struct sockaddr *peer, socklen_t *size);

/* What edge-triggered servers do, whose listener does not block. */
static int accept_epoll(int fd, struct sockaddr *peer, socklen_t *size)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int epoll = epoll_create1(0), accepted_fd;

	fcntl(fd, F_SETFL, O_NONBLOCK);
	if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event))
		die("epoll");
	while ((accepted_fd = accept4(fd, peer, size,
				      SOCK_NONBLOCK | SOCK_CLOEXEC)) < 0 &&
	       errno == EAGAIN)
		epoll_wait(epoll, &event, 1, -1);
	close(epoll);
	return accepted_fd;
}

/* Pointers would not fit: whose it is is asked for afterwards. */
static int accept_compat(int fd, struct sockaddr *peer, socklen_t *size)
{
	long accepted_fd = -ENOSYS;

#ifdef __x86_64__
	/* accept4 of arch/x86/entry/syscalls/syscall_32.tbl */
	__asm__ volatile("int $0x80"
			 : "=a"(accepted_fd)
			 : "a"(364L), "b"((long)fd), "c"(0L), "d"(0L), "S"(0L)
			 : "memory", "r8", "r9", "r10", "r11");
#else
	(void)fd;
#endif
	if (accepted_fd >= 0)
		return getpeername(accepted_fd, peer, size) ? -1 :
							      (int)accepted_fd;
	errno = -accepted_fd;
	return -1;
}

static way_accept *way_find(const char *name)
{
	static const struct {
		const char *name;
		way_accept *accept;
	} ways[] = {
		{ "accept", accept },
		{ "epoll", accept_epoll },
		{ "compat", accept_compat },
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (!strcmp(ways[i].name, name))
			return ways[i].accept;
	fprintf(stderr, "no way to accept is called %s\n", name);
	exit(2);
}

#endif
