/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Strict numbers and durations from text.
 */
#ifndef TCPWHO_NUM_H
#define TCPWHO_NUM_H

#include <stdint.h>

/**
 * num_parse - a decimal number
 * @text: digits and nothing else: no sign, blank or unit
 * @min: smallest value taken
 * @max: largest value taken
 * @value: where it goes; untouched on failure
 *
 * Returns 0, or -1 with errno EINVAL (no number) or ERANGE.
 */
int num_parse(const char *text, uint64_t min, uint64_t max, uint64_t *value);

/**
 * num_parse_duration - a time span: 90, 90s, 5m, 2h, 1d or 250ms
 * @text: a number and at most one unit; without one it is seconds
 * @ns: where it goes, in nanoseconds, never 0; untouched on failure
 *
 * Returns 0, or -1 with errno EINVAL or ERANGE (over a hundred years).
 */
int num_parse_duration(const char *text, uint64_t *ns);

/**
 * num_format - write @value in decimal
 * @buf: at least 20 bytes; not terminated
 *
 * Returns how many bytes were written. Several times as fast as snprintf,
 * which would otherwise be most of the price of a row.
 */
unsigned num_format(char *buf, uint64_t value);

#endif
