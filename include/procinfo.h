/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What /proc knows of an accepting thread: its process and its user.
 */
#ifndef TCPWHO_PROCINFO_H
#define TCPWHO_PROCINFO_H

#include <stdbool.h>

#include "conn.h"

/*
 * The kernel accepts for io_uring in threads of the process that it names
 * itself, iou-wrk-TID and iou-sqp-PID (io_uring/io-wq.c, sqpoll.c, since
 * 5.12). Whoever calls a thread of his own so has it shown under the name of
 * its process, which is as true.
 */
#define PROCINFO_HELPER "iou-"

struct procinfo;

/**
 * procinfo_open - get ready to ask /proc
 *
 * Returns NULL with errno; freed with procinfo_close, which takes NULL.
 */
struct procinfo *procinfo_open(void);
void procinfo_close(struct procinfo *procinfo);

/**
 * procinfo_want - fill in what @extras, of extra.h, says, as well
 *
 * Returns 0, or -1 with errno ENOMEM.
 */
int procinfo_want(struct procinfo *procinfo, unsigned extras);

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
 * A thread that is gone leaves them unknown. Where the kernel's own helper
 * thread of a process accepted, as with io_uring, cmd becomes the process's.
 */
void procinfo_fill(struct procinfo *procinfo, struct conn *conn);

#endif
