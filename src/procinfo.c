/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fills in the process and the real user of a thread, the name of the process
 * that a kernel's helper thread works for, and what else was wanted of them.
 */
#include "procinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lookup.h"
#include "rare.h"
#include "taskfile.h"
#include "threads.h"

/* include/linux/proc_ns.h, PROC_PID_INIT_INO: the same since 3.8. */
#define INIT_PID_NAMESPACE 0xeffffffc

struct procinfo {
	int proc_fd;
	struct lookup *lookup; /* NULL: nothing */
	bool is_blind;
	struct threads threads;
};

static bool is_init_namespace(int proc_fd)
{
	struct stat st;

	/* A kernel without CONFIG_PID_NS has no such file. */
	if (fstatat(proc_fd, "self/ns/pid", &st, 0))
		return fstatat(proc_fd, "self/status", &st, 0) == 0;
	return st.st_ino == INIT_PID_NAMESPACE;
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
	threads_open(&procinfo->threads, procinfo->proc_fd,
		     watches && !procinfo->is_blind);
	return procinfo;
}

void procinfo_close(struct procinfo *procinfo)
{
	if (!procinfo)
		return;
	lookup_close(procinfo->lookup);
	threads_close(&procinfo->threads);
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
	return procinfo->threads.exits &&
	       !(procinfo->lookup && lookup_wants_process(procinfo->lookup));
}

bool procinfo_is_blind(const struct procinfo *procinfo)
{
	return procinfo->is_blind;
}

void procinfo_forget(struct procinfo *procinfo)
{
	threads_forget(&procinfo->threads);
	if (procinfo->lookup)
		lookup_forget(procinfo->lookup);
}

bool procinfo_is_another(const struct procinfo *procinfo, uint32_t pid,
			 uint64_t ts_ns)
{
	uint64_t start_ns = taskfile_start_ns(procinfo->proc_fd, pid);

	return start_ns != UINT64_MAX && threads_is_since(start_ns, ts_ns);
}

/* A process that is gone meanwhile leaves the helper's name, true as well. */
static void name_process(const struct procinfo *procinfo,
			 struct known_thread *thread, struct conn *conn)
{
	if (!thread->cmd[0])
		taskfile_name(procinfo->proc_fd, thread->pid, thread->cmd);
	if (thread->cmd[0])
		memcpy(conn->cmd, thread->cmd, sizeof(conn->cmd));
}

/* What can be told of a thread that is gone; its process may be there. */
static void tell_gone(const struct procinfo *procinfo, uint32_t pid,
		      struct conn *conn)
{
	conn->pid = pid;
	if (pid && threads_is_helper(conn) &&
	    !procinfo_is_another(procinfo, pid, conn->ts_ns))
		taskfile_name(procinfo->proc_fd, pid, conn->cmd);
}

static void tell(const struct procinfo *procinfo, struct known_thread *thread,
		 struct conn *conn)
{
	conn->pid = thread->pid;
	/* What the kernel wrote down at the time is better. */
	if (threads_wants_uid(conn))
		conn->uid = thread->uid;
	if (threads_is_helper(conn))
		name_process(procinfo, thread, conn);
}

/* Returns whether the thread is there. */
RARE static bool ask(struct procinfo *procinfo, struct known_thread *thread,
		     struct conn *conn)
{
	struct threads *threads = &procinfo->threads;
	uint32_t gone_pid;

	if (procinfo->is_blind)
		return false;
	threads_ask(threads, thread, conn);
	gone_pid = thread->pid;
	if (thread->pid && !thread->ended_ns) {
		if (!threads_has_successor(threads, thread, conn->ts_ns)) {
			tell(procinfo, thread, conn);
			return true;
		}
		gone_pid =
			exits_find(threads->exits, conn->tid, conn->ts_ns).pid;
	}
	tell_gone(procinfo, gone_pid, conn);
	return false;
}

bool procinfo_fill(struct procinfo *procinfo, struct conn *conn)
{
	struct known_thread *thread = threads_at(&procinfo->threads, conn->tid);
	bool is_there = !thread->ended_ns;

	if (threads_is_told(&procinfo->threads, thread, conn))
		conn->pid = thread->pid;
	else
		is_there = ask(procinfo, thread, conn);
	/* Up to 4.7 the kernel does not record it, see SYNTAX_COMM. */
	if (is_there && conn->witnesses & (CONN_ACCEPT | CONN_GRAFT) &&
	    conn->family && !conn->cmd[0])
		taskfile_name(procinfo->proc_fd, conn->tid, conn->cmd);
	if (procinfo->lookup)
		lookup_fill(procinfo->lookup, conn, is_there);
	return is_there;
}

void procinfo_name(const struct procinfo *procinfo, uint32_t tid,
		   char cmd[CONN_CMD_SIZE])
{
	taskfile_name(procinfo->proc_fd, tid, cmd);
}
