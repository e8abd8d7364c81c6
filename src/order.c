/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds connections until nothing earlier can come and hands them out in
 * time order. Pure: the clock is the caller's.
 */
#include "order.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 256

/* Copies no more than half of what there is room for: seldom, that is. */
static int make_room(struct order *order)
{
	size_t size = order->size ? order->size * 2 : FIRST_SIZE;
	struct conn *grown;

	if (order->first > order->size / 2) {
		memmove(order->conns, order->conns + order->first,
			order->used * sizeof(*order->conns));
		order->first = 0;
		return 0;
	}
	grown = reallocarray(order->conns, size, sizeof(*grown));
	if (!grown)
		return -1;
	order->conns = grown;
	order->size = size;
	return 0;
}

int order_push(struct order *order, const struct conn *conn)
{
	struct conn *held;
	size_t at = order->used;

	if (order->first + order->used == order->size && make_room(order))
		return -1;
	held = order->conns + order->first;
	while (at > 0 && held[at - 1].ts_ns > conn->ts_ns)
		at--;
	if (at < order->used)
		memmove(held + at + 1, held + at,
			(order->used - at) * sizeof(*held));
	held[at] = *conn;
	order->used++;
	return 0;
}

struct conn *order_pop(struct order *order, uint64_t horizon_ns)
{
	struct conn *conn;

	if (!order->used)
		return NULL;
	conn = order->conns + order->first;
	if (conn->ts_ns >= horizon_ns)
		return NULL;
	order->used--;
	order->first = order->used ? order->first + 1 : 0;
	return conn;
}

void order_free(struct order *order)
{
	free(order->conns);
	*order = (struct order){ .used = 0 };
}
