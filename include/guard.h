/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps a capture armed whatever others do to it.
 */
#ifndef TCPWHO_GUARD_H
#define TCPWHO_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "capture.h"
#include "gaps.h"
#include "sight.h"

/* All zero, but for descriptors of -1, has no capture. */
struct guard {
	struct capture *capture;
	struct probe_config config;
	capture_conn conn;
	void *context;
	struct sight sight;
	struct sight_mark well; /* the last look that found all well */
	uint64_t gap_ns;	/* where the last gap began */
	unsigned looks;
	bool is_touched;
	const char *complaint; /* and the capture must be exchanged */
	unsigned patience;     /* looks since then */
	bool has_warned;       /* that we are blind */
	bool has_left; /* something of an earlier capture in the kernel */
	struct capture_losses lost; /* by earlier captures */
	struct gaps gaps;
};

/**
 * guard_arm - arm a capture and watch over it; the arguments are those of
 * capture_open
 *
 * Returns 0, or -1 after it has said why. guard_close is for both.
 */
int guard_arm(struct guard *guard, const struct probe_config *config,
	      capture_conn conn, void *context);

/** guard_due_ms - when to look again, from now */
int guard_due_ms(const struct guard *guard);

enum guard_verdict {
	GUARD_NOT_DUE, /* or not known for certain */
	GUARD_WELL,    /* all was recorded up to now */
	GUARD_REARM,   /* call guard_rearm */
};

/**
 * guard_look - look whether all is well, if it is time
 *
 * Call it after a round, when what was recorded is read. What cannot be
 * helped it says itself. Before guard_rearm stop the capture, and read what
 * can still be read.
 */
enum guard_verdict guard_look(struct guard *guard);

/**
 * guard_rearm - exchange the capture for one that is armed and proven
 *
 * Says what has happened and what may be missing. Returns 0, or -1 after it
 * has said why not; then there is no capture.
 */
int guard_rearm(struct guard *guard);

/**
 * guard_end - a last look, before the capture is stopped
 *
 * Returns whether all was recorded up to now; else gap_ns says since when not.
 */
bool guard_end(struct guard *guard);

/** guard_losses - of all captures, once; see capture_losses */
void guard_losses(struct guard *guard, struct capture_losses *losses);

/**
 * guard_peek - those that are known already, of the ring buffers; at no cost
 *
 * Not after guard_rearm has failed.
 */
void guard_peek(const struct guard *guard, struct capture_losses *losses);

/** guard_close - see capture_close */
int guard_close(struct guard *guard);

#endif
