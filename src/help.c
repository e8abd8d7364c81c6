/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The help, out of the tables of options and columns. Owns the words around
 * them; never tells what an option does.
 */
#include "help.h"

#include <stdio.h>
#include <string.h>

#include "opts.h"

/* Before the option of that name. */
static const struct {
	const char *name;
	const char *heading;
} headings[] = {
	{ "output", "What is printed:" },
	{ "pid",
	  "Which accepts (a ! in front of a list means all but these):" },
	{ "summary", "Summaries:" },
	{ "count", "How and how long:" },
};

static void print_heading(const char *name)
{
	for (size_t i = 0; i < sizeof(headings) / sizeof(*headings); i++)
		if (!strcmp(name, headings[i].name))
			puts(headings[i].heading);
}

static void print_option(const struct opts_help *option)
{
	char names[32];

	snprintf(names, sizeof(names), "--%s%s%s", option->name,
		 option->argument ? " " : "",
		 option->argument ? option->argument : "");
	if (option->letter > ' ')
		printf("  -%c, %-20s %s\n", option->letter, names,
		       option->help);
	else
		printf("      %-20s %s\n", names, option->help);
}

static void print_options(void)
{
	struct opts_help option;

	for (size_t i = 0; !opts_at(i, &option); i++) {
		print_heading(option.name);
		print_option(&option);
	}
}

static void print_columns(void)
{
	const struct column *column;

	for (size_t i = 0; (column = column_at(i)) != NULL; i++)
		printf("  %-12s %s\n", column->name, column->help);
}

int help_print(void)
{
	puts("Usage: tcpwho [OPTION...] [-- COMMAND [ARG...]]\n"
	     "       tcpwho check [OPTION...]\n"
	     "       tcpwho arm [OPTION...] | disarm | dump [OPTION...]\n"
	     "       tcpwho report [OPTION...] FILE...\n"
	     "Print every accepted TCP connection, until Ctrl-C or while "
	     "COMMAND runs.\n"
	     "check: print what this kernel offers, proven by a "
	     "self-test.\n"
	     "arm: leave the probes in the kernel for trace-cmd and perf; "
	     "disarm: remove them.\n"
	     "dump: print what the recorder of arm --recorder holds.\n"
	     "report: print those that trace-cmd or -w has recorded.\n");
	print_options();
	puts("\nColumns:");
	print_columns();
	puts("\nExit: 0 also after Ctrl-C, 1 it could not be done, 2 wrong "
	     "usage, else COMMAND's.");
	return fflush(stdout) || ferror(stdout) ? -1 : 0;
}
