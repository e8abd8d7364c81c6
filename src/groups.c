/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hash table of groups that never grows beyond a bound: then a part of the
 * groups, the rarest, is folded into one. Pure; knows nothing of columns.
 */
#include "groups.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "by.h"

#define FIRST_SIZE 64

/* Slots for each group: runs of used ones stay short. */
#define SPARE 2

/* So many at once, for it takes a look at each group. */
#define FOLD (GROUPS_MAX / 4)

/* Odd, and with bits all over. */
#define MIX 0x9e3779b97f4a7c15ULL

void groups_init(struct groups *groups, uint32_t words)
{
	*groups = (struct groups){ .seed = 1, .words = words };
	/* Early after boot there is none, and nobody to fear. */
	if (getrandom(&groups->seed, sizeof(groups->seed), GRND_NONBLOCK) < 0)
		groups->seed = 1;
}

/* Most of a key is 0, and need not be looked at. */
static uint32_t hash_key(const struct groups *groups, const struct conn *key)
{
	uint64_t word, hash = groups->seed;

	_Static_assert(sizeof(word) == BY_WORD, "one is hashed at a time");
	for (uint32_t left = groups->words; left; left &= left - 1) {
		size_t i = __builtin_ctz(left);

		memcpy(&word, (const char *)key + i * BY_WORD, BY_WORD);
		hash = (hash ^ word) * (MIX + 2 * i);
		hash ^= hash >> 32;
	}
	return hash;
}

/* The slot of @key, or the free one where it goes. */
static uint32_t *find_slot(const struct groups *groups, const struct conn *key,
			   uint32_t hash)
{
	size_t mask = groups->slot_count - 1;
	size_t at = hash & mask;

	for (; groups->slots[at]; at = (at + 1) & mask) {
		const struct group *group =
			&groups->groups[groups->slots[at] - 1];

		if (group->hash == hash &&
		    !memcmp(&group->key, key, sizeof(*key)))
			break;
	}
	return &groups->slots[at];
}

static void fill_slots(struct groups *groups)
{
	memset(groups->slots, 0, groups->slot_count * sizeof(*groups->slots));
	for (size_t i = 0; i < groups->count; i++) {
		const struct group *group = &groups->groups[i];

		*find_slot(groups, &group->key, group->hash) = i + 1;
	}
}

static int grow(struct groups *groups)
{
	size_t size = groups->size ? groups->size * 2 : FIRST_SIZE;
	size_t slot_count = size * SPARE;
	struct group *grown;
	uint32_t *slots;

	if (groups->count < groups->size)
		return 0;
	/* Slots have to be a power of two, groups have not. */
	if (size > GROUPS_MAX)
		size = GROUPS_MAX;
	grown = reallocarray(groups->groups, size, sizeof(*grown));
	if (!grown)
		return -1;
	groups->groups = grown;
	slots = reallocarray(groups->slots, slot_count, sizeof(*slots));
	if (!slots)
		return -1;
	groups->slots = slots;
	groups->size = size;
	groups->slot_count = slot_count;
	fill_slots(groups);
	return 0;
}

static void widen(uint64_t *first_ns, uint64_t *last_ns, uint64_t from_ns,
		  uint64_t until_ns)
{
	if (from_ns && (!*first_ns || from_ns < *first_ns))
		*first_ns = from_ns;
	if (until_ns > *last_ns)
		*last_ns = until_ns;
}

static void take_time(struct group *group, uint64_t from_ns, uint64_t until_ns)
{
	widen(&group->first_ns, &group->last_ns, from_ns, until_ns);
}

static size_t count_until(const struct groups *groups, uint64_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < groups->count; i++)
		found += groups->groups[i].count <= count;
	return found;
}

/* The least count that FOLD groups do not exceed. */
static uint64_t rare_count(const struct groups *groups)
{
	uint64_t low = 1, high = 1;

	while (count_until(groups, high) < FOLD)
		high *= 2;
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (count_until(groups, middle) < FOLD)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Returns 0, or -1 when there is no memory. */
static int make_waits(struct group *group)
{
	if (!group->waits)
		group->waits = calloc(1, sizeof(*group->waits));
	return group->waits ? 0 : -1;
}

/* Without memory for them those of the rest are unknown. */
static void fold_waits(struct group *rest, struct group *group)
{
	if (group->waits && !make_waits(rest))
		histogram_merge(rest->waits, group->waits);
	free(group->waits);
}

static void fold(struct groups *groups)
{
	uint64_t rare = rare_count(groups);
	size_t less = count_until(groups, rare - 1), kept = 0;
	/* Of those as rare as that, the ones that came first. */
	size_t equals = FOLD - less;

	for (size_t i = 0; i < groups->count; i++) {
		struct group *group = &groups->groups[i];

		if (group->count > rare || (group->count == rare && !equals)) {
			groups->groups[kept++] = *group;
			continue;
		}
		equals -= group->count == rare;
		groups->rest.count += group->count;
		fold_waits(&groups->rest, group);
		take_time(&groups->rest, group->first_ns, group->last_ns);
	}
	groups->folded += groups->count - kept;
	groups->count = kept;
	fill_slots(groups);
}

static struct group *add_group(struct groups *groups, const struct conn *key,
			       uint32_t hash)
{
	struct group *group;

	if (groups->count == GROUPS_MAX)
		fold(groups);
	if (grow(groups))
		return NULL;
	group = &groups->groups[groups->count++];
	*group = (struct group){ .key = *key,
				 .hash = hash,
				 .number = groups->added++ };
	*find_slot(groups, key, hash) = groups->count;
	return group;
}

int groups_add(struct groups *groups, const struct conn *key, uint64_t time_ns)
{
	return groups_add_wait(groups, key, time_ns, 0);
}

int groups_add_wait(struct groups *groups, const struct conn *key,
		    uint64_t time_ns, uint64_t wait_ns)
{
	uint32_t hash = hash_key(groups, key);
	uint32_t at = groups->count ? *find_slot(groups, key, hash) : 0;
	struct group *group =
		at ? &groups->groups[at - 1] : add_group(groups, key, hash);

	if (!group)
		return -1;
	group->count++;
	take_time(group, time_ns, time_ns);
	if (!wait_ns)
		return 0;
	if (make_waits(group))
		return -1;
	histogram_add(group->waits, wait_ns);
	return 0;
}

const struct group *groups_find(const struct groups *groups,
				const struct conn *key)
{
	uint32_t at = 0;

	if (groups->count)
		at = *find_slot(groups, key, hash_key(groups, key));
	return at ? &groups->groups[at - 1] : NULL;
}

static int compare(const void *left, const void *right)
{
	const struct group *a = left, *b = right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return a->number < b->number ? -1 : 1;
}

void groups_sort(struct groups *groups)
{
	if (!groups->count)
		return;
	qsort(groups->groups, groups->count, sizeof(*groups->groups), compare);
	fill_slots(groups);
}

void groups_ends(const struct groups *groups, uint64_t *first_ns,
		 uint64_t *last_ns)
{
	for (size_t i = 0; i < groups->count; i++)
		widen(first_ns, last_ns, groups->groups[i].first_ns,
		      groups->groups[i].last_ns);
	widen(first_ns, last_ns, groups->rest.first_ns, groups->rest.last_ns);
}

static void free_waits(struct groups *groups)
{
	for (size_t i = 0; i < groups->count; i++)
		free(groups->groups[i].waits);
	free(groups->rest.waits);
}

void groups_reset(struct groups *groups)
{
	free_waits(groups);
	groups->count = 0;
	groups->rest = (struct group){ .count = 0 };
	groups->folded = 0;
	if (groups->slots)
		fill_slots(groups);
}

void groups_free(struct groups *groups)
{
	free_waits(groups);
	free(groups->groups);
	free(groups->slots);
	*groups =
		(struct groups){ .seed = groups->seed, .words = groups->words };
}
