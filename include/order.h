/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts the connections of all CPUs into time order.
 */
#ifndef TCPWHO_ORDER_H
#define TCPWHO_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"

struct order_slot {
	uint64_t sequence; /* keeps equal times as they came */
	struct conn conn;
};

/* All zero is an empty one. */
struct order {
	struct order_slot *slots;
	size_t used;
	size_t size;
	uint64_t sequence;
	bool is_sorted;
};

/** order_push - hold @conn; returns 0, or -1 with errno ENOMEM */
int order_push(struct order *order, const struct conn *conn);

/**
 * order_ready - sort, and tell how many connections lie before a time
 * @horizon_ns: everything before it has been pushed
 *
 * They are slots[0] up to the returned count; order_drop removes them once
 * they are used.
 */
size_t order_ready(struct order *order, uint64_t horizon_ns);
void order_drop(struct order *order, size_t count);

/** order_free - drop all that is held */
void order_free(struct order *order);

#endif
