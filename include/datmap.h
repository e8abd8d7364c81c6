/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A whole file as bytes in memory.
 */
#ifndef TCPWHO_DATMAP_H
#define TCPWHO_DATMAP_H

#include <stddef.h>

struct datmap {
	void *data; /* NULL: empty */
	size_t size;
};

/**
 * datmap_open - map the file called @name, or standard input for "-"
 *
 * What cannot be mapped, a pipe, is first copied to a file without a name in
 * $TMPDIR. Returns 0, or -1 with errno.
 */
int datmap_open(struct datmap *map, const char *name);
void datmap_close(struct datmap *map);

#endif
