/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hands a descriptor from one process to another over an abstract unix
 * socket: SCM_RIGHTS, both ends of it.
 */
#ifndef TCPWHO_TEST_HANDOVER_H
#define TCPWHO_TEST_HANDOVER_H

#include <sys/un.h>

#include "truth.h"

/* A message of one byte with room for a descriptor beside it. */
struct handover {
	_Alignas(struct cmsghdr) char space[CMSG_SPACE(sizeof(int))];
	char byte;
	struct iovec part;
	struct msghdr message;
};

static inline struct msghdr *handover_message(struct handover *it)
{
	*it = (struct handover){ .byte = 0 };
	it->part = (struct iovec){ &it->byte, 1 };
	it->message = (struct msghdr){ .msg_iov = &it->part,
				       .msg_iovlen = 1,
				       .msg_control = it->space,
				       .msg_controllen = sizeof(it->space) };
	return &it->message;
}

/* Abstract: the name stands behind a first byte of 0. */
static inline struct sockaddr_un handover_address(const char *name)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };

	snprintf(sa.sun_path + 1, sizeof(sa.sun_path) - 1, "%s", name);
	return sa;
}

/* To the first who comes. */
static inline void handover_give(const char *name, int fd)
{
	struct sockaddr_un sa = handover_address(name);
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	struct handover it;
	struct msghdr *message = handover_message(&it);
	struct cmsghdr *control = CMSG_FIRSTHDR(message);

	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(control), &fd, sizeof(fd));
	if (bind(listener, (struct sockaddr *)&sa, sizeof(sa)) ||
	    listen(listener, 1) ||
	    sendmsg(accept(listener, NULL, NULL), message, 0) != 1)
		die(name);
}

/* Waits for who gives it. */
static inline int handover_receive(const char *name)
{
	struct sockaddr_un sa = handover_address(name);
	int from = socket(AF_UNIX, SOCK_STREAM, 0), fd;
	struct handover it;
	struct msghdr *message = handover_message(&it);

	while (connect(from, (struct sockaddr *)&sa, sizeof(sa))) {
		if (errno != ECONNREFUSED)
			die(name);
		usleep(10000);
	}
	if (recvmsg(from, message, 0) != 1 || !CMSG_FIRSTHDR(message))
		die("recvmsg");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(message)), sizeof(fd));
	close(from);
	return fd;
}

#endif
