/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Columns that were asked for and that no row of a recording has, as a rule for
 * they were not recorded.
 */
#ifndef TCPWHO_UNSEEN_H
#define TCPWHO_UNSEEN_H

#include "column.h"
#include "conn.h"
#include "opts.h"

/* All zero is one that nothing was asked of. */
struct unseen {
	/* Asked for, and no row had them so far. */
	const struct column *columns[COLUMN_MAX];
	size_t count;
	bool is_recorder; /* that is read */
};

/**
 * unseen_begin - look for the columns of @opts that are recorded or are not
 *
 * Of a live run, which dump --follow becomes, nothing is looked for: what its
 * kernel lacks was said at the start.
 */
void unseen_begin(struct unseen *unseen, const struct opts *opts);

void unseen_look(struct unseen *unseen, const struct conn *conn);

/** unseen_row - of each row; free once all were seen */
static inline void unseen_row(struct unseen *unseen, const struct conn *conn)
{
	if (unseen->count)
		unseen_look(unseen, conn);
}

/** unseen_say - which those are, and how they come into a recording */
void unseen_say(const struct unseen *unseen);

#endif
