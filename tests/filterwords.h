/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Filters out of words such as "P22 s!::1": a letter and its argument.
 */
#ifndef TCPWHO_TESTS_FILTERWORDS_H
#define TCPWHO_TESTS_FILTERWORDS_H

#include <string.h>

#include "filteropts.h"
#include "unit.h"

static struct opts opts;
static char error[OPTS_ERROR_SIZE];

static inline int set(const char *word)
{
	static const struct {
		char letter;
		optvalue_set *set;
	} options[] = {
		{ 'p', filteropts_pid },    { 'u', filteropts_uid },
		{ 'c', filteropts_cmd },    { 'P', filteropts_port },
		{ 's', filteropts_source }, { '4', filteropts_ipv4 },
		{ '6', filteropts_ipv6 },
	};

	for (size_t i = 0; i < COUNT_OF(options); i++)
		if (options[i].letter == *word)
			return options[i].set(&opts, word + 1, error);
	fail_msg("no such option as %s", word);
	return -1;
}

/* Into opts, which borrows the words until the next call. */
static inline int parse(const char *words)
{
	static char copy[1 << 14];
	char *rest = copy, *word;

	opts = (struct opts){ .action = OPTS_RUN };
	assert_true(strlen(words) < sizeof(copy));
	strcpy(copy, words);
	while ((word = strsep(&rest, " ")))
		if (*word && set(word))
			return -1;
	return 0;
}

#endif
