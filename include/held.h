/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the flight recorder holds at one moment.
 */
#ifndef TCPWHO_HELD_H
#define TCPWHO_HELD_H

#include <stdbool.h>
#include <stdint.h>

#include "account.h"
#include "join.h"
#include "order.h"
#include "stats.h"

struct held_cpu {
	struct stats_cpu before, after; /* of looking */
	uint64_t seen;			/* pieces of text */
	uint64_t first_ns;		/* the oldest that was not overtaken */
};

/* All zero holds nothing. */
struct held {
	uint64_t at_ns;		 /* the moment, by the ring buffer's clock */
	uint64_t wall_offset_ns; /* to CLOCK_REALTIME, now */
	struct order rows; /* joined and in order, from before that moment */
	struct join join;
	struct held_cpu *cpus; /* by number */
	size_t cpu_count;
	uint64_t since_ns; /* from when on it is complete; 0: nobody knows */
	uint64_t armed_ns; /* 0: that is not in it any more */
	bool was_overwritten;
	bool is_bad;	       /* some of it was not understood */
	bool is_short;	       /* some of it could not be read */
	bool has_halves;       /* threads were between the two witnesses */
	bool has_accept_alone; /* no graft event was armed */
	uint64_t taken;	       /* records that others took out of it */
	const char *complaint; /* why it does not record all; NULL: it does */
	struct capture_losses losses;
};

/**
 * held_read - look at the recorder; tracefs's lock must be held
 *
 * Nothing is taken out of it, and it goes on recording. Returns 0, or -1
 * with errno; held_free is for both.
 */
int held_read(struct held *held);

/** held_join - make rows of @events, which are in order */
void held_join(struct held *held, const struct order *events, bool has_both);

void held_free(struct held *held);

#endif
