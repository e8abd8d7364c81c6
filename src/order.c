/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds connections until nothing earlier can come and hands them out in
 * time order. Pure: the clock is the caller's.
 */
#include "order.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 256

static int grow(struct order *order)
{
	size_t size = order->size ? order->size * 2 : FIRST_SIZE;
	struct order_slot *grown;

	grown = reallocarray(order->slots, size, sizeof(*grown));
	if (!grown)
		return -1;
	order->slots = grown;
	order->size = size;
	return 0;
}

int order_push(struct order *order, const struct conn *conn)
{
	struct order_slot *slot;

	if (order->used == order->size && grow(order))
		return -1;
	slot = &order->slots[order->used];
	slot->sequence = order->sequence++;
	slot->conn = *conn;
	/* One CPU's records come sorted: most rounds have nothing to do. */
	if (order->used == 0)
		order->is_sorted = true;
	else if (conn->ts_ns < slot[-1].conn.ts_ns)
		order->is_sorted = false;
	order->used++;
	return 0;
}

static int compare(const void *left, const void *right)
{
	const struct order_slot *a = left, *b = right;

	if (a->conn.ts_ns != b->conn.ts_ns)
		return a->conn.ts_ns < b->conn.ts_ns ? -1 : 1;
	return a->sequence < b->sequence ? -1 : 1;
}

size_t order_ready(struct order *order, uint64_t horizon_ns)
{
	size_t count = 0;

	if (!order->is_sorted && order->used)
		qsort(order->slots, order->used, sizeof(*order->slots),
		      compare);
	order->is_sorted = true;
	while (count < order->used &&
	       order->slots[count].conn.ts_ns < horizon_ns)
		count++;
	return count;
}

void order_drop(struct order *order, size_t count)
{
	if (!count)
		return;
	order->used -= count;
	memmove(order->slots, order->slots + count,
		order->used * sizeof(*order->slots));
}

void order_free(struct order *order)
{
	free(order->slots);
	*order = (struct order){ .used = 0 };
}
