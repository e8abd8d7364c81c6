/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words that may come first on the command line, and what each takes
 * behind its options.
 */
#ifndef TCPWHO_SUBCOMMAND_H
#define TCPWHO_SUBCOMMAND_H

#include "opts.h"

struct subcommand {
	const char *word;
	enum opts_action action;
	/*
	 * @words: what is behind the options, NULL-terminated, and in front
	 * of which argv has the rest. Returns 0, or -1 with a sentence in
	 * @error.
	 */
	int (*operands)(struct opts *opts, char **words, int count,
			char *error);
	const char *usage; /* what comes behind it; NULL: not in the help */
	const char *help;  /* NULL: not for people */
};

/** subcommand_find - the one called @word, or without one the live table */
const struct subcommand *subcommand_find(const char *word);

/** subcommand_at - the @index'th that there is, or NULL behind the last */
const struct subcommand *subcommand_at(size_t index);

#endif
