/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A recording while it grows: all sub-buffers in one sequence.
 */
#ifndef TCPWHO_SAVELOG_H
#define TCPWHO_SAVELOG_H

#include <stddef.h>
#include <stdint.h>

#include "rawrec.h"
#include "subwrite.h"

struct savelog {
	int fd;
	uint64_t data_at; /* of the first sub-buffer */
	uint64_t table_at;
	uint64_t pages; /* that are full */
	struct subwrite page;
	size_t flushed; /* of the page, to the file */
};

/** savelog_start - write the headers to @fd, which is new; 0, or -1 */
int savelog_start(struct savelog *log, int fd, const char *uname);

/**
 * savelog_add - append a record
 * @ts_ns: not before the last one's
 *
 * Returns 0, or -1 with errno.
 */
int savelog_add(struct savelog *log, uint64_t ts_ns, const void *data,
		size_t size);

/** savelog_flush - write what was appended; 0, or -1 with errno */
int savelog_flush(struct savelog *log);

typedef int savelog_record(void *context, const struct rawrec *record);

/**
 * savelog_walk - call @record for each record that was flushed
 *
 * Returns 0, or -1 with errno, or what @record returned but 0.
 */
int savelog_walk(const struct savelog *log, savelog_record *record,
		 void *context);

#endif
