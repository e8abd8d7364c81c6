/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What each option does with its argument. Knows neither letters nor
 * getopt, and never prints.
 */
#include "optvalue.h"

#include <stdio.h>
#include <string.h>

#include "num.h"
#include "suggest.h"

/* Kernels take the size in bytes in a long, of 32 bits on some. */
#define MAX_BUFFER_KB (INT32_MAX / 1024)

int optvalue_fail(char *error, const char *option, const char *text,
		  const char *wanted)
{
	snprintf(error, OPTS_ERROR_SIZE, "--%s %.100s: %s", option,
		 *text ? text : "\"\"", wanted);
	return -1;
}

static const char *nearest_column(const char *name)
{
	const struct column *column;
	struct suggest suggest;

	/* What comes behind a slash is no part of the name. */
	suggest_begin(&suggest, name, strcspn(name, "/,"));
	for (size_t i = 0; (column = column_at(i)) != NULL; i++)
		suggest_try(&suggest, column->name);
	return suggest_end(&suggest);
}

/* A word of @length bytes is none of @names, but perhaps @meant is. */
static int fail_word(char *error, const char *what, const char *word,
		     size_t length, const char *meant, const char *names)
{
	snprintf(error, OPTS_ERROR_SIZE, "%s is called \"%.*s\"; %s%s%s%s%s",
		 what, (int)(length < 64 ? length : 64), word,
		 meant ? "did you mean " : "there are ", meant ? meant : "",
		 meant ? ", of " : "", names, meant ? "?" : "");
	return -1;
}

static int fail_column(char *error, const char *option, const char *name,
		       size_t length)
{
	char names[256], what[64];

	column_names(names, sizeof(names));
	snprintf(what, sizeof(what), "--%s: no column", option);
	return fail_word(error, what, name, length, nearest_column(name),
			 names);
}

int optvalue_output(struct opts *opts, const char *text, char *error)
{
	const char *bad;
	size_t length;

	opts->has_output = true;
	if (!column_parse(&opts->columns, text, &bad, &length)) {
		opts->has_columns |= *text != '+';
		return 0;
	}
	return fail_column(error, "output", bad, length);
}

int optvalue_by(struct opts *opts, const char *text, char *error)
{
	const char *bad;
	size_t length;
	enum by_result result = by_parse(&opts->by, text, &bad, &length);

	opts->is_summary = true;
	opts->has_by |= *text != '+';
	switch (result) {
	case BY_OK: return 0;
	case BY_NO_COLUMN: return fail_column(error, "by", bad, length);
	case BY_TWICE:
		return optvalue_fail(error, "by", text,
				     "give each column once");
	case BY_NO_PREFIX:
		return optvalue_fail(
			error, "by", text,
			"give the bits of IPv4, or of IPv4 and IPv6, "
			"behind an address: IP_SOURCE/24 or "
			"IP_SOURCE/24/64");
	}
	return -1;
}

int optvalue_interval(struct opts *opts, const char *text, char *error)
{
	opts->is_summary = true;
	if (num_parse_duration(text, &opts->interval_ns))
		return optvalue_fail(error, "interval", text,
				     "give a time such as 10, 10s, 5m or 1h");
	return 0;
}

int optvalue_count(struct opts *opts, const char *text, char *error)
{
	if (num_parse(text, 1, UINT64_MAX, &opts->count))
		return optvalue_fail(error, "count", text,
				     "give a number from 1 on");
	return 0;
}

int optvalue_duration(struct opts *opts, const char *text, char *error)
{
	if (num_parse_duration(text, &opts->duration_ns))
		return optvalue_fail(error, "duration", text,
				     "give a time such as 90, 90s, 5m or 2h");
	return 0;
}

int optvalue_buffer_size(struct opts *opts, const char *text, char *error)
{
	if (num_parse(text, 1, MAX_BUFFER_KB, &opts->buffer_kb))
		return optvalue_fail(error, "buffer-size", text,
				     "give a number of KB from 1 to 2097151");
	return 0;
}

int optvalue_write(struct opts *opts, const char *text, char *error)
{
	if (!*text || !strcmp(text, "-"))
		return optvalue_fail(
			error, "write", text,
			"give the name of a file; standard output has the "
			"table");
	opts->write = text;
	return 0;
}

int optvalue_html(struct opts *opts, const char *text, char *error)
{
	if (!*text)
		return optvalue_fail(error, "html", text,
				     "give the name of a file, or - for "
				     "standard output");
	opts->html = text;
	return 0;
}

static const struct {
	const char *name;
	unsigned witnesses;
	bool wants_all;
} choices[] = {
	{ "auto", CONN_ACCEPT | CONN_GRAFT | CONN_TRACE, false },
	{ "both", CONN_ACCEPT | CONN_GRAFT, true },
	{ "accept", CONN_ACCEPT, true },
	{ "graft", CONN_GRAFT, true },
	{ "tracepoints", CONN_TRACE, true },
};

#define CHOICES (sizeof(choices) / sizeof(*choices))

const char *optvalue_probe_at(size_t index)
{
	return index < CHOICES ? choices[index].name : NULL;
}

static const char *nearest_choice(const char *text)
{
	struct suggest suggest;

	suggest_begin(&suggest, text, strlen(text));
	for (size_t i = 0; i < CHOICES; i++)
		suggest_try(&suggest, choices[i].name);
	return suggest_end(&suggest);
}

int optvalue_probe(struct opts *opts, const char *text, char *error)
{
	char names[128];
	size_t used = 0;

	for (size_t i = 0; i < CHOICES; i++) {
		if (strcmp(text, choices[i].name) != 0)
			continue;
		opts->witnesses = choices[i].witnesses;
		opts->wants_all = choices[i].wants_all;
		return 0;
	}
	for (size_t i = 0; i < CHOICES; i++)
		used += snprintf(names + used, sizeof(names) - used, "%s%s",
				 i ? " " : "", choices[i].name);
	return fail_word(error, "--probe: nothing", text, strlen(text),
			 nearest_choice(text), names);
}

int optvalue_quiet(struct opts *opts, const char *text, char *error)
{
	(void)text;
	(void)error;
	opts->level = LOG_ERROR;
	return 0;
}

int optvalue_verbose(struct opts *opts, const char *text, char *error)
{
	(void)text;
	(void)error;
	opts->level = LOG_DEBUG;
	return 0;
}

int optvalue_version(struct opts *opts, const char *text, char *error)
{
	(void)text;
	(void)error;
	opts->action = OPTS_VERSION;
	return 0;
}

int optvalue_help(struct opts *opts, const char *text, char *error)
{
	(void)text;
	(void)error;
	opts->action = OPTS_HELP;
	return 0;
}

int optvalue_fit(const struct opts *opts, char *error)
{
	const char *sentence = NULL;

	if (opts->action == OPTS_ARM && opts->buffer_kb && !opts->has_recorder)
		sentence = "arm takes --buffer-size with --recorder only";
	if (opts->action == OPTS_DUMP && opts->duration_ns && !opts->follows)
		sentence = "dump takes --duration with --follow only";
	if (opts->is_summary && (opts->has_output || opts->has_time))
		sentence = "--output and --time are of rows: a summary takes "
			   "--by LIST";
	if (opts->html &&
	    (opts->is_json || opts->is_summary || opts->has_output ||
	     opts->has_time || opts->has_no_header))
		sentence = "--html writes a page in the place of a table: "
			   "leave out -J, -S, --by, -i, -o, -t and -H";
	if (opts->html && opts->write && !strcmp(opts->html, opts->write))
		sentence = "--html and --write want two files";
	if (!sentence)
		return 0;
	snprintf(error, OPTS_ERROR_SIZE, "%s", sentence);
	return -1;
}
