/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sub-buffers of our own: the inverse of subbuf.h.
 */
#ifndef TCPWHO_SUBWRITE_H
#define TCPWHO_SUBWRITE_H

#include <stddef.h>
#include <stdint.h>

/* As kernels with pages of 4 KB make them, in front of which stand these. */
#define SUBWRITE_SIZE 4096
#define SUBWRITE_LONG 8
#define SUBWRITE_HEAD (8 + SUBWRITE_LONG)

/* Sound at any time: what is behind its records is zero. */
struct subwrite {
	uint8_t bytes[SUBWRITE_SIZE];
	size_t used;
	uint64_t last_ns;
};

/** subwrite_start - make it an empty one */
void subwrite_start(struct subwrite *page);

/**
 * subwrite_add - append a record
 * @ts_ns: not before the last one's
 * @size: of @data, a multiple of 4
 *
 * Returns 0, or -1 where it does not fit; into an empty one 1 KB does.
 */
int subwrite_add(struct subwrite *page, uint64_t ts_ns, const void *data,
		 size_t size);

#endif
