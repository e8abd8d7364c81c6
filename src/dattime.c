/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the times of a trace.dat file mean, by what its headers say. Pure.
 */
#include "dattime.h"

#include <string.h>

/*
 * Others count cycles, events or, as uptime does, hundredths of a second,
 * whatever --date made of them.
 */
bool dattime_is_in_ns(const struct datfile *file, const char *clock)
{
	static const char *const clocks[] = {
		"",	"local", "global",   "perf",	 "mono",
		"boot", "tai",	 "mono_raw", "tsc2nsec",
	};

	for (size_t i = 0; i < sizeof(clocks) / sizeof(*clocks); i++)
		if (!strcmp(clock, clocks[i]))
			return true;
	return file->tsc_mult != 0;
}

/* In two halves, for a machine of 32 bits has no number of 96. */
static uint64_t scale(uint64_t ts, uint32_t mult, uint32_t shift)
{
	uint64_t low = (ts & UINT32_MAX) * mult;
	uint64_t high = (ts >> 32) * mult;

	if (shift > 32)
		return (high + (low >> 32)) >> (shift - 32);
	return (high << (32 - shift)) + (low >> shift);
}

uint64_t dattime_convert(const struct datfile *file, uint64_t ts)
{
	if (file->tsc_mult)
		ts = scale(ts, file->tsc_mult, file->tsc_shift);
	return ts + file->ts_offset;
}
