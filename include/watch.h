/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether somebody has changed what decides about what we record.
 */
#ifndef TCPWHO_WATCH_H
#define TCPWHO_WATCH_H

#include <stdbool.h>

#include "fields.h"
#include "instance.h"
#include "points.h"

/*
 * tracing_on, three settings, and two files of each event or tracepoint, and of
 * handshakes.
 */
#define WATCH_FILES (4 + 2 * FIELDS_EVENTS + 2 * POINTS_EVENTS + 2)

struct watch_file {
	int fd;
	bool is_switch; /* that must be on */
	char *text;	/* else what it must say */
	const char *complaint;
};

/* Open files, so that a look at a switch costs next to nothing. */
struct watch {
	struct watch_file files[WATCH_FILES];
	unsigned count;
	int touch_fd; /* -1 when there is none */
};

/**
 * watch_open - begin, with all being as it must be now
 * @has_event: which events we have
 * @has_points: whether tracepoints instead
 * @has_handshakes: and whether that of handshake.h is on
 *
 * Switches must be on, and count as off when they cannot be opened; settings
 * must stay, where this kernel has them.
 */
void watch_open(struct watch *watch, const struct instance *instance,
		const bool has_event[FIELDS_EVENTS], bool has_points,
		bool has_handshakes);

/**
 * watch_is_touched - whether somebody has written to files of our instance
 * since the last call, which need not mean harm
 */
bool watch_is_touched(const struct watch *watch);

/**
 * watch_complaint - what is not as it must be, or NULL
 * @is_thorough: look at settings too, where the kernel has to write a text
 */
const char *watch_complaint(const struct watch *watch, bool is_thorough);

/** watch_close - an instance cannot be removed before this */
void watch_close(struct watch *watch);

#endif
