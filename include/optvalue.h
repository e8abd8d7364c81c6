/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The arguments of options.
 */
#ifndef TCPWHO_OPTVALUE_H
#define TCPWHO_OPTVALUE_H

#include "opts.h"

/**
 * optvalue_set - what an option does to @opts
 * @text: its argument; NULL where it takes none
 * @error: OPTS_ERROR_SIZE bytes for what is wrong with it
 *
 * Returns 0, or -1 with a sentence in @error.
 */
typedef int optvalue_set(struct opts *opts, const char *text, char *error);

optvalue_set optvalue_output;
optvalue_set optvalue_by;
optvalue_set optvalue_interval;
optvalue_set optvalue_count;
optvalue_set optvalue_duration;
optvalue_set optvalue_buffer_size;
optvalue_set optvalue_write;
optvalue_set optvalue_html;
optvalue_set optvalue_probe;
optvalue_set optvalue_quiet;
optvalue_set optvalue_verbose;
optvalue_set optvalue_version;
optvalue_set optvalue_help;

/**
 * optvalue_fail - what is wrong with the argument of an option, as a sentence
 * @option: its long name
 * @wanted: what would be right
 *
 * Returns -1.
 */
int optvalue_fail(char *error, const char *option, const char *text,
		  const char *wanted);

/** optvalue_fit - whether options go with each other; 0, or -1 with @error */
int optvalue_fit(const struct opts *opts, char *error);

/** optvalue_probe_at - the @index'th that --probe takes, or NULL */
const char *optvalue_probe_at(size_t index);

#endif
