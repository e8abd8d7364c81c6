/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts time spans in buckets that grow with them: of fixed size, however
 * many there are. Pure.
 */
#include "histogram.h"

#define BUCKETS (HISTOGRAM_OCTAVES * HISTOGRAM_PARTS)

/* The first octave is all that is below this. */
#define FIRST_NS 1000

static unsigned find_octave(uint64_t ns)
{
	uint64_t octave = ns / FIRST_NS;

	if (!octave)
		return 0;
	octave = 64 - __builtin_clzll(octave);
	return octave < HISTOGRAM_OCTAVES ? octave : HISTOGRAM_OCTAVES - 1;
}

uint64_t histogram_from_ns(unsigned octave)
{
	return octave ? (uint64_t)FIRST_NS << (octave - 1) : 0;
}

/* The last one has no end, but is taken for one as long as it begins. */
static uint64_t width_ns(unsigned octave)
{
	return octave ? histogram_from_ns(octave) : FIRST_NS;
}

static unsigned find_bucket(uint64_t ns)
{
	unsigned octave = find_octave(ns);
	uint64_t part = (ns - histogram_from_ns(octave)) /
			(width_ns(octave) / HISTOGRAM_PARTS);

	if (part >= HISTOGRAM_PARTS)
		part = HISTOGRAM_PARTS - 1;
	return octave * HISTOGRAM_PARTS + (unsigned)part;
}

static void add(uint32_t *bucket, uint32_t count)
{
	*bucket = *bucket + count < count ? UINT32_MAX : *bucket + count;
}

void histogram_add(struct histogram *histogram, uint64_t ns)
{
	histogram->count++;
	if (ns > histogram->max_ns)
		histogram->max_ns = ns;
	add(&histogram->buckets[find_bucket(ns)], 1);
}

void histogram_merge(struct histogram *histogram, const struct histogram *other)
{
	histogram->count += other->count;
	if (other->max_ns > histogram->max_ns)
		histogram->max_ns = other->max_ns;
	for (unsigned i = 0; i < BUCKETS; i++)
		add(&histogram->buckets[i], other->buckets[i]);
}

/* As if those of a bucket lay evenly in it. */
static uint64_t inside(unsigned bucket, double share)
{
	unsigned octave = bucket / HISTOGRAM_PARTS;
	double part = width_ns(octave) / (double)HISTOGRAM_PARTS;

	return histogram_from_ns(octave) +
	       (uint64_t)((bucket % HISTOGRAM_PARTS + share) * part);
}

uint64_t histogram_percentile(const struct histogram *histogram,
			      unsigned percent)
{
	/* Of the one that is not exceeded by so many, from 1. */
	uint64_t wanted = (histogram->count * percent + 99) / 100, passed = 0;

	for (unsigned i = 0; i < BUCKETS && wanted; i++) {
		uint32_t count = histogram->buckets[i];
		uint64_t ns;

		if (passed + count < wanted) {
			passed += count;
			continue;
		}
		ns = inside(i, (wanted - passed - 0.5) / count);
		return ns < histogram->max_ns ? ns : histogram->max_ns;
	}
	return histogram->max_ns;
}

uint64_t histogram_octave(const struct histogram *histogram, unsigned octave)
{
	uint64_t count = 0;

	for (unsigned i = 0; i < HISTOGRAM_PARTS; i++)
		count += histogram->buckets[octave * HISTOGRAM_PARTS + i];
	return count;
}
