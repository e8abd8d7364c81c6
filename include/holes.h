/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between which records of a recording others are missing.
 */
#ifndef TCPWHO_HOLES_H
#define TCPWHO_HOLES_H

#include <stddef.h>
#include <stdint.h>

struct hole {
	uint64_t from_ns;  /* of the record before; 0: there is none */
	uint64_t until_ns; /* of the one behind; UINT64_MAX: none */
	uint64_t events;   /* so many are missing, */
	uint64_t times;	   /* and as often some that nobody has counted */
};

#define HOLES_MAX 512

/* Apart from each other and in order of time; all zero: none. */
struct holes {
	struct hole hole[HOLES_MAX];
	size_t count;
};

/**
 * holes_add - one more, of any time
 *
 * Those that overlap become one, and when there are too many, those that are
 * next to each other.
 */
void holes_add(struct holes *holes, const struct hole *hole);

#endif
