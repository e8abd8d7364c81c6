/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks at threads in /proc and at their sockets by pidfd_getfd. Holds a copy
 * of a descriptor no longer than it takes to ask for its two ends: until then
 * a close(2) of its owner does not close the connection.
 */
#include "look.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <tracefs.h>
#include <unistd.h>

#include "addr.h"
#include "cmdlines.h"
#include "procinfo.h"
#include "walltime.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

/* Added to every architecture with one number, in 5.3 and 5.6. */
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

#define PROCESSES 64
#define NAMES 256

struct process {
	uint32_t pid;
	int fd;
};

struct name {
	uint64_t round;
	uint32_t tid;
	char cmd[CONN_CMD_SIZE];
};

struct look {
	struct procinfo *procinfo;
	uint64_t round;
	struct process processes[PROCESSES];
	struct name names[NAMES];
	uint64_t saved_round; /* when the kernel's names were read */
	char *saved;
	struct cmdlines cmdlines;
};

struct look *look_open(unsigned extras)
{
	struct look *look = calloc(1, sizeof(*look));

	if (!look)
		return NULL;
	look->procinfo = procinfo_open(true);
	for (int i = 0; i < PROCESSES; i++)
		look->processes[i].fd = -1;
	look->round = 1;
	if (look->procinfo && !procinfo_want(look->procinfo, extras))
		return look;
	look_close(look);
	return NULL;
}

static void forget_saved(struct look *look)
{
	cmdlines_free(&look->cmdlines);
	free(look->saved);
	look->cmdlines = (struct cmdlines){ .count = 0 };
	look->saved = NULL;
}

void look_close(struct look *look)
{
	if (!look)
		return;
	procinfo_close(look->procinfo);
	for (int i = 0; i < PROCESSES; i++)
		if (look->processes[i].fd >= 0)
			close(look->processes[i].fd);
	forget_saved(look);
	free(look);
}

void look_forget(struct look *look)
{
	procinfo_forget(look->procinfo);
	look->round++;
}

/* Of threads that are gone: the kernel remembers some that have run. */
static void read_saved_name(struct look *look, uint32_t tid, char *cmd)
{
	int length = 0;

	if (look->saved_round != look->round) {
		forget_saved(look);
		look->saved_round = look->round;
		look->saved = tracefs_instance_file_read(NULL, "saved_cmdlines",
							 &length);
		if (look->saved)
			cmdlines_parse(&look->cmdlines, look->saved, length);
	}
	cmdlines_copy(&look->cmdlines, tid, cmd);
}

static void fill_name(struct look *look, struct conn *conn, bool is_there)
{
	struct name *name = &look->names[conn->tid % NAMES];

	if (name->tid != conn->tid || name->round != look->round) {
		name->tid = conn->tid;
		name->round = look->round;
		memset(name->cmd, 0, sizeof(name->cmd));
		if (is_there)
			procinfo_name(look->procinfo, conn->tid, name->cmd);
		if (!name->cmd[0])
			read_saved_name(look, conn->tid, name->cmd);
	}
	memcpy(conn->cmd, name->cmd, sizeof(conn->cmd));
}

void look_who(struct look *look, struct conn *conn)
{
	uint8_t family = conn->family;
	bool is_there;

	/* What has no family has somebody else to tell its user. */
	conn->family = 4;
	conn->uid = CONN_UID_UNKNOWN;
	is_there = procinfo_fill(look->procinfo, conn);
	/* Its descriptors would be looked at as if they were this one's. */
	if (!is_there && conn->pid &&
	    procinfo_is_another(look->procinfo, conn->pid, conn->ts_ns))
		conn->pid = 0;
	conn->family = family;
	fill_name(look, conn, is_there);
}

static int get_fd(struct process *process, int fd)
{
	if (process->fd < 0)
		process->fd = syscall(SYS_pidfd_open, process->pid, 0);
	return process->fd < 0 ? -1 :
				 syscall(SYS_pidfd_getfd, process->fd, fd, 0);
}

/* The descriptor of a process stays that of the one that it was opened for. */
static int borrow(struct look *look, uint32_t pid, int fd)
{
	struct process *process = &look->processes[pid % PROCESSES];
	int result;

	if (process->pid != pid && process->fd >= 0) {
		close(process->fd);
		process->fd = -1;
	}
	process->pid = pid;
	result = get_fd(process, fd);
	if (result >= 0 || errno != ESRCH || process->fd < 0)
		return result;
	close(process->fd);
	process->fd = -1;
	return get_fd(process, fd);
}

static bool is_tcp(int fd)
{
	int protocol = 0;
	socklen_t size = sizeof(protocol);

	return !getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) &&
	       (protocol == IPPROTO_TCP || protocol == IPPROTO_MPTCP);
}

static int get_end(int fd,
		   int (*get)(int fd, struct sockaddr *sa, socklen_t *size),
		   struct in6_addr *address, uint16_t *port)
{
	struct sockaddr_in6 sa = { 0 };
	const struct sockaddr_in *sa4 = (const struct sockaddr_in *)&sa;
	socklen_t size = sizeof(sa);

	if (get(fd, (struct sockaddr *)&sa, &size))
		return -1;
	*port = ntohs(sa.sin6_port);
	*address = sa.sin6_family == AF_INET ? addr_from_ipv4(&sa4->sin_addr) :
					       sa.sin6_addr;
	return sa.sin6_family;
}

static enum calls_look look_at_ends(int fd, struct conn *ends)
{
	if (!is_tcp(fd))
		return CALLS_OTHER;
	if (get_end(fd, getsockname, &ends->ip_local, &ends->port) < 0)
		return CALLS_GONE;
	ends->family = addr_is_ipv4(&ends->ip_local) ? 4 : 6;
	/* The peer of a connection that was reset is gone. */
	return get_end(fd, getpeername, &ends->ip_source, &ends->port_source) <
			       0 ?
		       CALLS_RESET :
		       CALLS_PEER;
}

void look_at(struct look *look, uint32_t pid, int fd, struct calls_seen *seen)
{
	int copy = pid ? borrow(look, pid, fd) : -1;

	/* Only now: by then it was that of a call that had begun before. */
	*seen = (struct calls_seen){ .look = CALLS_GONE,
				     .from_ns = walltime_mono_ns() };
	if (copy >= 0) {
		seen->look = look_at_ends(copy, &seen->ends);
		close(copy);
	}
	seen->at_ns = walltime_mono_ns();
}

enum calls_listener look_at_listener(struct look *look, uint32_t pid, int fd,
				     struct listeners_key *key)
{
	int copy = borrow(look, pid, fd);
	struct conn ends = { .port = 0 };
	enum calls_look found;

	if (copy < 0)
		return CALLS_LISTENER_UNKNOWN;
	found = look_at_ends(copy, &ends);
	/* One that was shut down has its address and port still. */
	key->family = found == CALLS_RESET ?
			      get_end(copy, getsockname, &key->ip, &key->port) :
			      0;
	close(copy);
	if (found == CALLS_RESET)
		return CALLS_LISTENER_TCP;
	return found == CALLS_OTHER ? CALLS_LISTENER_OTHER :
				      CALLS_LISTENER_UNKNOWN;
}
