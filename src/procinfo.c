/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks up the process and the real user of a thread in /proc, and the name
 * of the process that a kernel's helper thread works for. What it remembers
 * is asked for again each round, for threads change their user and thread ids
 * come round again.
 */
#include "procinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exits.h"
#include "log.h"
#include "lookup.h"
#include "taskfile.h"
#include "walltime.h"

/* include/linux/proc_ns.h, PROC_PID_INIT_INO: the same since 3.8. */
#define INIT_PID_NAMESPACE 0xeffffffc

/* Threads remembered in a round; more of them are merely asked for again. */
#define SLOTS 256

#define SECOND_NS 1000000000ULL

/* Read so much later, a record's thread may be another one by now. */
#define LATE_NS SECOND_NS

struct slot {
	uint64_t round;
	uint32_t tid;
	uint32_t pid;
	uint32_t uid;
	bool has_uid;		 /* asked for, known or not */
	uint64_t start_ns;	 /* since boot; 0: not asked */
	char cmd[CONN_CMD_SIZE]; /* of the process, once asked for */
};

struct procinfo {
	int proc_fd;
	struct lookup *lookup; /* NULL: nothing */
	struct exits *exits;   /* NULL: nobody says who has ended */
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

static void watch(struct procinfo *procinfo)
{
	procinfo->exits = exits_open();
	if (!procinfo->exits)
		log_debug("processes that end at once are not known, without "
			  "perf events: %s",
			  strerror(errno));
}

struct procinfo *procinfo_open(bool watches)
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
	if (watches && !procinfo->is_blind)
		watch(procinfo);
	procinfo_forget(procinfo);
	return procinfo;
}

void procinfo_close(struct procinfo *procinfo)
{
	if (!procinfo)
		return;
	lookup_close(procinfo->lookup);
	exits_close(procinfo->exits);
	close(procinfo->proc_fd);
	free(procinfo);
}

int procinfo_want(struct procinfo *procinfo, unsigned extras)
{
	procinfo->lookup = lookup_open(procinfo->proc_fd, extras);
	return procinfo->lookup || errno != ENOMEM ? 0 : -1;
}

bool procinfo_can_wait(const struct procinfo *procinfo)
{
	return procinfo->exits &&
	       !(procinfo->lookup && lookup_wants_process(procinfo->lookup));
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

/* Ids come round after 32768 threads at the soonest. */
static bool is_late(const struct procinfo *procinfo, uint64_t ts_ns)
{
	return procinfo->now_ns >= ts_ns + LATE_NS;
}

static bool is_since(uint64_t start_ns, uint64_t ts_ns)
{
	return start_ns > ts_ns + walltime_boot_ns() - walltime_mono_ns();
}

/* Whether the thread id has gone to somebody else since @ts_ns. */
static bool is_reused(struct procinfo *procinfo, struct slot *slot,
		      uint64_t ts_ns)
{
	if (!slot->start_ns)
		slot->start_ns =
			taskfile_start_ns(procinfo->proc_fd, slot->tid);
	return is_since(slot->start_ns, ts_ns);
}

bool procinfo_is_another(const struct procinfo *procinfo, uint32_t pid,
			 uint64_t ts_ns)
{
	uint64_t start_ns = taskfile_start_ns(procinfo->proc_fd, pid);

	return start_ns != UINT64_MAX && is_since(start_ns, ts_ns);
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
 * A process keeps its threads, and a signal that is none tells whether it has
 * this one, at a fortieth of the price of status. Of its user and its name
 * that says nothing.
 */
static bool is_of(uint32_t pid, const struct conn *conn)
{
	return pid && !wants_uid(conn) && !is_helper(conn) &&
	       !tgkill(pid, conn->tid, 0);
}

/* What has one thread, as most that accept do, is called as that is. */
static void ask(struct procinfo *procinfo, struct slot *slot,
		const struct conn *conn)
{
	*slot = (struct slot){
		.tid = conn->tid,
		.pid = conn->tid,
	};
	if (is_of(slot->pid, conn))
		return;
	taskfile_status(procinfo->proc_fd, slot->tid, &slot->pid, &slot->uid);
	slot->has_uid = true;
}

static bool is_known(const struct procinfo *procinfo, struct slot *slot,
		     const struct conn *conn)
{
	if (slot->tid != conn->tid)
		return false;
	if (slot->round == procinfo->round)
		return slot->has_uid || !wants_uid(conn);
	slot->has_uid = false;
	slot->start_ns = 0;
	return is_of(slot->pid, conn);
}

/* A process that is gone meanwhile leaves the helper's name, true as well. */
static void name_process(const struct procinfo *procinfo, struct slot *slot,
			 struct conn *conn)
{
	if (slot->pid && !slot->cmd[0])
		taskfile_name(procinfo->proc_fd, slot->pid, slot->cmd);
	if (slot->cmd[0])
		memcpy(conn->cmd, slot->cmd, sizeof(conn->cmd));
}

/* What can be told of a thread that is gone; its process may be there. */
static void ask_exits(const struct procinfo *procinfo, struct conn *conn)
{
	conn->pid = exits_find(procinfo->exits, conn->tid, conn->ts_ns);
	if (conn->pid && is_helper(conn) &&
	    !procinfo_is_another(procinfo, conn->pid, conn->ts_ns))
		taskfile_name(procinfo->proc_fd, conn->pid, conn->cmd);
}

/* Returns whether the thread is there. */
static bool ask_proc(struct procinfo *procinfo, struct conn *conn)
{
	struct slot *slot = &procinfo->slots[conn->tid % SLOTS];

	if (procinfo->is_blind)
		return false;
	if (!is_known(procinfo, slot, conn))
		ask(procinfo, slot, conn);
	slot->round = procinfo->round;
	/* A later record of the same round may be its successor's. */
	if (!slot->pid || (is_late(procinfo, conn->ts_ns) &&
			   is_reused(procinfo, slot, conn->ts_ns))) {
		ask_exits(procinfo, conn);
		return false;
	}
	conn->pid = slot->pid;
	/* What the kernel wrote down at the time is better. */
	if (wants_uid(conn))
		conn->uid = slot->uid;
	if (is_helper(conn))
		name_process(procinfo, slot, conn);
	return true;
}

bool procinfo_fill(struct procinfo *procinfo, struct conn *conn)
{
	bool is_there = ask_proc(procinfo, conn);

	if (procinfo->lookup)
		lookup_fill(procinfo->lookup, conn, is_there);
	return is_there;
}

void procinfo_name(const struct procinfo *procinfo, uint32_t tid,
		   char cmd[CONN_CMD_SIZE])
{
	taskfile_name(procinfo->proc_fd, tid, cmd);
}
