/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One record as it lay in a ring buffer: what readers hand to decode.
 */
#ifndef TCPWHO_RAWREC_H
#define TCPWHO_RAWREC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The data is borrowed from its sub-buffer, valid until the next call. */
struct rawrec {
	uint64_t ts_ns;
	uint32_t cpu;
	size_t size;
	const void *data;
	bool is_swapped; /* its numbers have the other byte order than ours */
};

#endif
