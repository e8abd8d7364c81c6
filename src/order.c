/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds connections in time order. Pure: never asks for the time itself.
 */
#include "order.h"

#include <stdlib.h>

#include "rare.h"

#define FIRST_SIZE 16

RARE static int grow(struct order *order)
{
	struct order grown = {
		.used = order->used,
		.size = order->size ? order->size * 2 : FIRST_SIZE,
		.last_ns = order->last_ns,
	};

	grown.conns = reallocarray(NULL, grown.size, sizeof(*grown.conns));
	if (!grown.conns)
		return -1;
	for (size_t i = 0; i < order->used; i++)
		grown.conns[i] = *order_at(order, i);
	free(order->conns);
	*order = grown;
	return 0;
}

/* Moves what is later than @ts_ns by one, and returns where it ends. */
static size_t make_room(struct order *order, uint64_t ts_ns)
{
	size_t at = order->used;

	for (; at > 0 && order_at(order, at - 1)->ts_ns > ts_ns; at--)
		*order_at(order, at) = *order_at(order, at - 1);
	return at;
}

int order_push(struct order *order, const struct conn *conn)
{
	size_t at;

	if (order->used == order->size && grow(order))
		return -1;
	if (conn->ts_ns >= order->last_ns) {
		order_append(order, conn);
		return 0;
	}
	at = make_room(order, conn->ts_ns);
	*order_at(order, at) = *conn;
	order->used++;
	return 0;
}

void order_free(struct order *order)
{
	free(order->conns);
	*order = (struct order){ .used = 0 };
}
