/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One CPU of one buffer of a recording, as connections.
 */
#ifndef TCPWHO_STRAND_H
#define TCPWHO_STRAND_H

#include <stdbool.h>
#include <stddef.h>

#include "conn.h"
#include "source.h"

/* With a source and a stream of it, and the rest zero, it is at its start. */
struct strand {
	struct source *source;
	size_t stream;
	bool has_pairs; /* both witnesses were armed */
	bool is_ahead;	/* the record behind this one has been read, too */
	uint8_t at;	/* which of the two is this one */
	struct conn conn[2];
};

/**
 * strand_next - go on to the next connection
 *
 * Returns false at the end.
 */
bool strand_next(struct strand *strand);

/** strand_conn - the one that it is at */
static inline struct conn *strand_conn(struct strand *strand)
{
	return &strand->conn[strand->at];
}

#endif
