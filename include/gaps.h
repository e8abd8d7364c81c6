/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Times in which accepts may have gone unseen.
 */
#ifndef TCPWHO_GAPS_H
#define TCPWHO_GAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From the last time at which all was known to be well. */
struct gap {
	uint64_t from_ns, until_ns; /* CLOCK_REALTIME */
	bool is_counted;
	uint64_t established; /* connections meanwhile, if is_counted */
};

/* All zero: there was none. */
struct gaps {
	uint64_t count;
	uint64_t length_ns; /* of all */
	struct gap all;	    /* from the start of the first to the last's end */
};

#define GAPS_SIZE 256

/** gaps_add - one more, later than the others */
void gaps_add(struct gaps *gaps, const struct gap *gap);

/** gaps_merge - add those of @more, of any time */
void gaps_merge(struct gaps *gaps, const struct gaps *more);

/** gap_format - "between … and …" into GAPS_SIZE bytes */
void gap_format(char *buf, const struct gap *gap);

/** gaps_format - all of them, or "" without any, into GAPS_SIZE bytes */
void gaps_format(char *buf, const struct gaps *gaps);

#endif
