/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connections in time order, with some that come late.
 */
#ifndef TCPWHO_ORDER_H
#define TCPWHO_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"

/* All zero is an empty one. */
struct order {
	struct conn *conns; /* a ring */
	size_t first;	    /* of those that are held */
	size_t used;
	size_t size;	  /* a power of two */
	uint64_t last_ns; /* none was ever later */
};

/** order_at - the held one before which there are @i others */
static inline struct conn *order_at(const struct order *order, size_t i)
{
	return order->conns + ((order->first + i) & (order->size - 1));
}

/** order_is_next - whether order_append will do, where something is held */
static inline bool order_is_next(const struct order *order,
				 const struct conn *conn)
{
	return order->used && order->used < order->size &&
	       conn->ts_ns >= order->last_ns;
}

/** order_append - hold @conn, the latest so far, where there is room */
static inline void order_append(struct order *order, const struct conn *conn)
{
	*order_at(order, order->used++) = *conn;
	order->last_ns = conn->ts_ns;
}

/**
 * order_push - hold @conn, behind those of the same time
 *
 * Cheap where little that is held is later than it. Returns 0, or -1 with
 * errno ENOMEM.
 */
int order_push(struct order *order, const struct conn *conn);

/**
 * order_drop - take out the first one, of those that there are
 *
 * It lives until the next order_push or order_append.
 */
static inline void order_drop(struct order *order)
{
	order->first++;
	order->used--;
}

/** order_free - drop all that is held */
void order_free(struct order *order);

#endif
