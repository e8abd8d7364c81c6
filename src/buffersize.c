/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns the default size of the ring buffers. Pure: it counts no CPUs and
 * takes no memory.
 */
#include "buffersize.h"

/* Of the kernel's memory, for all CPUs. */
#define TOTAL_KB 65536

/* Some 9,000 accepts until they are read, and some 500. */
#define MOST_KB 1024
#define LEAST_KB 64

/* The files of an instance, as 6.1 has them: 10 MB. */
#define FILES_KB 12288

/*
 * Of each CPU beside its buffer: 36 KB of perf events for threads' ends, 36
 * for the kretprobe's pool (on 6.12), 12 for a snapshot that nobody takes, its
 * files, and what the kernel adds to a buffer: 64 bytes for each page, the
 * reader's page and rounding. In all 110 to 160 KB, measured with 64 CPUs.
 */
#define OTHER_KB 160

uint64_t buffersize_default_kb(unsigned cpus)
{
	uint64_t share_kb = (TOTAL_KB - FILES_KB) / (cpus ? cpus : 1);

	if (share_kb < LEAST_KB + OTHER_KB)
		return LEAST_KB;
	if (share_kb > MOST_KB + OTHER_KB)
		return MOST_KB;
	return share_kb - OTHER_KB;
}
