/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Searches dumps of kernel memory for values that are known. Pure; knows
 * neither structs nor kernels.
 */
#include "memdump.h"

#include <stdbool.h>
#include <string.h>

void memdump_take(struct memdump *dump, uint64_t ts_ns, const void *bytes)
{
	unsigned at = dump->count++;

	if (at >= MEMDUMP_ACCEPTS)
		return;
	/* The accepting thread may have changed the CPU, and so the buffer. */
	for (; at > 0 && dump->ts_ns[at - 1] > ts_ns; at--) {
		dump->ts_ns[at] = dump->ts_ns[at - 1];
		memcpy(dump->bytes[at], dump->bytes[at - 1], dump->size);
	}
	dump->ts_ns[at] = ts_ns;
	memcpy(dump->bytes[at], bytes, dump->size);
}

static bool holds(const struct memdump *dump, const unsigned char *values,
		  size_t size, size_t offset)
{
	for (int i = 0; i < MEMDUMP_ACCEPTS; i++)
		if (memcmp(dump->bytes[i] + offset, values + i * size, size) !=
		    0)
			return false;
	return true;
}

int memdump_find(const struct memdump *dump, const void *values, size_t size,
		 size_t from)
{
	if (dump->count != MEMDUMP_ACCEPTS)
		return -1;
	for (size_t at = from; at + size <= dump->size; at += size)
		if (holds(dump, values, size, at))
			return at;
	return -1;
}
