/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The types of sockets that opener and client make, under names.
 */
#ifndef TCPWHO_TEST_TYPES_H
#define TCPWHO_TEST_TYPES_H

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct type {
	const char *name;
	int family; /* that of the address where it is 0 */
	int protocol;
};

/* linux/vm_sockets.h, struct sockaddr_vm. */
struct sockaddr_vsock {
	unsigned short family, reserved;
	unsigned port, cid;
	unsigned char zero[4];
};

/* Of listeners on all addresses. Kernels without IPv6 have IPv4 alone. */
static inline int family_of_all(void)
{
	return access("/proc/net/if_inet6", F_OK) ? AF_INET : AF_INET6;
}

#define VSOCK_ANY (-1U)
#define VSOCK_LOCAL 1

static inline const struct type *type_find(const char *name)
{
	static const struct type types[] = {
		{ "tcp", 0, 0 },
		{ "mptcp", 0, 262 },
		{ "sctp", 0, IPPROTO_SCTP },
		{ "vsock", AF_VSOCK, 0 },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(types[i].name, name))
			return &types[i];
	fprintf(stderr, "no type of socket is called %s\n", name);
	exit(2);
}

#endif
