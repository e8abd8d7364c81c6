/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks up the process and the real user of a thread in /proc, and the name
 * of the process that a kernel's helper thread works for. The only reader of
 * /proc/TID; what it remembers is asked for again each round, for threads
 * change their user and thread ids come round again.
 */
#include "procinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lookup.h"
#include "num.h"
#include "smallfile.h"
#include "walltime.h"

/* include/linux/proc_ns.h, PROC_PID_INIT_INO: the same since 3.8. */
#define INIT_PID_NAMESPACE 0xeffffffc

/* Threads remembered in a round; more of them are merely asked for again. */
#define SLOTS 256

#define SECOND_NS 1000000000ULL

/* Read so much later, a record's thread may be another one by now. */
#define LATE_NS SECOND_NS

/* Of /proc/TID/stat, counted from 1 (proc(5)). */
#define START_FIELD 22

/* Tgid and Uid stand in the first few lines of status; stat is one line. */
#define STATUS_SIZE 512

struct slot {
	uint64_t round;
	uint32_t tid;
	uint32_t pid;
	uint32_t uid;
	uint64_t start_ns;	 /* since boot; 0: not asked */
	char cmd[CONN_CMD_SIZE]; /* of the process, once asked for */
};

struct procinfo {
	int proc_fd;
	struct lookup *lookup; /* NULL: nothing */
	bool is_blind;
	uint64_t round;
	uint64_t now_ns; /* when it began */
	struct slot slots[SLOTS];
};

static bool is_init_namespace(int proc_fd)
{
	struct stat st;

	/* A kernel without CONFIG_PID_NS has no such file. */
	if (fstatat(proc_fd, "self/ns/pid", &st, 0))
		return fstatat(proc_fd, "self/status", &st, 0) == 0;
	return st.st_ino == INIT_PID_NAMESPACE;
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
	procinfo_forget(procinfo);
	return procinfo;
}

void procinfo_close(struct procinfo *procinfo)
{
	if (!procinfo)
		return;
	lookup_close(procinfo->lookup);
	close(procinfo->proc_fd);
	free(procinfo);
}

int procinfo_want(struct procinfo *procinfo, unsigned extras)
{
	procinfo->lookup = lookup_open(procinfo->proc_fd, extras);
	return procinfo->lookup || errno != ENOMEM ? 0 : -1;
}

bool procinfo_is_blind(const struct procinfo *procinfo)
{
	return procinfo->is_blind;
}

void procinfo_forget(struct procinfo *procinfo)
{
	procinfo->round++;
	procinfo->now_ns = walltime_mono_ns();
	if (procinfo->lookup)
		lookup_forget(procinfo->lookup);
}

static void read_file(int proc_fd, uint32_t tid, const char *name, char *buf,
		      size_t size)
{
	char path[32];

	snprintf(path, sizeof(path), "%u/%s", tid, name);
	smallfile_read(proc_fd, path, buf, size);
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

/* Nanoseconds since boot at which the thread of this stat file started. */
static uint64_t find_start_ns(const char *stat)
{
	const char *field = strrchr(stat, ')');

	/* The name, field 2, may hold anything; 22 is the start, in ticks. */
	for (int i = 2; i < START_FIELD && field; i++) {
		field = strchr(field, ' ');
		if (field)
			field++;
	}
	return field ? strtoull(field, NULL, 10) * SECOND_NS /
			       sysconf(_SC_CLK_TCK) :
		       UINT64_MAX;
}

/* Ids come round after 32768 threads at the soonest. */
static bool is_late(const struct procinfo *procinfo, uint64_t ts_ns)
{
	return procinfo->now_ns >= ts_ns + LATE_NS;
}

/* Whether the thread id has gone to somebody else since @ts_ns. */
static bool is_reused(struct procinfo *procinfo, struct slot *slot,
		      uint64_t ts_ns)
{
	char stat[STATUS_SIZE];

	if (!slot->start_ns) {
		read_file(procinfo->proc_fd, slot->tid, "stat", stat,
			  sizeof(stat));
		slot->start_ns = find_start_ns(stat);
	}
	return slot->start_ns > ts_ns + walltime_boot_ns() - walltime_mono_ns();
}

static void ask(struct procinfo *procinfo, struct slot *slot, uint32_t tid)
{
	char status[STATUS_SIZE];

	read_file(procinfo->proc_fd, tid, "status", status, sizeof(status));
	slot->tid = tid;
	slot->pid = find_number(status, "\nTgid:\t", 0);
	slot->uid = find_number(status, "\nUid:\t", CONN_UID_UNKNOWN);
	slot->start_ns = 0;
	slot->cmd[0] = '\0';
}

static bool is_helper(const struct conn *conn)
{
	return !memcmp(conn->cmd, PROCINFO_HELPER, strlen(PROCINFO_HELPER));
}

/* An accept without addresses is one whose graft tells the rest. */
static bool wants_uid(const struct conn *conn)
{
	return conn->uid == CONN_UID_UNKNOWN && conn->family;
}

/*
 * A process keeps its threads, and a signal that is none tells whether it
 * still has this one, at a fortieth of the price of status. Of its user and
 * its name that says nothing.
 */
static bool is_still(const struct slot *slot, const struct conn *conn)
{
	return slot->pid && !wants_uid(conn) && !is_helper(conn) &&
	       !tgkill(slot->pid, slot->tid, 0);
}

static void read_name(int proc_fd, uint32_t pid, char *cmd)
{
	char comm[CONN_CMD_SIZE + 1];
	const char *end;

	read_file(proc_fd, pid, "comm", comm, sizeof(comm));
	/* The last newline is the file's, any other is the name's. */
	end = strrchr(comm, '\n');
	if (end)
		snprintf(cmd, CONN_CMD_SIZE, "%.*s", (int)(end - comm), comm);
}

/* A process that is gone meanwhile leaves the helper's name, true as well. */
static void name_process(const struct procinfo *procinfo, struct slot *slot,
			 struct conn *conn)
{
	if (slot->pid && !slot->cmd[0])
		read_name(procinfo->proc_fd, slot->pid, slot->cmd);
	if (slot->cmd[0])
		memcpy(conn->cmd, slot->cmd, sizeof(conn->cmd));
}

static void ask_proc(struct procinfo *procinfo, struct conn *conn)
{
	struct slot *slot = &procinfo->slots[conn->tid % SLOTS];

	if (procinfo->is_blind)
		return;
	if (slot->tid != conn->tid ||
	    (slot->round != procinfo->round && !is_still(slot, conn)))
		ask(procinfo, slot, conn->tid);
	slot->round = procinfo->round;
	/* A later record of the same round may be its successor's. */
	if (is_late(procinfo, conn->ts_ns) &&
	    is_reused(procinfo, slot, conn->ts_ns))
		return;
	conn->pid = slot->pid;
	/* What the kernel wrote down at the time is better. */
	if (wants_uid(conn))
		conn->uid = slot->uid;
	if (is_helper(conn))
		name_process(procinfo, slot, conn);
}

void procinfo_fill(struct procinfo *procinfo, struct conn *conn)
{
	ask_proc(procinfo, conn);
	if (procinfo->lookup)
		lookup_fill(procinfo->lookup, conn);
}
