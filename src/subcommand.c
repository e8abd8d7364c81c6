/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of commands, and what is made of the words behind the options of
 * each. Knows no option and never prints.
 */
#include "subcommand.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "suggest.h"

static int __attribute__((format(printf, 2, 3)))
refuse(char *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error, OPTS_ERROR_SIZE, format, args);
	va_end(args);
	return -1;
}

static int take_files(struct opts *opts, char **words, int count, char *error)
{
	opts->files = words;
	opts->file_count = count;
	/* Rows of one machine need not say so each time. */
	if (count > 1 && !opts->has_columns)
		column_first(&opts->columns, "HOST");
	if (count > 1 && !opts->has_by)
		by_first(&opts->by, "HOST");
	if (count)
		return 0;
	return refuse(error, "report wants the files to read, such as "
			     "trace.dat, or - for standard input");
}

static int take_none(struct opts *opts, char **words, int count, char *error)
{
	const struct subcommand *command = subcommand_at(0);

	if (!count)
		return 0;
	while (command->action != opts->action)
		command++;
	return refuse(error, "what is %.64s? %s takes nothing but options",
		      *words, command->word);
}

/* What somebody is still typing is not to be judged. */
static int take_all(struct opts *opts, char **words, int count, char *error)
{
	(void)error;
	opts->files = words;
	opts->file_count = count;
	return 0;
}

static const char *nearest(const char *word)
{
	const struct subcommand *command;
	struct suggest suggest;

	suggest_begin(&suggest, word, strlen(word));
	for (size_t i = 1; (command = subcommand_at(i)) != NULL; i++)
		if (command->help)
			suggest_try(&suggest, command->word);
	return suggest_end(&suggest);
}

static int take_command(struct opts *opts, char **words, int count, char *error)
{
	/* In front of them is an option, or the name of the program. */
	bool has_dashes = words[-1] && !strcmp(words[-1], "--");
	const char *meant;

	opts->command = count ? words : NULL;
	if (!count == !has_dashes)
		return 0;
	if (!count)
		return refuse(error, "-- wants a command to run behind it");
	if (subcommand_find(*words)->help && *subcommand_find(*words)->word)
		return refuse(error,
			      "%s goes in front of all options: tcpwho %s ...",
			      *words, *words);
	meant = nearest(*words);
	if (meant)
		return refuse(error, "what is %.64s? Did you mean tcpwho %s?",
			      *words, meant);
	return refuse(error, "what is %.64s? A command to run goes behind --",
		      *words);
}

/* The first is what is done without a word. */
static const struct subcommand table[] = {
	{ "", OPTS_RUN, take_command, "[OPTION...] [-- COMMAND [ARG...]]",
	  "every accept as it happens" },
	{ "top", OPTS_TOP, take_none, "[OPTION...]",
	  "how many of each, on the screen" },
	{ "report", OPTS_REPORT, take_files, "[OPTION...] FILE...",
	  "out of recordings" },
	{ "arm", OPTS_ARM, take_none, "[OPTION...], tcpwho disarm",
	  "leave the probes in the kernel" },
	{ "disarm", OPTS_DISARM, take_none, NULL, "remove them" },
	{ "dump", OPTS_DUMP, take_none, "[OPTION...]",
	  "what the recorder of arm holds" },
	{ "check", OPTS_CHECK, take_none, "[OPTION...]",
	  "what this kernel offers, proven" },
	{ "complete", OPTS_COMPLETE, take_all, NULL, NULL },
};

#define COUNT (sizeof(table) / sizeof(*table))

const struct subcommand *subcommand_at(size_t index)
{
	return index < COUNT ? &table[index] : NULL;
}

const struct subcommand *subcommand_find(const char *word)
{
	size_t i = COUNT - 1;

	while (i > 0 && (!word || strcmp(word, table[i].word) != 0))
		i--;
	return &table[i];
}
