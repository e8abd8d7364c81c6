/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line.
 */
#ifndef TCPWHO_OPTS_H
#define TCPWHO_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "by.h"
#include "column.h"
#include "filter.h"
#include "log.h"

#define OPTS_ERROR_SIZE 512

enum opts_action {
	OPTS_RUN,
	OPTS_CHECK,
	OPTS_ARM,
	OPTS_DISARM,
	OPTS_REPORT,
	OPTS_DUMP,
	OPTS_TOP,
	OPTS_COMPLETE,
	OPTS_HELP,
	OPTS_VERSION,
};

struct opts {
	enum opts_action action;
	struct column_list columns;
	bool has_output;  /* was given */
	bool has_columns; /* all of them were given */
	bool has_time;
	bool is_json;
	bool has_no_header;
	struct filter filter; /* of rows */
	bool is_summary;
	struct by by; /* of a summary */
	bool has_by;
	uint64_t interval_ns; /* of a summary; 0: one, at the end */
	uint64_t count;	      /* 0: no end */
	uint64_t duration_ns; /* 0: no end */
	uint64_t buffer_kb;   /* 0: the default */
	bool has_recorder;    /* of arm */
	bool follows;	      /* of dump: go on live */
	unsigned witnesses;   /* of --probe, as in probe_config */
	bool wants_all;	      /* of them; else what the kernel has of them */
	enum log_level level;
	const char *write; /* of -w; NULL without */
	const char *html;  /* of --html; NULL without */
	char **command;	   /* inside argv; NULL without one */
	char **files;	   /* of report, or words to complete; inside argv */
	size_t file_count;
};

/**
 * opts_parse - read the command line
 * @opts: all zero; filled
 * @argv: as main's; borrowed for as long as @opts lives
 * @error: OPTS_ERROR_SIZE bytes for what is wrong with it
 *
 * Returns 0, or -1 with a sentence in @error. Prints nothing.
 */
int opts_parse(struct opts *opts, int argc, char **argv, char *error);

/* An option in the words of the help. */
struct opts_help {
	char letter; /* or no printable character */
	const char *name;
	const char *argument; /* NULL: takes none */
	const char *help;
};

/** opts_at - the @index'th option that exists; -1 behind the last, else 0 */
int opts_at(size_t index, struct opts_help *option);

/** opts_takes - whether a command takes the @index'th option */
bool opts_takes(enum opts_action action, size_t index);

#endif
