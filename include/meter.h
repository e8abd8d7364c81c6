/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel counts for each CPU's buffer beside what we count.
 */
#ifndef TCPWHO_METER_H
#define TCPWHO_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stats that are kept open: to find them is most of a look's price. */
#define METER_KEPT 8

struct meter_cpu {
	uint64_t read; /* records that were read from it */
	uint64_t lost; /* in it, when it was last looked at */
	int stats_fd;  /* of METER_KEPT CPUs; else -1 */
};

/* All zero, but for the directory, has counted nothing. */
struct meter {
	const char *instance_dir;
	struct meter_cpu *cpus; /* by number */
	size_t size;
	size_t next; /* whose turn it is */
	size_t kept;
	uint64_t records;
	uint64_t forgotten;
};

/** meter_count - a record was read from @cpu's buffer */
void meter_count(struct meter *meter, uint32_t cpu);

/**
 * meter_look - whether nobody has emptied a buffer
 * @limit: look at so many at most, and at others the next time; only those
 *	count from which something was read
 */
bool meter_look(struct meter *meter, size_t limit);

/**
 * meter_forgotten - losses that the kernel has counted and forgotten, since
 * the buffer was emptied; what it counted after the last look is not in it
 */
uint64_t meter_forgotten(const struct meter *meter);

/** meter_lost - all losses up to the last look */
uint64_t meter_lost(const struct meter *meter);

/** meter_close - free what it holds */
void meter_close(struct meter *meter);

#endif
