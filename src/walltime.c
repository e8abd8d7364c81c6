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

/* The years that 64 bits of nanoseconds can tell have four digits. */
#define DATE "2026-11-22T"
#define CLOCK "13:41:00"
#define ZONE "+01:00"

/* What a second is called. */
struct second {
	time_t time;
	char name[sizeof(DATE CLOCK)];
	char zone[sizeof(ZONE)];
};

/* Rows come by the thousand in each: it is asked for once. */
static const struct second *local_second(time_t time)
{
	static struct second second;
	struct tm tm;

	if (second.name[0] && time == second.time)
		return &second;
	second.time = time;
	localtime_r(&time, &tm);
	strftime(second.name, sizeof(second.name), "%Y-%m-%dT%H:%M:%S", &tm);
	/* It has +0100, ISO 8601's extended format has +01:00. */
	strftime(second.zone, sizeof(second.zone), "%z", &tm);
	memmove(second.zone + 4, second.zone + 3, sizeof("00"));
	second.zone[3] = ':';
	return &second;
}

/* Write a dot and @fraction, of so many digits. */
static void put_fraction(char *buf, uint32_t fraction, int digits)
{
	buf[0] = '.';
	for (int i = digits; i > 0; i--, fraction /= 10)
		buf[i] = '0' + fraction % 10;
}

size_t walltime_short(char *buf, uint64_t time_ns)
{
	const struct second *second = local_second(time_ns / SECOND_NS);

	memcpy(buf, second->name + strlen(DATE), strlen(CLOCK));
	put_fraction(buf + strlen(CLOCK), time_ns % SECOND_NS / 1000000, 3);
	return strlen(CLOCK ".000");
}

size_t walltime_date(char *buf, uint64_t time_ns)
{
	const struct second *second = local_second(time_ns / SECOND_NS);

	memcpy(buf, second->name, strlen(DATE CLOCK));
	buf[WALLTIME_DAY] = ' ';
	return strlen(DATE CLOCK);
}

size_t walltime_iso(char *buf, uint64_t time_ns)
{
	const struct second *second = local_second(time_ns / SECOND_NS);

	memcpy(buf, second->name, strlen(DATE CLOCK));
	buf += strlen(DATE CLOCK);
	put_fraction(buf, time_ns % SECOND_NS / 1000, 6);
	memcpy(buf + strlen(".000000"), second->zone, strlen(ZONE));
	return strlen(DATE CLOCK ".000000" ZONE);
}

int64_t walltime_zone_ns(uint64_t time_ns)
{
	time_t time = time_ns / SECOND_NS;
	struct tm tm;

	return localtime_r(&time, &tm) ? tm.tm_gmtoff * (int64_t)SECOND_NS : 0;
}
