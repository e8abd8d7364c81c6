/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What groups were at one moment, in the order in which they are shown.
 */
#ifndef TCPWHO_TOPROWS_H
#define TCPWHO_TOPROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "by.h"
#include "groups.h"

/* Behind those that there are come the columns counted by. */
enum toprows_figure {
	TOPROWS_COUNT,
	TOPROWS_RATE,
	TOPROWS_LAST,
	TOPROWS_WAIT_P50, /* from here on where waits are summed up */
	TOPROWS_WAIT_P99,
	TOPROWS_WAIT_MAX,
	TOPROWS_FIGURES
};
#define TOPROWS_WAITS (TOPROWS_FIGURES - TOPROWS_WAIT_P50)

struct toprow {
	struct conn key;
	uint64_t count;
	uint64_t recent; /* of those, in the last interval */
	uint64_t last_ns;
	uint64_t waits_ns[TOPROWS_WAITS]; /* 0: none is known */
	uint64_t number;		  /* in the order they came */
};

/* All zero is one that holds nothing. */
struct toprows {
	struct toprow *rows;
	size_t count, size;
	uint64_t folded; /* groups that are not here: the rarest */
	uint64_t recent; /* of all rows */
};

/** toprows_figures - how many of enum toprows_figure there are */
size_t toprows_figures(const struct by *by);

/**
 * toprows_take - copy what there is now
 * @recent: what came in the last interval
 *
 * Returns 0, or -1 when there is no memory.
 */
int toprows_take(struct toprows *rows, const struct groups *all,
		 const struct groups *recent);

/**
 * toprows_sort - bring them in order
 * @sort: an enum toprows_figure, the largest first, or from
 *	toprows_figures on a column of @by, the smallest first, and names as
 *	in a dictionary; ties by the other figures
 */
void toprows_sort(struct toprows *rows, const struct by *by, size_t sort,
		  bool is_reverse);

void toprows_free(struct toprows *rows);

#endif
