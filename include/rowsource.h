/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a recording of tcpwho's own tells.
 */
#ifndef TCPWHO_ROWSOURCE_H
#define TCPWHO_ROWSOURCE_H

#include <stdbool.h>

#include "rowevent.h"

/* All zero but for events, which rowformat_learn fills, is a new one. */
struct rowsource {
	struct rowevent events;
	struct losses losses; /* up to the last record */
	char host[HOST_SIZE]; /* of the last row that had one */
	uint16_t number;      /* and its number */
	uint16_t highest;     /* of all of them */
	unsigned hosts;
};

/** rowsource_is_known - whether the recording has rows */
bool rowsource_is_known(const struct rowsource *source);

/**
 * rowsource_take - decode a record
 * @host: the number of that of the file
 * @conn: filled, all of it, on DECODE_OK
 */
enum decode_result rowsource_take(struct rowsource *source,
				  const struct rawrec *record, uint16_t host,
				  struct conn *conn);

#endif
