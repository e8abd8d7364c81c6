/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asks /proc, and who has watched threads end, whose thread it was. What is
 * remembered is asked for again each round, for threads change their user and
 * thread ids come round again. Fills in nothing itself.
 */
#include "threads.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "taskfile.h"
#include "walltime.h"

#define SECOND_NS 1000000000ULL

/* Read so much later, a record's thread may be another one by now. */
#define LATE_NS SECOND_NS

void threads_open(struct threads *threads, int proc_fd, bool watches)
{
	threads->proc_fd = proc_fd;
	threads->exits = watches ? exits_open() : NULL;
	if (watches && !threads->exits)
		log_debug("processes that end at once are not known, without "
			  "perf events: %s",
			  strerror(errno));
	threads_forget(threads);
}

void threads_close(struct threads *threads)
{
	exits_close(threads->exits);
}

/* Where one cannot be had any more, the old one still knows of some CPUs. */
static void watch_again(struct threads *threads)
{
	struct exits *fresh;

	threads->looked_ns = threads->now_ns;
	if (!threads->exits || exits_is_whole(threads->exits))
		return;
	fresh = exits_open();
	if (!fresh)
		return;
	exits_close(threads->exits);
	threads->exits = fresh;
	log_debug("CPUs have been switched on or off: those that end are "
		  "watched anew");
}

void threads_forget(struct threads *threads)
{
	threads->round++;
	threads->now_ns = walltime_mono_ns();
	if (threads->now_ns >= threads->looked_ns + SECOND_NS)
		watch_again(threads);
}

/* Ids come round after 32768 threads at the soonest. */
static bool is_late(const struct threads *threads, uint64_t ts_ns)
{
	return threads->now_ns >= ts_ns + LATE_NS;
}

bool threads_is_since(uint64_t start_ns, uint64_t ts_ns)
{
	return start_ns > ts_ns + walltime_boot_ns() - walltime_mono_ns();
}

bool threads_has_successor(const struct threads *threads,
			   struct known_thread *thread, uint64_t ts_ns)
{
	if (!is_late(threads, ts_ns))
		return false;
	if (!thread->start_ns)
		thread->start_ns =
			taskfile_start_ns(threads->proc_fd, thread->tid);
	return threads_is_since(thread->start_ns, ts_ns);
}

bool threads_is_helper(const struct conn *conn)
{
	return !memcmp(conn->cmd, THREADS_HELPER, strlen(THREADS_HELPER));
}

bool threads_wants_uid(const struct conn *conn)
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
	return pid && !threads_wants_uid(conn) && !threads_is_helper(conn) &&
	       !tgkill(pid, conn->tid, 0);
}

static bool has_ended(const struct threads *threads,
		      struct known_thread *thread, const struct conn *conn)
{
	struct exits_end end =
		exits_find(threads->exits, conn->tid, conn->ts_ns);

	thread->asked_ns = conn->ts_ns;
	thread->ended_ns = end.ended_ns;
	if (end.pid)
		thread->pid = end.pid;
	return end.pid;
}

/* What has one thread, as most that accept do, is called as that is. */
static void ask(const struct threads *threads, struct known_thread *thread,
		const struct conn *conn)
{
	*thread = (struct known_thread){
		.tid = conn->tid,
		.pid = conn->tid,
	};
	if (is_of(thread->pid, conn))
		return;
	/* Whose user is known needs no look at /proc if it has ended. */
	if (!threads_wants_uid(conn) && has_ended(threads, thread, conn))
		return;
	taskfile_status(threads->proc_fd, thread->tid, &thread->pid,
			&thread->uid);
	thread->has_uid = true;
}

/* In this round, and the answer holds for this record, too. */
static bool was_asked(const struct known_thread *thread,
		      const struct conn *conn)
{
	if (thread->ended_ns)
		return conn->ts_ns >= thread->asked_ns &&
		       conn->ts_ns < thread->ended_ns;
	return thread->has_uid || !threads_wants_uid(conn);
}

static bool is_known(const struct threads *threads, struct known_thread *thread,
		     const struct conn *conn)
{
	if (thread->tid != conn->tid)
		return false;
	if (thread->round == threads->round)
		return was_asked(thread, conn);
	thread->has_uid = false;
	thread->start_ns = thread->ended_ns = 0;
	return is_of(thread->pid, conn);
}

void threads_ask(const struct threads *threads, struct known_thread *thread,
		 const struct conn *conn)
{
	if (!is_known(threads, thread, conn))
		ask(threads, thread, conn);
	thread->round = threads->round;
	/* It may have ended while it was asked for. */
	if (!thread->pid)
		has_ended(threads, thread, conn);
}

bool threads_is_told(const struct threads *threads,
		     const struct known_thread *thread, const struct conn *conn)
{
	return thread->tid == conn->tid && thread->round == threads->round &&
	       thread->pid && !threads_wants_uid(conn) &&
	       !threads_is_helper(conn) &&
	       (thread->ended_ns ? was_asked(thread, conn) :
				   !is_late(threads, conn->ts_ns));
}
