/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A copy of groups that stays as it is while they go on. Pure; writes no text.
 */
#include "toprows.h"

#include <stdlib.h>
#include <string.h>

size_t toprows_figures(const struct by *by)
{
	return by->has_waits ? TOPROWS_FIGURES : TOPROWS_WAIT_P50;
}

static int make_room(struct toprows *rows, size_t count)
{
	struct toprow *grown;

	if (count <= rows->size)
		return 0;
	grown = reallocarray(rows->rows, count, sizeof(*grown));
	if (!grown)
		return -1;
	rows->rows = grown;
	rows->size = count;
	return 0;
}

static void take_waits(struct toprow *row, const struct histogram *waits)
{
	if (!waits)
		return;
	row->waits_ns[0] = histogram_percentile(waits, 50);
	row->waits_ns[TOPROWS_WAIT_P99 - TOPROWS_WAIT_P50] =
		histogram_percentile(waits, 99);
	row->waits_ns[TOPROWS_WAIT_MAX - TOPROWS_WAIT_P50] = waits->max_ns;
}

int toprows_take(struct toprows *rows, const struct groups *all,
		 const struct groups *recent)
{
	if (make_room(rows, all->count))
		return -1;
	rows->count = all->count;
	rows->folded = all->folded;
	rows->recent = recent->rest.count;
	for (size_t i = 0; i < all->count; i++) {
		const struct group *group = &all->groups[i];
		const struct group *now = groups_find(recent, &group->key);

		rows->rows[i] = (struct toprow){
			.key = group->key,
			.count = group->count,
			.recent = now ? now->count : 0,
			.last_ns = group->last_ns,
			.number = group->number,
		};
		take_waits(&rows->rows[i], group->waits);
	}
	for (size_t i = 0; i < recent->count; i++)
		rows->recent += recent->groups[i].count;
	return 0;
}

static int order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int order_figure(const struct toprow *a, const struct toprow *b,
			enum toprows_figure figure)
{
	switch (figure) {
	case TOPROWS_COUNT: return order(b->count, a->count);
	case TOPROWS_RATE: return order(b->recent, a->recent);
	case TOPROWS_LAST: return order(b->last_ns, a->last_ns);
	default:
		figure -= TOPROWS_WAIT_P50;
		return order(b->waits_ns[figure], a->waits_ns[figure]);
	}
}

static uint64_t number_in(const struct column *column, const struct conn *key)
{
	const char *at = (const char *)key + column->offset;
	uint64_t value64;
	uint32_t value32;
	uint16_t value16;

	switch (column->size) {
	case sizeof(value64): return memcpy(&value64, at, 8), value64;
	case sizeof(value32): return memcpy(&value32, at, 4), value32;
	case sizeof(value16): return memcpy(&value16, at, 2), value16;
	default: return (unsigned char)*at;
	}
}

/* Of what is a number in a struct conn and a word to who reads. */
static int order_words(const struct by_column *column, const struct conn *a,
		       const struct conn *b)
{
	char left[COLUMN_TEXT_SIZE + 1], right[COLUMN_TEXT_SIZE + 1];

	left[by_text(column, left, a, false)] = '\0';
	right[by_text(column, right, b, false)] = '\0';
	return strcmp(left, right);
}

/* Addresses and threads' names compare as bytes. */
static int order_column(const struct by_column *by_column,
			const struct toprow *a, const struct toprow *b)
{
	const struct column *column = by_column->column;

	/* All but TIME, which is none of four bytes or less. */
	if (column->size < sizeof(uint64_t) && !column->is_number)
		return order_words(by_column, &a->key, &b->key);
	if (column->size > sizeof(uint64_t))
		return memcmp((const char *)&a->key + column->offset,
			      (const char *)&b->key + column->offset,
			      column->size);
	return order(number_in(column, &a->key), number_in(column, &b->key));
}

struct sorting {
	const struct by *by;
	size_t sort;
	int sign;
};

static int compare(const void *left, const void *right, void *context)
{
	const struct sorting *sorting = context;
	const struct toprow *a = left, *b = right;
	size_t figures = toprows_figures(sorting->by);
	int result;

	if (sorting->sort < figures)
		result = order_figure(a, b, sorting->sort);
	else
		result = order_column(
			&sorting->by->columns[sorting->sort - figures], a, b);
	if (result)
		return result * sorting->sign;
	result = order_figure(a, b, TOPROWS_RATE);
	if (!result)
		result = order_figure(a, b, TOPROWS_COUNT);
	return result ? result : order(a->number, b->number);
}

void toprows_sort(struct toprows *rows, const struct by *by, size_t sort,
		  bool is_reverse)
{
	struct sorting sorting = { by, sort, is_reverse ? -1 : 1 };

	if (rows->count)
		qsort_r(rows->rows, rows->count, sizeof(*rows->rows), compare,
			&sorting);
}

void toprows_free(struct toprows *rows)
{
	free(rows->rows);
	*rows = (struct toprows){ .count = 0 };
}
