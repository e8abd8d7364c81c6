/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What somebody may have meant who has misspelt a word.
 */
#ifndef TCPWHO_SUGGEST_H
#define TCPWHO_SUGGEST_H

#include <stddef.h>

/* Longer words are not told apart behind that. */
#define SUGGEST_WORD_SIZE 32

struct suggest {
	char word[SUGGEST_WORD_SIZE];
	const char *best;
	unsigned distance; /* of that */
};

/**
 * suggest_distance - how many letters are wrong, missing, too many, or have
 * changed places with the next one; upper and lower case are the same
 */
unsigned suggest_distance(const char *a, const char *b);

/** suggest_begin - look for what is nearest to the @length bytes of @word */
void suggest_begin(struct suggest *suggest, const char *word, size_t length);

/** suggest_try - @name, borrowed, is one that there is */
void suggest_try(struct suggest *suggest, const char *name);

/** suggest_end - the nearest of them, or NULL where none is near */
const char *suggest_end(const struct suggest *suggest);

#endif
