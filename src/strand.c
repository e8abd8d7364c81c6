/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads one record ahead of an accept that tells nothing, so that it and the
 * graft behind it are one before anything is merged: most of what the second
 * record costs is on that way. Never reorders.
 */
#include "strand.h"

#include "join.h"
#include "pair.h"

/* Whether there is a record behind, which may end a pair. */
static bool is_joined(struct strand *strand)
{
	const struct conn *accept = strand_conn(strand);
	struct conn *behind = &strand->conn[!strand->at];

	if (!source_next(strand->source, strand->stream, behind))
		return false;
	/* What is too far away is for join, which gives the accept up. */
	strand->is_ahead = !pair_is_of(accept, behind) ||
			   behind->ts_ns - accept->ts_ns >= JOIN_WAIT_NS;
	if (strand->is_ahead)
		return false;
	pair_merge(behind, accept);
	return true;
}

bool strand_next(struct strand *strand)
{
	if (strand->is_ahead)
		strand->at = !strand->at;
	else if (!source_next(strand->source, strand->stream,
			      strand_conn(strand)))
		return false;
	strand->is_ahead = false;
	if (strand->has_pairs && pair_is_half(strand_conn(strand)) &&
	    is_joined(strand))
		strand->at = !strand->at;
	return true;
}
