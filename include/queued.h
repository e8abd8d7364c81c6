/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inside of queues, for the two modules that make them.
 */
#ifndef TCPWHO_QUEUED_H
#define TCPWHO_QUEUED_H

#include "queue.h"

#define QUEUED_BUCKETS 4096

struct queued_list {
	int first, last;
};

struct queue {
	struct queue_entry *entries;
	size_t size;
	size_t count;
	bool is_short; /* some had no room */
	int free;      /* by same_hash */
	int buckets[QUEUED_BUCKETS];
	struct queued_list closed;
	struct listeners listeners;
};

/** queued_drop - forget an entry */
void queued_drop(struct queue *queue, int entry);

#endif
