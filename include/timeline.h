/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Accepts over time, in bounded memory.
 */
#ifndef TCPWHO_TIMELINE_H
#define TCPWHO_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "histogram.h"

/* As many as are told apart on a screen, with room for each. */
#define TIMELINE_BUCKETS 320

/* Ports at a time; the first is of all others. */
#define TIMELINE_PORTS 256

struct timeline_port {
	uint16_t port;
	uint64_t count;
	uint32_t counts[TIMELINE_BUCKETS];
};

/* Some 600 KB, whatever there is in it. All zero is an empty one. */
struct timeline {
	uint64_t width_ns; /* of a bucket */
	uint64_t first;	   /* what the time of the first is, in widths */
	size_t count;	   /* of buckets */
	size_t level;	   /* of widths */
	size_t ports;	   /* in use, the others not counted */
	uint64_t folded;   /* times that one became one of the others */
	size_t distinct;   /* ports that there were, whatever became of them */
	struct timeline_port port[TIMELINE_PORTS];
	uint8_t port_at[UINT16_MAX + 1]; /* 0: among the others */
	bool was_seen[UINT16_MAX + 1];
	struct histogram waits[TIMELINE_BUCKETS];
	uint64_t lost[TIMELINE_BUCKETS];
	bool is_marked[TIMELINE_BUCKETS]; /* some are lost, or may be */
};

/**
 * timeline_add - count an accept
 * @time_ns: when; of any order
 * @port: 0 is among the others
 * @wait_ns: 0: unknown
 *
 * When there are too many buckets they become wider.
 */
void timeline_add(struct timeline *timeline, uint64_t time_ns, uint16_t port,
		  uint64_t wait_ns);

/**
 * timeline_mark - between these two @lost are missing
 * @until_ns: not before @from_ns
 *
 * Returns whether a part of that is within what there is, which is marked.
 */
bool timeline_mark(struct timeline *timeline, uint64_t from_ns,
		   uint64_t until_ns, uint64_t lost);

/** timeline_from_ns - where a bucket begins */
uint64_t timeline_from_ns(const struct timeline *timeline, size_t bucket);

/** timeline_sort - the ports with the most first, behind the others */
void timeline_sort(struct timeline *timeline);

#endif
