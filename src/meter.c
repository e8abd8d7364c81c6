/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts records by CPU and compares with the kernel. Its "read events" is
 * exactly what we have read, and begins at 0 again when somebody empties the
 * buffer (kernel/trace/ring_buffer.c, rb_reset_cpu), or changes the clock.
 */
#include "meter.h"

#include <stdlib.h>
#include <unistd.h>

#include "rare.h"
#include "stats.h"

#define STEP 64

RARE static int grow(struct meter *meter, uint32_t cpu)
{
	size_t size = ((size_t)cpu / STEP + 1) * STEP;
	struct meter_cpu *grown;

	grown = reallocarray(meter->cpus, size, sizeof(*grown));
	if (!grown)
		return -1;
	for (size_t i = meter->size; i < size; i++)
		grown[i] = (struct meter_cpu){ .stats_fd = -1 };
	meter->cpus = grown;
	meter->size = size;
	return 0;
}

void meter_count(struct meter *meter, uint32_t cpu)
{
	meter->records++;
	/* Uncounted, a CPU is never looked at. */
	if (cpu >= meter->size && grow(meter, cpu))
		return;
	meter->cpus[cpu].read++;
}

static int read_stats(struct meter *meter, size_t cpu, struct stats_cpu *stats)
{
	struct meter_cpu *known = &meter->cpus[cpu];

	if (known->stats_fd < 0 && meter->kept < METER_KEPT) {
		known->stats_fd = stats_open(meter->instance_dir, cpu);
		meter->kept += known->stats_fd >= 0;
	}
	return known->stats_fd >= 0 ?
		       stats_read(known->stats_fd, stats) :
		       stats_cpu(meter->instance_dir, cpu, stats);
}

static bool look_at(struct meter *meter, size_t cpu)
{
	struct meter_cpu *known = &meter->cpus[cpu];
	struct stats_cpu now;
	bool is_emptied;

	if (read_stats(meter, cpu, &now))
		return true;
	is_emptied = now.read < known->read;
	if (is_emptied) {
		meter->forgotten += known->lost;
		known->read = now.read;
	}
	known->lost = now.lost;
	return !is_emptied;
}

bool meter_look(struct meter *meter, size_t limit)
{
	bool is_well = true;

	for (size_t i = 0; i < meter->size && limit > 0; i++) {
		meter->next = (meter->next + 1) % meter->size;
		if (!meter->cpus[meter->next].read)
			continue;
		is_well &= look_at(meter, meter->next);
		limit--;
	}
	return is_well;
}

uint64_t meter_forgotten(const struct meter *meter)
{
	return meter->forgotten;
}

uint64_t meter_lost(const struct meter *meter)
{
	uint64_t lost = meter->forgotten;

	for (size_t i = 0; i < meter->size; i++)
		lost += meter->cpus[i].lost;
	return lost;
}

void meter_close(struct meter *meter)
{
	for (size_t i = 0; i < meter->size; i++)
		if (meter->cpus[i].stats_fd >= 0)
			close(meter->cpus[i].stats_fd);
	free(meter->cpus);
	*meter = (struct meter){ .size = 0 };
}
