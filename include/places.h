/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * By which listeners threads accept, asked while they wait.
 */
#ifndef TCPWHO_PLACES_H
#define TCPWHO_PLACES_H

#include <stdint.h>

#include "look.h"

/* Threads and descriptors; more of them are asked for again. */
#define PLACES 1024

struct place {
	uint32_t tid;
	int fd;
	uint64_t at_ns;
	enum calls_listener listener;
	struct listeners_key key;
};

/* All zero knows none. */
struct places {
	struct place of[PLACES];
};

/** places_enter - a thread calls accept, see POINT_ENTER */
void places_enter(struct places *places, struct look *look,
		  const struct conn *point);

/** places_find - see the listener of struct calls_hands */
enum calls_listener places_find(struct places *places, struct look *look,
				const struct conn *row, int fd,
				struct listeners_key *key);

#endif
