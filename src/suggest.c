/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds the name that is nearest to a misspelt one, by the distance of
 * Damerau and Levenshtein between neighbours (optimal string alignment).
 * Pure; knows no option and no column.
 */
#include "suggest.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

/* Of so many letters one may be wrong: more are another word. */
#define LETTERS_PER_ERROR 3

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static bool is_same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t length_of(const char *word)
{
	return strnlen(word, SUGGEST_WORD_SIZE - 1);
}

unsigned suggest_distance(const char *a, const char *b)
{
	/* rows[i % 3][j]: between the first i letters of a and j of b. */
	unsigned rows[3][SUGGEST_WORD_SIZE];
	size_t a_length = length_of(a), b_length = length_of(b);

	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		unsigned *row = rows[i % 3], *last = rows[(i - 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			row[j] = least(least(last[j], row[j - 1]) + 1,
				       last[j - 1] +
					       !is_same(a[i - 1], b[j - 1]));
			if (i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) &&
			    is_same(a[i - 2], b[j - 1]))
				row[j] = least(row[j],
					       rows[(i - 2) % 3][j - 2] + 1);
		}
	}
	return rows[a_length % 3][b_length];
}

void suggest_begin(struct suggest *suggest, const char *word, size_t length)
{
	*suggest = (struct suggest){ .distance = UINT_MAX };
	if (length >= SUGGEST_WORD_SIZE)
		length = SUGGEST_WORD_SIZE - 1;
	memcpy(suggest->word, word, length);
}

void suggest_try(struct suggest *suggest, const char *name)
{
	unsigned distance = suggest_distance(suggest->word, name);
	size_t mine = length_of(suggest->word), its = length_of(name);
	size_t longer = mine > its ? mine : its;

	if ((size_t)distance * LETTERS_PER_ERROR > longer ||
	    distance >= suggest->distance)
		return;
	suggest->best = name;
	suggest->distance = distance;
}

const char *suggest_end(const struct suggest *suggest)
{
	return suggest->best;
}
