/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One accepted connection, the record that every stage after decode shares.
 * Plain values in host byte order without pointers: it is copied freely and
 * knows neither the kernel nor a file format.
 */
#ifndef TCPWHO_CONN_H
#define TCPWHO_CONN_H

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

/* TASK_COMM_LEN of every kernel so far, the final NUL included. */
#define CONN_CMD_SIZE 16

/* (uid_t)-1 is no user: setresuid(2) takes it for "leave as it is". */
#define CONN_UID_UNKNOWN UINT32_MAX

/* Recorded on one, but a file cut short does not tell on which. */
#define CONN_CPU_UNKNOWN UINT32_MAX

/* The witnesses of a connection, as bits. */
#define CONN_ACCEPT 1
#define CONN_GRAFT 2
#define CONN_TRACE 4 /* tracepoints, paired */

/* No accept: the end of a handshake, to tell the wait of one that follows. */
#define CONN_ESTABLISHED 8

/*
 * Unknown is 0 (port 0, process 0 and family 0 do not accept), but for the
 * uid and the cpu. Addresses are always 16 bytes, IPv4 as ::ffff:a.b.c.d; no connection
 * has :: as one, which stands for unknown.
 */
struct conn {
	uint64_t ts_ns;	    /* clock of the ring buffer, orders rows */
	uint64_t time_ns;   /* CLOCK_REALTIME */
	uint64_t accept_ns; /* of a pair, when its accept was; see pair.h */
	uint64_t prot;	    /* the kernel's name for the protocol, an address */
	uint64_t sock;	    /* and that for the socket */
	uint64_t wait_ns;   /* from the end of the handshake to the accept */
	uint32_t uid;	    /* real uid, initial user namespace */
	uint32_t pid;	    /* thread group, initial pid namespace */
	uint32_t tid;
	uint32_t cpu;
	uint32_t queue;	  /* 1 and how many were waiting before it */
	uint32_t backlog; /* 1 and how many may */
	uint32_t netns;	  /* inode of its network namespace */
	uint32_t ifindex; /* interface that it is bound to, inside of that */
	uint32_t if_name; /* of names.h, as are these */
	uint32_t user;
	uint32_t cgroup;
	uint32_t state; /* that of linux/tcp_states.h */
	struct in6_addr ip_local;
	struct in6_addr ip_source;
	uint16_t port;
	uint16_t port_source;
	uint16_t host;	/* where it was recorded, see host.h */
	uint8_t family; /* 4 (mapped too) or 6 */
	uint8_t witnesses;
	char cmd[CONN_CMD_SIZE]; /* raw bytes up to the first NUL */
};

/*
 * conn_clear - nothing is known of it yet. In three pieces: of more than 64
 * bytes GCC 12 makes "rep stos", of which the start alone is dearer.
 */
static inline void conn_clear(struct conn *conn)
{
	const size_t third = sizeof(*conn) / 48 * 16;
	char *at = (char *)conn;

	memset(at, 0, third);
	memset(at + third, 0, third);
	memset(at + 2 * third, 0, sizeof(*conn) - 2 * third);
	conn->uid = CONN_UID_UNKNOWN;
	conn->cpu = CONN_CPU_UNKNOWN;
}

#endif
