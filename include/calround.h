/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A round of calibration: known accepts, and the memory behind each.
 */
#ifndef TCPWHO_CALROUND_H
#define TCPWHO_CALROUND_H

#include "fields.h"
#include "instance.h"
#include "layout.h"
#include "loopback.h"
#include "memdump.h"
#include "subbuf.h"

/* The event that is defined for it, with the fields skaddr and others. */
#define CALROUND_EVENT "calibrate"

enum { CALROUND_TYPE, CALROUND_TID, CALROUND_FIRST, CALROUND_SPANS };

/* The uid of struct cred is none of the other ids: those stay root's. */
extern const struct loopback_accept calround_accepts[MEMDUMP_ACCEPTS];

/* One event, three accepts, one dump. */
struct calround {
	struct instance *instance;
	const struct subbuf_format *format;
	struct fields_kernel *kernel;
	int id;
	struct layout_span spans[CALROUND_SPANS];
	struct conn truth[MEMDUMP_ACCEPTS];
	struct memdump dump;
};

/**
 * calround_run - make the accepts and dump what @definition fetches
 * @size: bytes of all that, from skaddr on
 *
 * Returns 0 with the dump and its truth in @round, or -1.
 */
int calround_run(struct calround *round, const char *definition, size_t size);

#endif
