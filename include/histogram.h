/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How many time spans there were of each length.
 */
#ifndef TCPWHO_HISTOGRAM_H
#define TCPWHO_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

/* Below 1 us, from there on by powers of two, and from 2^30 us on. */
#define HISTOGRAM_OCTAVES 32

/* Parts of each, for percentiles: they are right within an eighth. */
#define HISTOGRAM_PARTS 4

/* All zero is an empty one. */
struct histogram {
	uint64_t count, max_ns;
	uint32_t buckets[HISTOGRAM_OCTAVES * HISTOGRAM_PARTS];
};

/** histogram_add - one more of @ns */
void histogram_add(struct histogram *histogram, uint64_t ns);

/** histogram_merge - all of @other as well */
void histogram_merge(struct histogram *histogram,
		     const struct histogram *other);

/** histogram_percentile - so many percent are not longer; 0 of an empty one */
uint64_t histogram_percentile(const struct histogram *histogram,
			      unsigned percent);

/** histogram_octave - how many are in the @octave'th */
uint64_t histogram_octave(const struct histogram *histogram, unsigned octave);

/** histogram_from_ns - where that begins */
uint64_t histogram_from_ns(unsigned octave);

#endif
