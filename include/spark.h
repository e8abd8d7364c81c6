/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Figures as a line of small bars.
 */
#ifndef TCPWHO_SPARK_H
#define TCPWHO_SPARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A bar in UTF-8. */
#define SPARK_BYTES 3

/**
 * spark_text - one character for each value, the largest one the highest
 * @buf: at least SPARK_BYTES * @count + 1 bytes; terminated
 * @is_utf8: blocks; else ASCII characters that look alike
 *
 * 0 is blank, and nothing else is. Returns the largest value.
 */
uint32_t spark_text(char *buf, const uint32_t *values, size_t count,
		    bool is_utf8);

#endif
