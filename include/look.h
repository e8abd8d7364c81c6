/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can still be found out about a thread that has just accepted, and about
 * its descriptors.
 */
#ifndef TCPWHO_LOOK_H
#define TCPWHO_LOOK_H

#include "conn.h"
#include "calls.h"

struct look;

/**
 * look_open - returns NULL with errno; closed with look_close, takes NULL
 * @extras: of extra.h, what look_who is to look up as well
 */
struct look *look_open(unsigned extras);
void look_close(struct look *look);

/** look_forget - call this before each round, as procinfo_forget */
void look_forget(struct look *look);

/** look_who - set pid, uid and cmd of @conn from its tid, as far as known */
void look_who(struct look *look, struct conn *conn);

/**
 * look_at - what descriptor @fd of process @pid is now
 *
 * For a moment it is ours, too, and closed at once.
 */
void look_at(struct look *look, uint32_t pid, int fd, struct calls_seen *seen);

/** look_at_listener - which listener it is, see struct calls_hands */
enum calls_listener look_at_listener(struct look *look, uint32_t pid, int fd,
				     struct listeners_key *key);

#endif
