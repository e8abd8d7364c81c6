/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ranges of ports and IPv4 addresses, in the words of the kernel's event
 * filters.
 */
#ifndef TCPWHO_RANGETEST_H
#define TCPWHO_RANGETEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fields.h"
#include "text.h"

/* A number whose first byte is the highest, in a field of an event. */
struct quantity {
	enum field field;
	unsigned bits;
	bool is_whole;			    /* nothing else is in the field */
	uint64_t (*image)(uint32_t number); /* of it, as the field has it */
};

extern const struct quantity rangetest_port; /* FIELD_INET_SPORT */
extern const struct quantity rangetest_addr; /* in FIELD_ADDRPAIR, remote */

struct span {
	uint32_t first, last;
};

/**
 * rangetest_put - write whether a quantity is in one of @spans
 * @text: empty
 * @spans: in their order, none of them touching another
 * @is_wide: what takes too much room becomes a test that is true of more; else
 *	of less, and nothing is written where it is true of none
 */
void rangetest_put(struct text *text, const struct quantity *quantity,
		   const struct span *spans, size_t count, bool is_wide);

#endif
