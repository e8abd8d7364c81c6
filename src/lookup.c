/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asks this machine for the names behind numbers. What it remembers of a
 * process is asked for again each round, that of a user when the file has
 * changed. Never asks for what no column wants.
 */
#include "lookup.h"

#include <errno.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "extra.h"
#include "names.h"
#include "num.h"
#include "smallfile.h"
#include "users.h"

/* Remembered of each kind; more of them are merely asked for again. */
#define SLOTS 256

/* Room for a path of PATH_MAX in each of some hierarchies. */
#define CGROUP_SIZE 16384

struct slot {
	uint64_t round; /* 0: nothing */
	uint32_t number, name;
};

struct lookup {
	int proc_fd;
	unsigned extras;
	uint64_t round;	      /* of processes */
	uint64_t users_round; /* of users: their file has changed */
	struct stat users_file;
	uint32_t netns; /* ours; 0 where there are none */
	struct slot users[SLOTS], cgroups[SLOTS], interfaces[SLOTS];
};

struct lookup *lookup_open(int proc_fd, unsigned extras)
{
	struct lookup *lookup;
	struct stat st;

	errno = 0;
	if (!(extras & (EXTRA_USER | EXTRA_CGROUP | EXTRA_IF)))
		return NULL;
	lookup = calloc(1, sizeof(*lookup));
	if (!lookup)
		return NULL;
	lookup->proc_fd = proc_fd;
	lookup->extras = extras;
	if (!fstatat(proc_fd, "self/ns/net", &st, 0))
		lookup->netns = st.st_ino;
	lookup_forget(lookup);
	return lookup;
}

void lookup_close(struct lookup *lookup)
{
	free(lookup);
}

bool lookup_wants_process(const struct lookup *lookup)
{
	return lookup->extras & EXTRA_CGROUP;
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void look_at_users(struct lookup *lookup)
{
	struct stat now = { .st_ino = 0 };

	if (stat(USERS_FILE, &now))
		now.st_ino = 0;
	if (lookup->users_round && is_same_file(&now, &lookup->users_file))
		return;
	lookup->users_file = now;
	lookup->users_round++;
}

void lookup_forget(struct lookup *lookup)
{
	lookup->round++;
	if (lookup->extras & EXTRA_USER)
		look_at_users(lookup);
}

/* Returns whether it is to be asked for; it is remembered from now on. */
static bool is_new(struct slot *slot, uint32_t number, uint64_t round)
{
	if (slot->round == round && slot->number == number)
		return false;
	*slot = (struct slot){ .round = round, .number = number };
	return true;
}

static uint32_t find_user(struct lookup *lookup, uint32_t uid)
{
	struct slot *slot = &lookup->users[uid % SLOTS];
	char name[NAMES_LENGTH + 1];

	if (is_new(slot, uid, lookup->users_round) &&
	    !users_name(USERS_FILE, uid, name, sizeof(name)))
		slot->name = names_add(name, strlen(name));
	return slot->name;
}

static uint32_t find_cgroup(struct lookup *lookup, uint32_t pid)
{
	struct slot *slot = &lookup->cgroups[pid % SLOTS];
	char path[32], text[CGROUP_SIZE];
	const char *found;
	size_t length;

	if (!is_new(slot, pid, lookup->round))
		return slot->name;
	snprintf(path, sizeof(path), "%u/cgroup", pid);
	smallfile_read(lookup->proc_fd, path, text, sizeof(text));
	found = cgroup_find(text, &length);
	slot->name = names_add(found, length);
	return slot->name;
}

#define UNNAMED "if"

/*
 * What has no name that holds here is called as ip(8) calls what it cannot
 * name: who reads JSON has one type there, and no number in a string.
 */
void lookup_elsewhere(struct conn *conn)
{
	char name[16] = UNNAMED;
	size_t length = strlen(UNNAMED);

	if (!conn->ifindex)
		return;
	length += num_format(name + length, conn->ifindex);
	conn->if_name = names_add(name, length);
}

static int ask_interface(struct ifreq *request)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int result;

	if (fd < 0)
		return -1;
	result = ioctl(fd, SIOCGIFNAME, request);
	close(fd);
	return result;
}

static void find_interface(struct lookup *lookup, struct conn *conn)
{
	struct slot *slot = &lookup->interfaces[conn->ifindex % SLOTS];
	struct ifreq request = { .ifr_ifindex = conn->ifindex };

	if (conn->netns != lookup->netns) {
		lookup_elsewhere(conn);
		return;
	}
	if (is_new(slot, conn->ifindex, lookup->round) &&
	    !ask_interface(&request))
		slot->name = names_add(request.ifr_name,
				       strnlen(request.ifr_name, IFNAMSIZ));
	conn->if_name = slot->name;
	/* It is gone by now. */
	if (!conn->if_name)
		lookup_elsewhere(conn);
}

void lookup_fill(struct lookup *lookup, struct conn *conn, bool is_there)
{
	/* An accept without addresses is one whose graft tells the rest. */
	if (!conn->family)
		return;
	if (lookup->extras & EXTRA_USER && conn->uid != CONN_UID_UNKNOWN)
		conn->user = find_user(lookup, conn->uid);
	if (lookup->extras & EXTRA_CGROUP && is_there)
		conn->cgroup = find_cgroup(lookup, conn->pid);
	if (lookup->extras & EXTRA_IF && conn->ifindex)
		find_interface(lookup, conn);
}
