/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line, from one table: parser and help are made from it. Never
 * exits and, but for the help itself, never prints.
 */
#include "opts.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "num.h"

/* 1 MB per CPU holds some 9,000 accepts until they are read. */
#define DEFAULT_BUFFER_KB 1024

/* Kernels take the size in bytes in a long, of 32 bits on some. */
#define MAX_BUFFER_KB (INT32_MAX / 1024)

struct parse {
	struct opts *opts;
	char *error;
};

static int fail(const struct parse *parse, const char *option, const char *text,
		const char *wanted)
{
	snprintf(parse->error, OPTS_ERROR_SIZE, "--%s %s: %s", option, text,
		 wanted);
	return -1;
}

static int set_output(struct parse *parse, const char *text)
{
	char names[256];
	const char *bad;
	size_t length;

	if (!column_parse(&parse->opts->columns, text, &bad, &length))
		return 0;
	column_names(names, sizeof(names));
	snprintf(parse->error, OPTS_ERROR_SIZE,
		 "--output: no column is called \"%.*s\"; there are %s",
		 (int)(length < 64 ? length : 64), bad, names);
	return -1;
}

static int set_time(struct parse *parse, const char *text)
{
	(void)text;
	parse->opts->has_time = true;
	return 0;
}

static int set_json(struct parse *parse, const char *text)
{
	(void)text;
	parse->opts->is_json = true;
	return 0;
}

static int set_no_header(struct parse *parse, const char *text)
{
	(void)text;
	parse->opts->has_no_header = true;
	return 0;
}

static int set_count(struct parse *parse, const char *text)
{
	if (num_parse(text, 1, UINT64_MAX, &parse->opts->count))
		return fail(parse, "count", text, "give a number from 1 on");
	return 0;
}

static int set_duration(struct parse *parse, const char *text)
{
	if (num_parse_duration(text, &parse->opts->duration_ns))
		return fail(parse, "duration", text,
			    "give a time such as 90, 90s, 5m or 2h");
	return 0;
}

static int set_buffer_size(struct parse *parse, const char *text)
{
	if (num_parse(text, 1, MAX_BUFFER_KB, &parse->opts->buffer_kb))
		return fail(parse, "buffer-size", text,
			    "give a number of KB from 1 to 2097151");
	return 0;
}

static int set_probe(struct parse *parse, const char *text)
{
	static const struct {
		const char *name;
		unsigned witnesses;
		bool wants_all;
	} choices[] = {
		{ "auto", CONN_ACCEPT | CONN_GRAFT, false },
		{ "both", CONN_ACCEPT | CONN_GRAFT, true },
		{ "accept", CONN_ACCEPT, true },
		{ "graft", CONN_GRAFT, true },
	};

	for (size_t i = 0; i < sizeof(choices) / sizeof(*choices); i++) {
		if (strcmp(text, choices[i].name) != 0)
			continue;
		parse->opts->witnesses = choices[i].witnesses;
		parse->opts->wants_all = choices[i].wants_all;
		return 0;
	}
	return fail(parse, "probe", text, "give auto, both, accept or graft");
}

static int set_quiet(struct parse *parse, const char *text)
{
	(void)text;
	parse->opts->level = LOG_ERROR;
	return 0;
}

static int set_verbose(struct parse *parse, const char *text)
{
	(void)text;
	parse->opts->level = LOG_DEBUG;
	return 0;
}

static int set_version(struct parse *parse, const char *text)
{
	(void)text;
	parse->opts->action = OPTS_VERSION;
	return 0;
}

static int set_help(struct parse *parse, const char *text)
{
	(void)text;
	parse->opts->action = OPTS_HELP;
	return 0;
}

/* Options without a letter; getopt wants some number for each. */
#define OPTION_PROBE 1

static const struct {
	char letter;
	const char *name;
	const char *argument; /* its name in the help; NULL: takes none */
	const char *help;
	int (*set)(struct parse *parse, const char *text);
} table[] = {
	{ 'o', "output", "LIST", "columns; +LIST adds to the default",
	  set_output },
	{ 't', "time", NULL, "TIME as the first column", set_time },
	{ 'J', "json", NULL, "one JSON object a line", set_json },
	{ 'H', "no-header", NULL, "no header line", set_no_header },
	{ 'n', "count", "N", "stop after N rows", set_count },
	{ 'd', "duration", "TIME", "stop after TIME: 90, 90s, 5m, 2h",
	  set_duration },
	{ 'b', "buffer-size", "KB", "ring buffer per CPU (1024)",
	  set_buffer_size },
	{ OPTION_PROBE, "probe", "WHICH", "auto, both, accept or graft",
	  set_probe },
	{ 'q', "quiet", NULL, "errors only, no account", set_quiet },
	{ 'v', "verbose", NULL, "also say what is done to the kernel",
	  set_verbose },
	{ 'V', "version", NULL, "print the version", set_version },
	{ 'h', "help", NULL, "print this", set_help },
};

#define COUNT (sizeof(table) / sizeof(*table))

/* getopt's two ways to say the same, from our one. */
static void make_getopt(char *letters, struct option *names)
{
	*letters++ = '+'; /* COMMAND's options are its own */
	*letters++ = ':'; /* tell a missing argument apart */
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

static int parse_one(struct parse *parse, int letter, const char *word)
{
	for (size_t i = 0; i < COUNT; i++)
		if (table[i].letter == letter)
			return table[i].set(parse, optarg);
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

static int parse_rest(struct parse *parse, int argc, char **argv)
{
	bool has_dashes = optind > 1 && !strcmp(argv[optind - 1], "--");

	if (optind == argc && has_dashes)
		snprintf(parse->error, OPTS_ERROR_SIZE,
			 "-- wants a command to run behind it");
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
	make_getopt(letters, names);
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
	if (opts->has_time)
		column_first(&opts->columns, "TIME");
	return parse_rest(&parse, argc, argv);
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
	     "Print every accepted TCP connection, until Ctrl-C or while "
	     "COMMAND runs.\n");
	print_options();
	puts("\nColumns:");
	print_columns();
	puts("\nExit: 0 also after Ctrl-C, 1 it could not be done, 2 wrong "
	     "usage, else COMMAND's.");
	return fflush(stdout) || ferror(stdout) ? -1 : 0;
}
