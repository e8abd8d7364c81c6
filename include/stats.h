/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel counts of its own losses.
 */
#ifndef TCPWHO_STATS_H
#define TCPWHO_STATS_H

#include <stdint.h>

/** stats_buffer_losses - events lost in all ring buffers of an instance */
uint64_t stats_buffer_losses(const char *instance_dir);

/**
 * stats_parse_losses - the same from the text of one per_cpu/cpuN/stats
 */
uint64_t stats_parse_losses(const char *text);

/**
 * stats_pool_misses - returns that found the kretprobe's pool empty
 * @group: the event's group
 * @misses: where the number goes
 *
 * Returns 0, or -1 when the kernel does not tell.
 */
int stats_pool_misses(const char *group, uint64_t *misses);

/**
 * stats_parse_misses - the same from texts
 * @events: kprobe_events
 * @profile: kprobe_profile, whose lines lack the group and so are told
 *	apart by their place only
 */
int stats_parse_misses(const char *events, const char *profile,
		       const char *group, uint64_t *misses);

#endif
