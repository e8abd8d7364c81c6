/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What /proc knows of an accepting thread: its process and its user.
 */
#ifndef TCPWHO_PROCINFO_H
#define TCPWHO_PROCINFO_H

#include <stdbool.h>

#include "conn.h"

struct procinfo;

/**
 * procinfo_open - get ready to ask /proc
 * @watches: whether to know the process of a thread that ends from now on,
 *	too; where the kernel does not say who ends it stays unknown
 *
 * Returns NULL with errno; freed with procinfo_close, which takes NULL.
 */
struct procinfo *procinfo_open(bool watches);
void procinfo_close(struct procinfo *procinfo);

/**
 * procinfo_want - fill in what @extras, of extra.h, says, as well
 *
 * Returns 0, or -1 with errno ENOMEM.
 */
int procinfo_want(struct procinfo *procinfo, unsigned extras);

/**
 * procinfo_can_wait - whether some milliseconds after the thread has ended
 * there is as much to be found out as before, but for the name of the process
 * that one of io_uring's threads worked for, if that has ended, too
 */
bool procinfo_can_wait(const struct procinfo *procinfo);

/**
 * procinfo_is_blind - whether our /proc numbers processes otherwise than
 * the kernel does: inside a pid namespace nothing can be looked up
 */
bool procinfo_is_blind(const struct procinfo *procinfo);

/**
 * procinfo_forget - what was asked before may no longer hold
 *
 * Within one round a thread is asked for once; call this before the next.
 */
void procinfo_forget(struct procinfo *procinfo);

/**
 * procinfo_fill - set pid of @conn from its tid, uid where it is unknown, and
 * what procinfo_want wanted
 *
 * A thread that is gone leaves uid unknown, and pid where nobody has watched
 * it end. Where the kernel's own helper thread of a process accepted, as with
 * io_uring, cmd becomes the process's.
 *
 * Returns whether the thread is still there.
 */
bool procinfo_fill(struct procinfo *procinfo, struct conn *conn);

/**
 * procinfo_is_another - whether a process id belongs to one that was started
 * since, by CLOCK_MONOTONIC; not if it is nobody's
 */
bool procinfo_is_another(const struct procinfo *procinfo, uint32_t pid,
			 uint64_t ts_ns);

/** procinfo_name - what a thread is called now; stays if it is gone */
void procinfo_name(const struct procinfo *procinfo, uint32_t tid,
		   char cmd[CONN_CMD_SIZE]);

#endif
