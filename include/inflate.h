/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What trace-cmd compresses with.
 */
#ifndef TCPWHO_INFLATE_H
#define TCPWHO_INFLATE_H

#include <stddef.h>

enum inflate_kind {
	INFLATE_NONE,
	INFLATE_ZSTD,
	INFLATE_ZLIB,
	INFLATE_UNKNOWN,
};

/** inflate_find - what a recording's header calls @name */
enum inflate_kind inflate_find(const char *name);

/**
 * inflate_chunk - decompress one chunk
 * @to: @room bytes; no more are written
 *
 * Returns how many were, or -1 with errno EINVAL.
 */
long inflate_chunk(enum inflate_kind kind, void *to, size_t room,
		   const void *from, size_t length);

/**
 * inflate_frame - how much of @from is the first chunk
 *
 * Returns its length, or 0 where there is none or it does not tell.
 */
size_t inflate_frame(enum inflate_kind kind, const void *from, size_t length);

#endif
