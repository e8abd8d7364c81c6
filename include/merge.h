/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Several sequences in time order made one.
 */
#ifndef TCPWHO_MERGE_H
#define TCPWHO_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first of a sequence that has not been taken. */
struct merge_head {
	uint64_t ts_ns;
	uint32_t sequence; /* the smaller one first at equal times */
};

/* A heap; all zero is an empty one. */
struct merge {
	struct merge_head *heads;
	size_t count;
	size_t size;
};

/** merge_add - one more sequence; 0, or -1 with errno ENOMEM */
int merge_add(struct merge *merge, uint32_t sequence, uint64_t ts_ns);

/** merge_first - the sequence whose head is the earliest, or -1 */
int64_t merge_first(const struct merge *merge);

/** merge_first_ns, merge_next_ns - when its head is, and the next one's; or never */
uint64_t merge_first_ns(const struct merge *merge);
uint64_t merge_next_ns(const struct merge *merge);

/** merge_move - a sequence that was added has a head at @ts_ns, if not earlier */
void merge_move(struct merge *merge, uint32_t sequence, uint64_t ts_ns);

/** merge_advance - the first one's next is at @ts_ns */
void merge_advance(struct merge *merge, uint64_t ts_ns);

/** merge_end - the first one has no next */
void merge_end(struct merge *merge);

/** merge_free - forget all */
void merge_free(struct merge *merge);

#endif
