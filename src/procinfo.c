/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks up the process and the real user of a thread in /proc. The only
 * reader of /proc/TID; remembers answers for one round, never longer, for
 * threads change their user and thread ids come round again.
 */
#include "procinfo.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "num.h"

/* include/linux/proc_ns.h, PROC_PID_INIT_INO: the same since 3.8. */
#define INIT_PID_NAMESPACE 0xeffffffc

/* Threads remembered in a round; more of them are merely asked for again. */
#define SLOTS 256

/* Tgid and Uid stand in the first few lines of the file. */
#define STATUS_SIZE 512

struct slot {
	uint64_t round;
	uint32_t tid;
	uint32_t pid;
	uint32_t uid;
};

struct procinfo {
	int proc_fd;
	bool is_blind;
	uint64_t round;
	struct slot slots[SLOTS];
};

static bool is_init_namespace(int proc_fd)
{
	struct stat st;

	return fstatat(proc_fd, "self/ns/pid", &st, 0) == 0 &&
	       st.st_ino == INIT_PID_NAMESPACE;
}

struct procinfo *procinfo_open(void)
{
	struct procinfo *procinfo = calloc(1, sizeof(*procinfo));

	if (!procinfo)
		return NULL;
	procinfo->proc_fd = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (procinfo->proc_fd < 0) {
		free(procinfo);
		return NULL;
	}
	procinfo->is_blind = !is_init_namespace(procinfo->proc_fd);
	procinfo->round = 1;
	return procinfo;
}

void procinfo_close(struct procinfo *procinfo)
{
	if (!procinfo)
		return;
	close(procinfo->proc_fd);
	free(procinfo);
}

bool procinfo_is_blind(const struct procinfo *procinfo)
{
	return procinfo->is_blind;
}

void procinfo_forget(struct procinfo *procinfo)
{
	procinfo->round++;
}

/* Returns the length read, 0 for a thread that is gone. */
static size_t read_status(int proc_fd, uint32_t tid, char *buf, size_t size)
{
	char path[32];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%u/status", tid);
	fd = openat(proc_fd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, buf, size - 1);
	close(fd);
	if (n < 0)
		n = 0;
	buf[n] = '\0';
	return n;
}

/*
 * The first number of the line that starts with @key, or @unknown. A name
 * cannot fake a line: the kernel escapes newlines in it.
 */
static uint32_t find_number(const char *status, const char *key,
			    uint32_t unknown)
{
	const char *line = strstr(status, key);
	uint64_t value;
	char digits[12];
	size_t length;

	if (!line)
		return unknown;
	line += strlen(key);
	length = strspn(line, "0123456789");
	if (length >= sizeof(digits))
		return unknown;
	memcpy(digits, line, length);
	digits[length] = '\0';
	return num_parse(digits, 0, UINT32_MAX, &value) ? unknown : value;
}

static void ask(struct procinfo *procinfo, struct slot *slot, uint32_t tid)
{
	char status[STATUS_SIZE] = "";

	read_status(procinfo->proc_fd, tid, status, sizeof(status));
	slot->round = procinfo->round;
	slot->tid = tid;
	slot->pid = find_number(status, "\nTgid:\t", 0);
	slot->uid = find_number(status, "\nUid:\t", CONN_UID_UNKNOWN);
}

void procinfo_fill(struct procinfo *procinfo, struct conn *conn)
{
	struct slot *slot = &procinfo->slots[conn->tid % SLOTS];

	if (procinfo->is_blind)
		return;
	if (slot->round != procinfo->round || slot->tid != conn->tid)
		ask(procinfo, slot, conn->tid);
	conn->pid = slot->pid;
	conn->uid = slot->uid;
}
