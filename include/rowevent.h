/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows as events of a recording: tcpwho:row is one accept, tcpwho:row_wide
 * one of which more is known, tcpwho:lost what is known to be missing.
 */
#ifndef TCPWHO_ROWEVENT_H
#define TCPWHO_ROWEVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "decode.h"
#include "host.h"
#include "layout.h"
#include "losses.h"
#include "rawrec.h"

#define ROWEVENT_SYSTEM "tcpwho"

enum rowevent_kind {
	ROWEVENT_ROW,
	ROWEVENT_LOST,
	ROWEVENT_WIDE,
	ROWEVENT_KINDS
};

/* No record is longer, nor is the text of a format. */
#define ROWEVENT_SIZE 1024
#define ROWEVENT_FORMAT_SIZE 2048

#define ROWEVENT_FIELDS 24

/* Where the fields of one are; all zero: there is no such event. */
struct rowevent_fields {
	uint32_t id;
	size_t min_size;
	struct layout_span field[ROWEVENT_FIELDS];
};

/* What a recording has of our events. */
struct rowevent {
	struct rowevent_fields kinds[ROWEVENT_KINDS];
};

/**
 * rowevent_put - a row as a record of ROWEVENT_SIZE bytes at most
 * @host: where it was recorded; "": where the file says
 *
 * Returns its length, a multiple of 4. rowevent_put_lost is the same for
 * what is missing because of @loss.
 */
size_t rowevent_put(void *buf, const struct conn *conn, const char *host);
size_t rowevent_put_lost(void *buf, enum loss loss,
			 const struct losses *losses);

/**
 * rowevent_decode - turn a record into a row or into losses
 * @conn: filled on DECODE_OK, but for its host
 * @host: HOST_SIZE bytes for that, "" where the file says
 * @losses: what is lost in all, updated on DECODE_SKIP
 *
 * Reads nothing outside of the record, whatever it says.
 */
enum decode_result rowevent_decode(const struct rowevent *known,
				   const struct rawrec *record,
				   struct conn *conn, char *host,
				   struct losses *losses);

#endif
