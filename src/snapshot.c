/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asks sock_diag(7) for listeners and for connections that nobody has accepted
 * yet, in each network namespace that a process is in. Looks only, and comes
 * back to our own namespace.
 */
#include "snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "addr.h"
#include "log.h"
#include "num.h"
#include "walltime.h"

/* Network namespaces; accepts in those beyond are told by other means. */
#define SPACES 256

#define LISTENING (1u << TCP_LISTEN)
/* A queue also has those that their peer has closed already. */
#define QUEUED (1u << TCP_ESTABLISHED | 1u << TCP_CLOSE_WAIT)

struct snapshot {
	struct queue *queue;
	uint64_t at_ns;
	bool has_backlog;
	bool is_all;
	uint64_t untold; /* of those that wait, in all */
	ino_t spaces[SPACES];
	size_t count;
};

static int ask(int fd, int family, uint32_t states)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 request;
	} message = {
		.header = { .nlmsg_len = sizeof(message),
			    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.request = { .sdiag_family = family,
			     .sdiag_protocol = IPPROTO_TCP,
			     .idiag_states = states },
	};

	return send(fd, &message, sizeof(message), 0) < 0 ? -1 : 0;
}

static struct in6_addr address_of(int family, const uint32_t *words)
{
	struct in6_addr address;

	if (family == AF_INET)
		return addr_from_ipv4(words);
	memcpy(&address, words, sizeof(address));
	return address;
}

static void take_listener(struct snapshot *snapshot,
			  const struct inet_diag_msg *msg)
{
	struct listeners_key key = {
		.ip = address_of(msg->idiag_family, msg->id.idiag_src),
		.port = ntohs(msg->id.idiag_sport),
		.family = msg->idiag_family,
	};

	snapshot->has_backlog |= msg->idiag_rqueue > 0;
	snapshot->untold += msg->idiag_rqueue;
	listeners_found(queue_listeners(snapshot->queue), &key,
			msg->idiag_rqueue, snapshot->at_ns);
}

/* Without a file nobody has it; in which order they came is not told. */
static void take_waiting(struct snapshot *snapshot,
			 const struct inet_diag_msg *msg)
{
	struct conn point = {
		.pid = msg->idiag_family,
		.cpu = CONN_CPU_UNKNOWN,
		.ip_local = address_of(msg->idiag_family, msg->id.idiag_src),
		.ip_source = address_of(msg->idiag_family, msg->id.idiag_dst),
		.port = ntohs(msg->id.idiag_sport),
		.port_source = ntohs(msg->id.idiag_dport),
	};

	point.family = addr_is_ipv4(&point.ip_local) ? 4 : 6;
	if (msg->idiag_inode ||
	    !listeners_has(queue_listeners(snapshot->queue), point.port))
		return;
	snapshot->untold -= snapshot->untold > 0;
	if (queue_find(snapshot->queue, &point) == QUEUE_NONE)
		queue_establish(snapshot->queue, &point);
}

/* Returns whether there is more to come. */
static bool take_messages(struct snapshot *snapshot, const void *data,
			  size_t length)
{
	const struct nlmsghdr *header = data;

	for (; NLMSG_OK(header, length); header = NLMSG_NEXT(header, length)) {
		const struct inet_diag_msg *msg = NLMSG_DATA(header);

		if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY)
			return false;
		if (msg->idiag_state == TCP_LISTEN)
			take_listener(snapshot, msg);
		else
			take_waiting(snapshot, msg);
	}
	return true;
}

static int dump(struct snapshot *snapshot, int fd, int family, uint32_t states)
{
	uint64_t buf[4096];
	ssize_t n;

	if (ask(fd, family, states))
		return -1;
	do
		n = recv(fd, buf, sizeof(buf), 0);
	while (n > 0 && take_messages(snapshot, buf, n));
	return n < 0 ? -1 : 0;
}

static int take_here(struct snapshot *snapshot)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	bool failed;
	int result;

	if (fd < 0)
		return -1;
	snapshot->has_backlog = false;
	snapshot->at_ns = walltime_mono_ns();
	result = dump(snapshot, fd, AF_INET, LISTENING);
	failed = result || dump(snapshot, fd, AF_INET6, LISTENING);
	/* There may be a hundred thousand: only where it is worth it. */
	if (snapshot->has_backlog)
		failed |= dump(snapshot, fd, AF_INET, QUEUED) ||
			  dump(snapshot, fd, AF_INET6, QUEUED);
	snapshot->is_all &= !failed;
	close(fd);
	return result;
}

/* One that there is no room for is taken for known, which it is not. */
static bool is_new(struct snapshot *snapshot, ino_t space)
{
	for (size_t i = 0; i < snapshot->count; i++)
		if (snapshot->spaces[i] == space)
			return false;
	if (snapshot->count == SPACES) {
		snapshot->is_all = false;
		return false;
	}
	snapshot->spaces[snapshot->count++] = space;
	return true;
}

static void take_other(struct snapshot *snapshot, const char *pid, int own)
{
	char path[48];
	struct stat st;
	int fd;

	snprintf(path, sizeof(path), "/proc/%.16s/ns/net", pid);
	if (stat(path, &st) || !is_new(snapshot, st.st_ino))
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET) || take_here(snapshot))
		snapshot->is_all = false;
	if (setns(own, CLONE_NEWNET))
		log_error("cannot come back to our own network namespace: %s",
			  strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void take_others(struct snapshot *snapshot)
{
	int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	struct dirent *entry;
	uint64_t pid;
	DIR *dir = opendir("/proc");

	snapshot->is_all &= own >= 0 && dir;
	while (own >= 0 && dir && (entry = readdir(dir)) != NULL)
		if (!num_parse(entry->d_name, 1, INT32_MAX, &pid))
			take_other(snapshot, entry->d_name, own);
	if (dir)
		closedir(dir);
	if (own >= 0)
		close(own);
}

int snapshot_take(struct queue *queue, bool *is_all)
{
	struct snapshot snapshot = { .queue = queue, .is_all = true };
	struct stat st;
	int result;

	if (!stat("/proc/self/ns/net", &st))
		is_new(&snapshot, st.st_ino);
	result = take_here(&snapshot);
	take_others(&snapshot);
	*is_all = !result && snapshot.is_all && !snapshot.untold;
	return result;
}
