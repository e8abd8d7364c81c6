/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Wall-clock times: from the ring buffer's clock, and to text.
 */
#ifndef TCPWHO_WALLTIME_H
#define TCPWHO_WALLTIME_H

#include <stddef.h>
#include <stdint.h>

/* Longest text: 2026-11-22T13:41:00.123456+00:00 */
#define WALLTIME_SIZE 40

/* Of walltime_date, the day. */
#define WALLTIME_DAY 10

/**
 * walltime_boot_ns - CLOCK_BOOTTIME, which /proc counts starts in, as our
 * own time namespace has it
 */
uint64_t walltime_boot_ns(void);

/**
 * walltime_mono_ns - the clock that ring buffers run on: CLOCK_MONOTONIC as
 * the initial time namespace has it
 */
uint64_t walltime_mono_ns(void);

/**
 * walltime_offset_ns - what makes walltime_mono_ns to CLOCK_REALTIME now
 * @last: the value in use, 0 at the start
 *
 * Small differences are kept (two clocks cannot be read at one instant, and
 * rows must not jump back by that); a step of the clock is followed.
 */
uint64_t walltime_offset_ns(uint64_t last);

/** walltime_zone_ns - by how much local time is ahead of UTC at @time_ns */
int64_t walltime_zone_ns(uint64_t time_ns);

/**
 * walltime_short - @time_ns (CLOCK_REALTIME) as local HH:MM:SS.mmm
 * walltime_date - as local YYYY-MM-DD HH:MM:SS
 * walltime_iso - as ISO 8601 with microseconds and offset
 * @buf: at least WALLTIME_SIZE bytes; not terminated
 *
 * All return the length.
 */
size_t walltime_short(char *buf, uint64_t time_ns);
size_t walltime_date(char *buf, uint64_t time_ns);
size_t walltime_iso(char *buf, uint64_t time_ns);

#endif
