/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Clocks and their text. Owns the only conversion between the clock of the
 * ring buffer and the clock on the wall.
 */
#include "walltime.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "smallfile.h"

#define SECOND_NS 1000000000ULL
/* Below this a difference is drift or the time between two clock reads. */
#define STEP_NS 1000000

#define MONOTONIC "monotonic"

static uint64_t now_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * SECOND_NS + ts.tv_nsec;
}

uint64_t walltime_boot_ns(void)
{
	return now_ns(CLOCK_BOOTTIME);
}

/*
 * How far a time namespace (5.6) has us ahead of the kernel's own clock, on
 * which ring buffers run. "monotonic  86400  0": seconds and nanoseconds.
 */
static int64_t find_shift_ns(void)
{
	char text[128];
	const char *line;
	char *rest;
	int64_t seconds;

	smallfile_read(AT_FDCWD, "/proc/self/timens_offsets", text,
		       sizeof(text));
	line = strstr(text, MONOTONIC);
	if (!line)
		return 0;
	seconds = strtoll(line + strlen(MONOTONIC), &rest, 10);
	return seconds * (int64_t)SECOND_NS + strtoll(rest, NULL, 10);
}

uint64_t walltime_mono_ns(void)
{
	static bool is_known;
	static int64_t shift_ns;

	/* We stay in the namespace that we were started in. */
	if (!is_known)
		shift_ns = find_shift_ns();
	is_known = true;
	return now_ns(CLOCK_MONOTONIC) - shift_ns;
}

/* How far apart two reads of one clock may be to say something of another. */
#define BRACKET_NS 100000
#define TRIES 5

uint64_t walltime_offset_ns(uint64_t last)
{
	uint64_t before, after, offset;
	int tries = 0;

	/* Taken off the CPU between the clocks, we would see a step. */
	do {
		before = walltime_mono_ns();
		offset = now_ns(CLOCK_REALTIME) - before;
		after = walltime_mono_ns();
	} while (after - before > BRACKET_NS && ++tries < TRIES);
	if (last && tries == TRIES)
		return last;
	return llabs((long long)(offset - last)) < STEP_NS ? last : offset;
}

/* Rows come by the thousand a second: localtime is asked once for each. */
static const struct tm *local_second(time_t second)
{
	static struct tm tm;
	static time_t cached = -1;

	if (second != cached) {
		localtime_r(&second, &tm);
		cached = second;
	}
	return &tm;
}

/* Append a dot and the first @digits digits of the fraction. */
static size_t append_fraction(char *buf, uint64_t fraction_ns, int digits)
{
	uint64_t unit = SECOND_NS / 10;

	buf[0] = '.';
	for (int i = 1; i <= digits; i++, unit /= 10)
		buf[i] = '0' + fraction_ns / unit % 10;
	return digits + 1;
}

size_t walltime_short(char *buf, uint64_t time_ns)
{
	const struct tm *tm = local_second(time_ns / SECOND_NS);
	size_t length = strftime(buf, WALLTIME_SIZE, "%H:%M:%S", tm);

	return length + append_fraction(buf + length, time_ns % SECOND_NS, 3);
}

size_t walltime_iso(char *buf, uint64_t time_ns)
{
	const struct tm *tm = local_second(time_ns / SECOND_NS);
	size_t length = strftime(buf, WALLTIME_SIZE, "%Y-%m-%dT%H:%M:%S", tm);
	char zone[8];

	length += append_fraction(buf + length, time_ns % SECOND_NS, 6);
	/* strftime has +0100, ISO 8601's extended format has +01:00. */
	strftime(zone, sizeof(zone), "%z", tm);
	memcpy(buf + length, zone, 3);
	buf[length + 3] = ':';
	memcpy(buf + length + 4, zone + 3, 2);
	return length + 6;
}
