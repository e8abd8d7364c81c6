/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands in front of the sub-buffers in a recording of our own.
 */
#ifndef TCPWHO_DATWRITE_H
#define TCPWHO_DATWRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct datwrite {
	const char *uname; /* "Linux HOST RELEASE MACHINE"; "": not told */
	bool has_date;	   /* times are those of the wall clock */
	const char *cmdlines;
	size_t cmdlines_length;
	const uint64_t *pages; /* how many, for each CPU */
	uint32_t cpus;
};

/* In bytes of the file. */
struct datwrite_head {
	char *bytes; /* to be freed */
	size_t size; /* and where the first CPU's sub-buffers begin */
	size_t table_at;
};

/**
 * datwrite_head - the file up to the first sub-buffer
 *
 * The sub-buffers of the CPUs follow each other. Returns 0, or -1 with
 * errno.
 */
int datwrite_head(struct datwrite_head *head, const struct datwrite *what);

#endif
