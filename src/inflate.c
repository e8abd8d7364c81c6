/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decompresses by zstd or zlib. Allocates nothing but zstd's one context,
 * and never more than a chunk is said to need.
 */
#include "inflate.h"

#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

static const char *const names[] = {
	[INFLATE_NONE] = "none",
	[INFLATE_ZSTD] = "zstd",
	[INFLATE_ZLIB] = "zlib",
};

enum inflate_kind inflate_find(const char *name)
{
	for (int i = 0; i < INFLATE_UNKNOWN; i++)
		if (!strcmp(name, names[i]))
			return i;
	return INFLATE_UNKNOWN;
}

/*
 * The library has decoders of the formats before version 0.8 as well, which
 * must not be reached by a stranger's file: static builds do not even link
 * them.
 */
static size_t frame_length(const void *from, size_t length)
{
	uint32_t magic;
	size_t frame;

	if (length < sizeof(magic))
		return 0;
	memcpy(&magic, from, sizeof(magic));
	if (le32toh(magic) != ZSTD_MAGICNUMBER)
		return 0;
	frame = ZSTD_findFrameCompressedSize(from, length);
	return ZSTD_isError(frame) ? 0 : frame;
}

size_t inflate_frame(enum inflate_kind kind, const void *from, size_t length)
{
	return kind == INFLATE_ZSTD ? frame_length(from, length) : 0;
}

static long inflate_zstd(void *to, size_t room, const void *from, size_t length)
{
	static ZSTD_DCtx *context;
	size_t result;

	if (!context)
		context = ZSTD_createDCtx();
	/* As trace-cmd writes it: one, and nothing else. */
	if (!context || !length || frame_length(from, length) != length)
		return -1;
	result = ZSTD_decompressDCtx(context, to, room, from, length);
	return ZSTD_isError(result) ? -1 : (long)result;
}

static long inflate_zlib(void *to, size_t room, const void *from, size_t length)
{
	uLongf written = room;

	return uncompress(to, &written, from, length) ? -1 : (long)written;
}

long inflate_chunk(enum inflate_kind kind, void *to, size_t room,
		   const void *from, size_t length)
{
	long result = -1;

	if (kind == INFLATE_ZSTD)
		result = inflate_zstd(to, room, from, length);
	else if (kind == INFLATE_ZLIB)
		result = inflate_zlib(to, room, from, length);
	errno = EINVAL;
	return result;
}
