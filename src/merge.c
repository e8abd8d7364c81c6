/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A heap of the heads of sequences. Pure; holds no records.
 */
#include "merge.h"

#include <stdlib.h>

static bool is_before(const struct merge_head *a, const struct merge_head *b)
{
	if (a->ts_ns != b->ts_ns)
		return a->ts_ns < b->ts_ns;
	return a->sequence < b->sequence;
}

static void sink_down(struct merge *merge)
{
	struct merge_head moving = merge->heads[0];
	size_t at = 0;

	for (;;) {
		size_t child = 2 * at + 1;

		if (child + 1 < merge->count &&
		    is_before(&merge->heads[child + 1], &merge->heads[child]))
			child++;
		if (child >= merge->count ||
		    !is_before(&merge->heads[child], &moving))
			break;
		merge->heads[at] = merge->heads[child];
		at = child;
	}
	merge->heads[at] = moving;
}

static void rise(struct merge *merge, size_t at)
{
	struct merge_head moving = merge->heads[at];

	for (; at > 0; at = (at - 1) / 2) {
		if (!is_before(&moving, &merge->heads[(at - 1) / 2]))
			break;
		merge->heads[at] = merge->heads[(at - 1) / 2];
	}
	merge->heads[at] = moving;
}

int merge_add(struct merge *merge, uint32_t sequence, uint64_t ts_ns)
{
	size_t size = merge->size ? merge->size * 2 : 16;
	struct merge_head *grown;

	if (merge->count == merge->size) {
		grown = reallocarray(merge->heads, size, sizeof(*grown));
		if (!grown)
			return -1;
		merge->heads = grown;
		merge->size = size;
	}
	merge->heads[merge->count] = (struct merge_head){ ts_ns, sequence };
	rise(merge, merge->count++);
	return 0;
}

void merge_move(struct merge *merge, uint32_t sequence, uint64_t ts_ns)
{
	size_t at = 0;

	while (at < merge->count && merge->heads[at].sequence != sequence)
		at++;
	if (at == merge->count || merge->heads[at].ts_ns <= ts_ns)
		return;
	merge->heads[at].ts_ns = ts_ns;
	rise(merge, at);
}

int64_t merge_first(const struct merge *merge)
{
	return merge->count ? (int64_t)merge->heads[0].sequence : -1;
}

static uint64_t head_ns(const struct merge *merge, size_t at)
{
	return at < merge->count ? merge->heads[at].ts_ns : UINT64_MAX;
}

uint64_t merge_first_ns(const struct merge *merge)
{
	return head_ns(merge, 0);
}

uint64_t merge_next_ns(const struct merge *merge)
{
	uint64_t left_ns = head_ns(merge, 1), right_ns = head_ns(merge, 2);

	return left_ns < right_ns ? left_ns : right_ns;
}

void merge_advance(struct merge *merge, uint64_t ts_ns)
{
	merge->heads[0].ts_ns = ts_ns;
	sink_down(merge);
}

void merge_end(struct merge *merge)
{
	merge->heads[0] = merge->heads[--merge->count];
	if (merge->count)
		sink_down(merge);
}

void merge_free(struct merge *merge)
{
	free(merge->heads);
	*merge = (struct merge){ .count = 0 };
}
