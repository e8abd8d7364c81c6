/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hash table of names that only grows. Names stay until the end: who runs
 * for months sees some thousand, and more than a million are not kept.
 */
#include "names.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define FIRST_SIZE 64
#define MAX_COUNT (1 << 20)

/* Slots for each name: runs of used ones stay short. */
#define SPARE 2

/* FNV-1a, 64 bits. */
#define FNV_PRIME 0x100000001b3ULL

#define CUT "..."
#define CUT_LENGTH (sizeof(CUT) - 1)

static char **names;
static uint32_t count, size;
static uint32_t *slots; /* one more than an index, or 0 */
static uint64_t seed;	/* or strangers could choose what collides */

/* The slot of the name, or the free one where it goes. */
static uint32_t *find_slot(const char *text, size_t length)
{
	uint64_t hash = seed;
	size_t at;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * FNV_PRIME;
	at = (hash ^ hash >> 32) % ((size_t)size * SPARE);
	while (slots[at] && (strncmp(names[slots[at] - 1], text, length) != 0 ||
			     names[slots[at] - 1][length]))
		at = (at + 1) % ((size_t)size * SPARE);
	return &slots[at];
}

static int grow(void)
{
	uint32_t wanted = size ? size * 2 : FIRST_SIZE;
	char **grown = reallocarray(names, wanted, sizeof(*names));
	uint32_t *fresh;

	if (!grown)
		return -1;
	names = grown;
	fresh = calloc((size_t)wanted * SPARE, sizeof(*slots));
	if (!fresh)
		return -1;
	free(slots);
	slots = fresh;
	size = wanted;
	for (uint32_t i = 0; i < count; i++)
		*find_slot(names[i], strlen(names[i])) = i + 1;
	return 0;
}

static int make_room(void)
{
	if (count < size)
		return 0;
	if (count == MAX_COUNT)
		return -1;
	/* Early after boot there is none, and nobody to fear. */
	if (!seed && getrandom(&seed, sizeof(seed), GRND_NONBLOCK) < 0)
		seed = 1;
	return grow();
}

static uint32_t add(const char *text, size_t length)
{
	uint32_t *slot;

	/* Full, it still knows those that it has. */
	if (make_room() && !size)
		return NAMES_UNKNOWN;
	slot = find_slot(text, length);
	if (*slot || count == size)
		return *slot;
	names[count] = strndup(text, length);
	if (!names[count])
		return NAMES_UNKNOWN;
	*slot = ++count;
	return *slot;
}

uint32_t names_add(const char *text, size_t length)
{
	char cut[NAMES_LENGTH] = CUT;
	size_t kept = NAMES_LENGTH - CUT_LENGTH;

	if (!length)
		return NAMES_UNKNOWN;
	if (length <= NAMES_LENGTH)
		return add(text, length);
	memcpy(cut + CUT_LENGTH, text + length - kept, kept);
	return add(cut, NAMES_LENGTH);
}

const char *names_text(uint32_t number)
{
	return number == NAMES_UNKNOWN || number > count ? "" :
							   names[number - 1];
}
