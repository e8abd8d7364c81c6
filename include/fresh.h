/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Accepts that were just read, and what looks at their descriptors have found.
 */
#ifndef TCPWHO_FRESH_H
#define TCPWHO_FRESH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calls.h"
#include "look.h"

/* Descriptors that are remembered; of more of them each is looked at. */
#define FRESH_FDS 1024

struct fresh_call {
	uint32_t tid;
	uint64_t ts_ns;
	uint32_t pid;
	int fd;
	struct calls_seen seen;
};

/* All zero has none. */
struct fresh {
	struct fresh_call *calls;
	size_t first, used, size;
	size_t looked; /* of those that are used */
	/* By process and descriptor: 1 and which it is, of those not looked at */
	size_t fds[FRESH_FDS];
};

/**
 * fresh_add - a call was read, see POINT_EXIT
 * @fd: what it has returned; pid of @point is known, or 0
 *
 * Returns 0, or -1 with errno ENOMEM.
 */
int fresh_add(struct fresh *fresh, const struct conn *point, int fd);

/** fresh_look - look at all that were added since the last time */
void fresh_look(struct fresh *fresh, struct look *look);

/** fresh_take - what was seen of the call of @point; false: it was not added */
bool fresh_take(struct fresh *fresh, const struct conn *point,
		struct calls_seen *seen);

/** fresh_free - forget all */
void fresh_free(struct fresh *fresh);

#endif
