/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What this machine has names for: users, control groups, interfaces.
 */
#ifndef TCPWHO_LOOKUP_H
#define TCPWHO_LOOKUP_H

#include <stdbool.h>

#include "conn.h"
#include "rare.h"

struct lookup;

/**
 * lookup_open - get ready to look up what @extras, of extra.h, says
 * @proc_fd: /proc, borrowed
 *
 * Returns NULL where that is nothing, or with errno where there is no memory.
 */
struct lookup *lookup_open(int proc_fd, unsigned extras);

/** lookup_close - takes NULL */
void lookup_close(struct lookup *lookup);

/** lookup_wants_process - whether what is gone with the process is wanted */
bool lookup_wants_process(const struct lookup *lookup);

/** lookup_forget - what was asked before may no longer hold */
void lookup_forget(struct lookup *lookup);

/**
 * lookup_fill - set user, cgroup and if_name of a connection just accepted
 *
 * @is_there: whether the thread is, and so its process
 *
 * From its uid, pid and ifindex; what these do not tell stays unknown.
 */
RARE void lookup_fill(struct lookup *lookup, struct conn *conn, bool is_there);

/** lookup_elsewhere - set if_name of a connection of another machine's */
void lookup_elsewhere(struct conn *conn);

#endif
