/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Draws sparklines. Pure; knows neither terminal nor locale.
 */
#include "spark.h"

#include <string.h>

#define LEVELS 8

/* U+2581 to U+2588. */
static const char blocks[LEVELS][SPARK_BYTES + 1] = {
	"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█",
};
static const char ascii[LEVELS + 1] = "_.,-=+*#";

static uint32_t largest_of(const uint32_t *values, size_t count)
{
	uint32_t largest = 0;

	for (size_t i = 0; i < count; i++)
		if (values[i] > largest)
			largest = values[i];
	return largest;
}

uint32_t spark_text(char *buf, const uint32_t *values, size_t count,
		    bool is_utf8)
{
	uint32_t largest = largest_of(values, count);

	for (size_t i = 0; i < count; i++) {
		/* Rounded up, so that one of many is seen. */
		uint64_t level =
			values[i] ?
				((uint64_t)values[i] * LEVELS - 1) / largest :
				0;

		if (!values[i]) {
			*buf++ = ' ';
		} else if (is_utf8) {
			memcpy(buf, blocks[level], SPARK_BYTES);
			buf += SPARK_BYTES;
		} else {
			*buf++ = ascii[level];
		}
	}
	*buf = '\0';
	return largest;
}
