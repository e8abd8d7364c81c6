/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether a capture that nobody has touched sees accepts at all.
 */
#ifndef TCPWHO_SIGHT_H
#define TCPWHO_SIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "capture.h"
#include "passive.h"

/* A moment: when it was and how many connections were established by then. */
struct sight_mark {
	uint64_t ns; /* CLOCK_MONOTONIC */
	uint64_t opens;
};

/* All zero, but for descriptors of -1, was never opened. */
struct sight {
	bool can_prove;
	bool is_filtered;
	int kprobes_fd;
	struct passive passive;
	uint64_t records;	/* at the last look */
	struct sight_mark now;	/* the last look; opens may be older */
	struct sight_mark seen; /* the last look that found new records */
	uint64_t proven_ns;	/* when a self-test was seen last */
	bool has_new_records;
	bool was_off;
	bool is_blind;
	char why[160]; /* it is */
};

/**
 * sight_open - begin
 * @can_prove: that of capture_open
 * @is_filtered: the kernel drops what is not asked for, so silence is no wonder
 * @has_kprobes: we depend on their switch
 */
void sight_open(struct sight *sight, bool can_prove, bool is_filtered,
		bool has_kprobes);
void sight_close(struct sight *sight);

/** sight_begin - @capture is new and proven */
void sight_begin(struct sight *sight, const struct capture *capture);

/** sight_mark - this is another look; see has_new_records */
void sight_mark(struct sight *sight, const struct capture *capture);

/** sight_count - ask the kernel how many were established by now */
void sight_count(struct sight *sight);

/** sight_is_off - whether kprobes are switched off, which makes us blind */
bool sight_is_off(struct sight *sight);

/**
 * sight_check - find out whether we are blind
 *
 * The kernel counts the connections that are established in our network
 * namespace. When there were some, and no record of any kind since, an accept
 * of our own must tell whether that is a server that does not accept. Once
 * blind, it tells when we are not any more.
 */
void sight_check(struct sight *sight, struct capture *capture);

#endif
