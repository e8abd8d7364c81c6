/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory of the kernel as it was at several accepts, and where in it a known
 * value lies.
 */
#ifndef TCPWHO_MEMDUMP_H
#define TCPWHO_MEMDUMP_H

#include <stddef.h>
#include <stdint.h>

/* So many accepts that no other value is right for all of them by chance. */
#define MEMDUMP_ACCEPTS 3

/* A probe event holds no more; see calibrate.c. */
#define MEMDUMP_SIZE 3072

/* The same places at each accept. */
struct memdump {
	unsigned count; /* accepts taken so far */
	size_t size;	/* bytes of each */
	uint64_t ts_ns[MEMDUMP_ACCEPTS];
	unsigned char bytes[MEMDUMP_ACCEPTS][MEMDUMP_SIZE];
};

/**
 * memdump_take - keep the memory of one accept
 * @ts_ns: when it was; accepts may come in any order, and more than
 *	MEMDUMP_ACCEPTS are an error that memdump_find reports
 * @bytes: dump->size of them, which the caller has set
 */
void memdump_take(struct memdump *dump, uint64_t ts_ns, const void *bytes);

/**
 * memdump_find - the first place that holds the k-th value at the k-th accept
 * @values: MEMDUMP_ACCEPTS of them, @size bytes each, in the kernel's byte order
 * @size: also their alignment
 * @from: where to begin
 *
 * Returns the offset in bytes, or -1.
 */
int memdump_find(const struct memdump *dump, const void *values, size_t size,
		 size_t from);

#endif
