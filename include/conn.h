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

/* TASK_COMM_LEN of every kernel so far, the final NUL included. */
#define CONN_CMD_SIZE 16

/* (uid_t)-1 is no user: setresuid(2) takes it for "leave as it is". */
#define CONN_UID_UNKNOWN UINT32_MAX

/* Recorded on one, but a file cut short does not tell on which. */
#define CONN_CPU_UNKNOWN UINT32_MAX

/* The witnesses of a connection, as bits. */
#define CONN_ACCEPT 1
#define CONN_GRAFT 2

/*
 * Unknown is 0 (port 0, process 0 and family 0 do not accept), but for the
 * uid. Addresses are always 16 bytes, IPv4 as ::ffff:a.b.c.d; no connection
 * has :: as one, which stands for unknown.
 */
struct conn {
	uint64_t ts_ns;	    /* clock of the ring buffer, orders rows */
	uint64_t time_ns;   /* CLOCK_REALTIME */
	uint64_t accept_ns; /* of a pair, when its accept was; see pair.h */
	uint64_t prot;	    /* the kernel's name for the protocol, an address */
	uint32_t uid;	    /* real uid, initial user namespace */
	uint32_t pid;	    /* thread group, initial pid namespace */
	uint32_t tid;
	uint32_t cpu;
	struct in6_addr ip_local;
	struct in6_addr ip_source;
	uint16_t port;
	uint16_t port_source;
	uint16_t host;	/* where it was recorded, see host.h */
	uint8_t family; /* 4 (mapped too) or 6 */
	uint8_t witnesses;
	char cmd[CONN_CMD_SIZE]; /* raw bytes up to the first NUL */
};

#endif
