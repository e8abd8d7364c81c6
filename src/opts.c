/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line, from one table: parser and help are made from it. Never
 * exits and never prints.
 */
#include "opts.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "filteropts.h"
#include "meant.h"
#include "optvalue.h"
#include "subcommand.h"

/* As often as top(1), or a little more. */
#define TOP_INTERVAL_NS 2000000000

struct parse {
	struct opts *opts;
	const struct subcommand *command;
	char *error;
};

/* Options without a letter, of some number. */
#define OPTION_PROBE 1
#define OPTION_RECORDER 2
#define OPTION_FOLLOW 3
#define OPTION_BY 4
#define OPTION_HTML 5

/* Which commands take an option. */
#define LIVE (1 << OPTS_RUN)
#define CHECK (1 << OPTS_CHECK)
#define ARM (1 << OPTS_ARM)
#define DISARM (1 << OPTS_DISARM)
#define REPORT (1 << OPTS_REPORT)
#define DUMP (1 << OPTS_DUMP)
#define TOP (1 << OPTS_TOP)
#define TABLE (LIVE | REPORT | DUMP)
#define LOOK (TABLE | CHECK)
#define ROWS (TABLE | TOP)
#define PROBING (LIVE | CHECK | ARM | TOP)
#define ALL (LOOK | PROBING | DISARM)

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
	{ 'o', TABLE | ARM, "output", "LIST", "columns; +LIST adds",
	  optvalue_output, 0 },
	{ 't', TABLE, "time", NULL, "TIME in front", FLAG(has_time) },
	{ 'J', LOOK, "json", NULL, "JSON Lines", FLAG(is_json) },
	{ 'H', LOOK, "no-header", NULL, "no header", FLAG(has_no_header) },
	{ 'w', ROWS, "write", "FILE", "save a recording", optvalue_write, 0 },
	{ OPTION_HTML, REPORT, "html", "FILE", "report: pictures",
	  optvalue_html, 0 },
	{ 'p', ROWS, "pid", "LIST", "processes: 17,20-29", filteropts_pid, 0 },
	{ 'u', ROWS, "uid", "LIST", "users: root,1000", filteropts_uid, 0 },
	{ 'c', ROWS, "cmd", "GLOB", "threads: 'php-fpm*'", filteropts_cmd, 0 },
	{ 'P', ROWS, "port", "LIST", "ports: 22,8000-8099", filteropts_port,
	  0 },
	{ 's', ROWS, "source", "LIST", "from 10.0.0.0/8,::1", filteropts_source,
	  0 },
	{ '4', ROWS, "ipv4", NULL, "IPv4, and mapped", filteropts_ipv4, 0 },
	{ '6', ROWS, "ipv6", NULL, "IPv6", filteropts_ipv6, 0 },
	{ 'S', TABLE, "summary", NULL, "counts, no rows", FLAG(is_summary) },
	{ OPTION_BY, ROWS, "by", "LIST", "by IP_SOURCE/24,CMD", optvalue_by,
	  0 },
	{ 'i', ROWS, "interval", "TIME", "counts each 10s, 5m",
	  optvalue_interval, 0 },
	{ 'n', ROWS, "count", "N", "rows; dump: last N", optvalue_count, 0 },
	{ 'd', LIVE | DUMP | TOP, "duration", "TIME", "stop after 90s, 5m",
	  optvalue_duration, 0 },
	{ 'b', PROBING, "buffer-size", "KB", "of each ring buffer",
	  optvalue_buffer_size, 0 },
	{ OPTION_PROBE, PROBING, "probe", "WHICH", "both, tracepoints",
	  optvalue_probe, 0 },
	{ OPTION_RECORDER, ARM, "recorder", NULL, "arm: keep the last",
	  FLAG(has_recorder) },
	{ OPTION_FOLLOW, DUMP, "follow", NULL, "dump: go on live",
	  FLAG(follows) },
	{ 'q', ALL, "quiet", NULL, "errors only", optvalue_quiet, 0 },
	{ 'v', ALL, "verbose", NULL, "what is done, too", optvalue_verbose, 0 },
	{ 'V', ALL, "version", NULL, "the version", optvalue_version, 0 },
	{ 'h', ALL, "help", NULL, "this", optvalue_help, 0 },
};

#define COUNT (sizeof(table) / sizeof(*table))

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

static int __attribute__((format(printf, 2, 3)))
refuse(const struct parse *parse, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(parse->error, OPTS_ERROR_SIZE, format, args);
	va_end(args);
	return -1;
}

bool opts_takes(enum opts_action action, size_t index)
{
	return index < COUNT && table[index].commands & 1U << action;
}

static int set(struct parse *parse, size_t i)
{
	bool *flag = (bool *)((char *)parse->opts + table[i].flag);
	const char *word = parse->command->word;

	if (!opts_takes(parse->command->action, i))
		return refuse(parse, "%s does not take --%s; see tcpwho --help",
			      *word ? word : "tcpwho", table[i].name);
	if (table[i].set)
		return table[i].set(parse->opts, optarg, parse->error);
	*flag = true;
	return 0;
}

static int find_option(int letter)
{
	int i = COUNT - 1;

	while (i >= 0 && table[i].letter != letter)
		i--;
	return i;
}

/* "--prot=80" */
static int refuse_long(const struct parse *parse, const char *word)
{
	int length = strcspn(word, "=");
	char meant[MEANT_SIZE];

	meant_name(meant, parse->command->action, word + 2, length - 2);
	return refuse(parse, "no such option as %.*s; %s",
		      length < 64 ? length : 64, word, meant);
}

static int refuse_word(const struct parse *parse, const char *word)
{
	return refuse(parse, "what is %.64s? Did you mean -%.64s?", word, word);
}

/* Of a word that begins with what there is, as "-html" does, or does not. */
static int refuse_letter(const struct parse *parse, int letter,
			 const char *word)
{
	char meant[MEANT_SIZE];

	if (meant_long(parse->command->action, word))
		return refuse_word(parse, word);
	meant_letter(meant, parse->command->action, letter);
	return refuse(parse, "no such option as -%c; %s", letter, meant);
}

/* "-port" is a 'p' to getopt, with "ort" to look for. */
static bool lacks_dash(const struct parse *parse, const char *word)
{
	return optarg && optarg > word && optarg < word + strlen(word) &&
	       meant_long(parse->command->action, word);
}

/*
 * @at is the word in which the letter is, @word the last that getopt is
 * through.
 */
static int parse_one(struct parse *parse, int letter, const char *word,
		     const char *at)
{
	int i = find_option(letter), about = find_option(optopt);

	if (i >= 0 && lacks_dash(parse, word))
		return refuse_word(parse, word);
	if (i >= 0)
		return set(parse, i);
	if (!optopt) /* getopt has found no long one */
		return refuse_long(parse, word);
	if (about < 0)
		return refuse_letter(parse, optopt, at);
	return refuse(parse, "--%s %s an argument; see tcpwho --help",
		      table[about].name,
		      letter == ':' ? "wants" : "does not take");
}

static int parse_options(struct parse *parse, int argc, char **argv)
{
	struct option names[COUNT + 1];
	char letters[2 * COUNT + 3];

	make_getopt(letters, names, parse->opts->action == OPTS_REPORT);
	optind = 0; /* glibc: start over */
	opterr = 0;
	for (;;) {
		const char *at = argv[optind ? optind : 1];
		int letter = getopt_long(argc, argv, letters, names, NULL);

		if (letter < 0)
			return 0;
		/* Files are moved behind the options meanwhile. */
		if (parse_one(parse, letter, argv[optind - 1], at))
			return -1;
	}
}

int opts_parse(struct opts *opts, int argc, char **argv, char *error)
{
	const struct subcommand *command =
		subcommand_find(argc > 1 ? argv[1] : NULL);
	struct parse parse = { .command = command, .error = error };
	int skip = *command->word ? 1 : 0;

	opts->action = command->action;
	opts->witnesses = CONN_ACCEPT | CONN_GRAFT | CONN_TRACE;
	opts->level = LOG_NOTE;
	column_default(&opts->columns);
	by_default(&opts->by);
	parse.opts = opts;
	if (command->action == OPTS_COMPLETE)
		return command->operands(opts, argv + 2, argc - 2, error);
	if (parse_options(&parse, argc - skip, argv + skip))
		return -1;
	/* Who asks for the help is not told what else is missing. */
	if (opts->action == command->action &&
	    (command->operands(opts, argv + skip + optind, argc - skip - optind,
			       error) ||
	     optvalue_fit(opts, error)))
		return -1;
	if (opts->action == OPTS_TOP && !opts->interval_ns)
		opts->interval_ns = TOP_INTERVAL_NS;
	if (opts->has_time)
		column_first(&opts->columns, "TIME");
	return 0;
}

int opts_at(size_t index, struct opts_help *option)
{
	if (index >= COUNT)
		return -1;
	*option =
		(struct opts_help){ table[index].letter, table[index].name,
				    table[index].argument, table[index].help };
	return 0;
}
