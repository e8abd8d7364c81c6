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

/* By what they are sorted; behind these come the columns counted by. */
enum toprows_figure {
	TOPROWS_COUNT,
	TOPROWS_RATE,
	TOPROWS_LAST,
	TOPROWS_FIGURES
};

struct toprow {
	struct conn key;
	uint64_t count;
	uint64_t recent; /* of those, in the last interval */
	uint64_t last_ns;
	uint64_t number; /* in the order they came */
};

/* All zero is one that holds nothing. */
struct toprows {
	struct toprow *rows;
	size_t count, size;
	uint64_t folded; /* groups that are not here: the rarest */
	uint64_t recent; /* of all rows */
};

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
 * @sort: an enum toprows_figure, the largest first, or behind these the
 *	number of a column of @by, the smallest first; ties by the other
 *	figures
 */
void toprows_sort(struct toprows *rows, const struct by *by, size_t sort,
		  bool is_reverse);

void toprows_free(struct toprows *rows);

#endif
