/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts connections by a key, in bounded memory.
 */
#ifndef TCPWHO_GROUPS_H
#define TCPWHO_GROUPS_H

#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "histogram.h"

/*
 * Some 20 MB of memory, and with waits 50 more. One more group, and the
 * rarest become one.
 */
#define GROUPS_MAX 100000

struct group {
	struct conn key;
	uint64_t count;
	uint64_t first_ns, last_ns; /* wall clock; 0: unknown */
	uint32_t hash;
	uint32_t number; /* in the order they came, which wraps around */
	struct histogram *waits; /* NULL: none is known */
};

/* All zero but for a seed and the words is an empty one. */
struct groups {
	uint64_t seed;	/* or strangers could choose what collides */
	uint32_t words; /* of by_words */
	struct group *groups;
	size_t count, size;
	uint32_t *slots;   /* of the hash table: one more than an index, or 0 */
	size_t slot_count; /* a power of two */
	struct group rest; /* all that were the rarest at a time */
	uint64_t folded;   /* how many became the rest */
	uint64_t added;	   /* that ever were */
};

/**
 * groups_init - an empty one, of which nobody knows the seed
 * @words: by_words of what the keys are made by
 */
void groups_init(struct groups *groups, uint32_t words);

/**
 * groups_add - count a connection
 * @key: bytes that its group has in common, from by_key
 * @time_ns: when it was; 0: unknown
 *
 * Returns 0, or -1 when there is no memory.
 */
int groups_add(struct groups *groups, const struct conn *key, uint64_t time_ns);

/** groups_find - the group of that key, or NULL */
const struct group *groups_find(const struct groups *groups,
				const struct conn *key);

/** groups_add_wait - the same of one that waited @wait_ns; 0: unknown */
int groups_add_wait(struct groups *groups, const struct conn *key,
		    uint64_t time_ns, uint64_t wait_ns);

/** groups_sort - order them by count, the largest first, ties as they came */
void groups_sort(struct groups *groups);

/**
 * groups_ends - the first and the last of all, where they are earlier than
 * @first_ns, or that is 0, and later than @last_ns
 */
void groups_ends(const struct groups *groups, uint64_t *first_ns,
		 uint64_t *last_ns);

/** groups_reset - forget all that was counted */
void groups_reset(struct groups *groups);

void groups_free(struct groups *groups);

#endif
