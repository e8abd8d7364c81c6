/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line, from one table: parser and help are made from it. Never
 * exits and, but for the help itself, never prints.
 */
#include "opts.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "optvalue.h"

/* 1 MB per CPU holds some 9,000 accepts until they are read. */
#define DEFAULT_BUFFER_KB 1024

struct parse {
	struct opts *opts;
	int command; /* index in commands */
	char *error;
};

/* Options without a letter; getopt wants some number for each. */
#define OPTION_PROBE 1

/* Which commands take an option. */
#define LIVE 1
#define CHECK 2
#define REPORT 4
#define TABLE (LIVE | REPORT)
#define PROBE (LIVE | CHECK)
#define ALL (TABLE | PROBE)

#define FLAG(member) NULL, offsetof(struct opts, member)

static const struct {
	char letter;
	unsigned commands;
	const char *name;
	const char *argument; /* its name in the help; NULL: takes none */
	const char *help;
	optvalue_set *set;
	size_t flag; /* without a function: the bool that it sets */
} table[] = {
	{ 'o', TABLE, "output", "LIST", "columns; +LIST adds to the default",
	  optvalue_output, 0 },
	{ 't', TABLE, "time", NULL, "TIME as the first column",
	  FLAG(has_time) },
	{ 'J', ALL, "json", NULL, "one JSON object a line", FLAG(is_json) },
	{ 'H', ALL, "no-header", NULL, "no header line", FLAG(has_no_header) },
	{ 'n', TABLE, "count", "N", "stop after N rows", optvalue_count, 0 },
	{ 'd', LIVE, "duration", "TIME", "stop after TIME: 90, 90s, 5m, 2h",
	  optvalue_duration, 0 },
	{ 'b', PROBE, "buffer-size", "KB", "ring buffer per CPU (1024)",
	  optvalue_buffer_size, 0 },
	{ OPTION_PROBE, PROBE, "probe", "WHICH", "auto, both, accept or graft",
	  optvalue_probe, 0 },
	{ 'q', ALL, "quiet", NULL, "errors only, no account", optvalue_quiet,
	  0 },
	{ 'v', ALL, "verbose", NULL, "also say what is done to the kernel",
	  optvalue_verbose, 0 },
	{ 'V', ALL, "version", NULL, "print the version", optvalue_version, 0 },
	{ 'h', ALL, "help", NULL, "print this", optvalue_help, 0 },
};

#define COUNT (sizeof(table) / sizeof(*table))

/* The words that may come first; without one it is the live table. */
static const struct {
	const char *word;
	enum opts_action action;
	unsigned command;
} commands[] = {
	{ "", OPTS_RUN, LIVE },
	{ "check", OPTS_CHECK, CHECK },
	{ "report", OPTS_REPORT, REPORT },
};

static int find_command(const char *word)
{
	int i = sizeof(commands) / sizeof(*commands) - 1;

	while (i > 0 && (!word || strcmp(word, commands[i].word) != 0))
		i--;
	return i;
}

/* getopt's two ways to say the same, from our one. */
static void make_getopt(char *letters, struct option *names, bool takes_files)
{
	if (!takes_files)
		*letters++ = '+'; /* COMMAND's options are its own */
	*letters++ = ':';	  /* tell a missing argument apart */
	for (size_t i = 0; i < COUNT; i++) {
		if (table[i].letter > ' ')
			*letters++ = table[i].letter;
		if (table[i].letter > ' ' && table[i].argument)
			*letters++ = ':';
		names[i] = (struct option){
			.name = table[i].name,
			.has_arg = table[i].argument ? required_argument :
						       no_argument,
			.val = table[i].letter,
		};
	}
	*letters = '\0';
	names[COUNT] = (struct option){ .name = NULL };
}

static int set(struct parse *parse, size_t i)
{
	bool *flag = (bool *)((char *)parse->opts + table[i].flag);

	if (!(table[i].commands & commands[parse->command].command)) {
		snprintf(parse->error, OPTS_ERROR_SIZE,
			 "%s does not take --%s; see tcpwho --help",
			 commands[parse->command].word, table[i].name);
		return -1;
	}
	if (table[i].set)
		return table[i].set(parse->opts, optarg, parse->error);
	*flag = true;
	return 0;
}

static int parse_one(struct parse *parse, int letter, const char *word)
{
	for (size_t i = 0; i < COUNT; i++)
		if (table[i].letter == letter)
			return set(parse, i);
	if (letter == ':')
		snprintf(parse->error, OPTS_ERROR_SIZE,
			 "%.64s wants an argument; see tcpwho --help", word);
	else if (!strncmp(word, "--", 2))
		snprintf(parse->error, OPTS_ERROR_SIZE,
			 "no such option as %.64s; see tcpwho --help", word);
	else
		snprintf(parse->error, OPTS_ERROR_SIZE,
			 "no such option as -%c; see tcpwho --help", optopt);
	return -1;
}

static int parse_files(struct parse *parse, int argc, char **argv)
{
	struct opts *opts = parse->opts;

	opts->files = argv + optind;
	opts->file_count = argc - optind;
	/* Rows of one machine need not say so each time. */
	if (opts->file_count > 1 && !opts->has_columns)
		column_first(&opts->columns, "HOST");
	if (opts->file_count)
		return 0;
	snprintf(parse->error, OPTS_ERROR_SIZE,
		 "report wants the files to read, such as trace.dat, or - for "
		 "standard input");
	return -1;
}

static int parse_rest(struct parse *parse, int argc, char **argv)
{
	bool has_dashes = optind > 1 && !strcmp(argv[optind - 1], "--");

	if (optind == argc && has_dashes)
		snprintf(parse->error, OPTS_ERROR_SIZE,
			 "-- wants a command to run behind it");
	else if (optind < argc && parse->command)
		snprintf(parse->error, OPTS_ERROR_SIZE,
			 "what is %.64s? %s takes nothing but options",
			 argv[optind], commands[parse->command].word);
	else if (optind < argc && !has_dashes)
		snprintf(parse->error, OPTS_ERROR_SIZE,
			 "what is %.64s? A command to run goes behind --",
			 argv[optind]);
	else {
		parse->opts->command = optind < argc ? argv + optind : NULL;
		return 0;
	}
	return -1;
}

int opts_parse(struct opts *opts, int argc, char **argv, char *error)
{
	struct parse parse = { .opts = opts, .error = error };
	struct option names[COUNT + 1];
	char letters[2 * COUNT + 3];
	int letter;

	*opts = (struct opts){
		.buffer_kb = DEFAULT_BUFFER_KB,
		.witnesses = CONN_ACCEPT | CONN_GRAFT,
		.level = LOG_NOTE,
	};
	column_default(&opts->columns);
	parse.command = find_command(argc > 1 ? argv[1] : NULL);
	opts->action = commands[parse.command].action;
	make_getopt(letters, names, opts->action == OPTS_REPORT);
	if (parse.command) {
		argc--;
		argv++;
	}
	optind = 0; /* glibc: start over */
	opterr = 0;
	for (;;) {
		int at = optind ? optind : 1;

		letter = getopt_long(argc, argv, letters, names, NULL);
		if (letter < 0)
			break;
		if (parse_one(&parse, letter, argv[at]))
			return -1;
	}
	if (commands[parse.command].command == REPORT &&
	    opts->action == OPTS_REPORT && parse_files(&parse, argc, argv))
		return -1;
	if (opts->has_time)
		column_first(&opts->columns, "TIME");
	return commands[parse.command].command == REPORT ?
		       0 :
		       parse_rest(&parse, argc, argv);
}

static void print_option(char letter, const char *name, const char *argument,
			 const char *help)
{
	char names[32];

	snprintf(names, sizeof(names), "--%s%s%s", name, argument ? " " : "",
		 argument ? argument : "");
	if (letter > ' ')
		printf("  -%c, %-20s %s\n", letter, names, help);
	else
		printf("      %-20s %s\n", names, help);
}

static void print_options(void)
{
	for (size_t i = 0; i < COUNT; i++)
		print_option(table[i].letter, table[i].name, table[i].argument,
			     table[i].help);
}

static void print_columns(void)
{
	const struct column *column;

	for (size_t i = 0; (column = column_at(i)) != NULL; i++)
		printf("  %-12s %s\n", column->name, column->help);
}

int opts_help(void)
{
	puts("Usage: tcpwho [OPTION...] [-- COMMAND [ARG...]]\n"
	     "       tcpwho check [OPTION...]\n"
	     "       tcpwho report [OPTION...] FILE...\n"
	     "Print every accepted TCP connection, until Ctrl-C or while "
	     "COMMAND runs.\n"
	     "check: print what this kernel offers, proven by a "
	     "self-test.\n"
	     "report: print those that trace-cmd has recorded.\n");
	print_options();
	puts("\nColumns:");
	print_columns();
	puts("\nExit: 0 also after Ctrl-C, 1 it could not be done, 2 wrong "
	     "usage, else COMMAND's.");
	return fflush(stdout) || ferror(stdout) ? -1 : 0;
}
