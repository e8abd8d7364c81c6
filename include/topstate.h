/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the keys of top have set.
 */
#ifndef TCPWHO_TOPSTATE_H
#define TCPWHO_TOPSTATE_H

#include <stdbool.h>
#include <stddef.h>

#define TOPSTATE_FILTER_SIZE 64

struct topstate {
	size_t columns; /* that can be sorted by */
	size_t sort;	/* as toprows_sort takes it */
	bool is_reverse;
	bool is_frozen;
	bool is_typing; /* the filter */
	char filter[TOPSTATE_FILTER_SIZE];
	size_t first; /* line that is shown; may be too many */
	size_t page;  /* lines that fit */
};

enum topstate_change {
	TOPSTATE_NOTHING,
	TOPSTATE_LOOKS, /* to be drawn again */
	TOPSTATE_ORDER, /* and sorted before */
	TOPSTATE_ALL,	/* also what is thought to be there already */
	TOPSTATE_QUIT,
};

/** topstate_key - what a byte or an enum screen_key changes */
enum topstate_change topstate_key(struct topstate *state, int key);

#endif
