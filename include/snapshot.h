/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who listens now, and who waits in accept queues.
 */
#ifndef TCPWHO_SNAPSHOT_H
#define TCPWHO_SNAPSHOT_H

#include "queue.h"

/**
 * snapshot_take - tell @queue what there is in all network namespaces
 *
 * @is_all: whether it is all: nobody waited whom sock_diag does not tell of,
 *	as of connections that were reset, and every namespace could be asked
 *
 * Returns 0, or -1 with errno when not even our own can be asked.
 */
int snapshot_take(struct queue *queue, bool *is_all);

#endif
