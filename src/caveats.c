/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Says what cannot be seen with what this kernel has. Finds nothing out but
 * how many threads it concerns.
 */
#include "caveats.h"

#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "conn.h"
#include "extra.h"
#include "log.h"
#include "waiting.h"

static void say_waiting(void)
{
	long waiting = waiting_count();

	if (waiting > 0)
		log_note("threads waiting in accept now: %ld, they are seen "
			 "from their second connection on",
			 waiting);
}

/*
 * Without maxactive (before 4.12) the pool of a return probe is as large as
 * kernel/kprobes.c makes it: register_kretprobe(), as of 3.10 to 5.10.
 */
static void say_pool(void)
{
	struct utsname name;
	long cpus = sysconf(_SC_NPROCESSORS_CONF);
	long threads = cpus;

	uname(&name);
	if (strstr(name.version, " PREEMPT"))
		threads = 2 * cpus > 10 ? 2 * cpus : 10;
	log_note("this kernel's probe holds %ld threads that wait in accept at "
		 "once: what more of them accept is missed",
		 threads);
}

/* What the self-test has refuted has been said. */
static void say_unknown(const struct offset *of)
{
	if (of[OFFSET_SOCKET_FILE].source == OFFSET_UNKNOWN ||
	    of[OFFSET_FILE_CRED].source == OFFSET_UNKNOWN)
		log_note("this kernel does not tell where it keeps the user "
			 "of a file: UID is looked up in /proc instead");
}

void caveats_say_missing(const struct fields_kernel *kernel)
{
	if (kernel->extras & EXTRA_NETNS && kernel->has_net_ns &&
	    kernel->offsets.of[OFFSET_NET_INUM].source == OFFSET_UNKNOWN)
		log_note("this kernel does not tell where it keeps the number "
			 "of a network namespace: NETNS is not known");
	if (kernel->extras & EXTRA_QUEUE &&
	    kernel->offsets.of[OFFSET_MAX_ACK_BACKLOG].source == OFFSET_UNKNOWN)
		log_note("this kernel does not tell where it keeps the queue "
			 "of a socket: QUEUE and BACKLOG are not known");
}

void caveats_say(unsigned witnesses, const struct fields_kernel *kernel)
{
	const struct offsets *offsets = &kernel->offsets;

	caveats_say_missing(kernel);
	if (witnesses & CONN_GRAFT) {
		say_unknown(offsets->of);
	} else {
		say_waiting();
		if (!(kernel->syntax & SYNTAX_MAXACTIVE))
			say_pool();
	}
}

void caveats_say_points(unsigned extras)
{
	if (extras & (EXTRA_STATE | EXTRA_IF | EXTRA_NETNS | EXTRA_QUEUE))
		log_note("tracepoints do not tell STATE, IF, NETNS, QUEUE and "
			 "BACKLOG: these are not known");
}

void caveats_say_blind(void)
{
	log_note("inside a pid namespace PID cannot be looked up and no "
		 "self-test made: run tcpwho outside of the container for "
		 "them");
}
