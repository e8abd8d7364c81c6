/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel counts of its own losses.
 */
#ifndef TCPWHO_STATS_H
#define TCPWHO_STATS_H

#include <stddef.h>
#include <stdint.h>

/** stats_buffer_losses - events lost in all ring buffers of an instance */
uint64_t stats_buffer_losses(const char *instance_dir);

/**
 * stats_parse_losses - the same from the text of one per_cpu/cpuN/stats
 */
uint64_t stats_parse_losses(const char *text);

/* Of one CPU's buffer, since it was made or emptied. */
struct stats_cpu {
	uint64_t read; /* records that somebody has read */
	uint64_t lost;
	uint64_t entries;     /* records that are in it */
	uint64_t overwritten; /* of the lost, by newer ones */
};

/** stats_open - what stats_read reads, of an instance's buffer; -1 with errno */
int stats_open(const char *instance_dir, size_t cpu);

/** stats_read - as it stands now; 0, or -1 when it cannot be read */
int stats_read(int fd, struct stats_cpu *stats);

/** stats_cpu - both, once */
int stats_cpu(const char *instance_dir, size_t cpu, struct stats_cpu *stats);

/** stats_parse_cpu - the same from the text of per_cpu/cpuN/stats */
int stats_parse_cpu(const char *text, struct stats_cpu *stats);

/**
 * stats_pool_misses - returns that found the kretprobe's pool empty
 * @group: the event's group
 * @version: the kernel's, FIELDS_VERSION
 * @misses: where the number goes
 *
 * Returns 0, or -1 when the kernel does not tell, or not what can be believed.
 */
int stats_pool_misses(const char *group, unsigned version, uint64_t *misses);

/**
 * stats_parse_misses - the same from texts
 * @events: kprobe_events
 * @profile: kprobe_profile, whose lines lack the group and so are told
 *	apart by their place only
 */
int stats_parse_misses(const char *events, const char *profile,
		       const char *group, uint64_t *misses);

#endif
