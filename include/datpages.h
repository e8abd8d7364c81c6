/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sub-buffers of one CPU, one after the other, compressed or not.
 */
#ifndef TCPWHO_DATPAGES_H
#define TCPWHO_DATPAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "inflate.h"

/* All zero but for the first five is one at its start. */
struct datpages {
	struct cursor data; /* all that the file has of it */
	size_t page_size;
	enum inflate_kind compression;
	size_t *budget;	   /* bytes left for chunks, shared */
	uint64_t told;	   /* how long the file says that it is */
	uint8_t *chunk;	   /* inflated */
	size_t chunk_room; /* allocated */
	size_t chunk_size;
	size_t chunk_at;
	uint64_t chunks_left;
	bool has_started;
	bool is_uncounted; /* numbers of and in chunks are all 0 */
	size_t kept_at;	   /* what is before has been given back */
};

enum datpages_result {
	DATPAGES_END,
	DATPAGES_OK,
	DATPAGES_BAD, /* a chunk that cannot be inflated; there may be more */
};

/**
 * datpages_next - the next sub-buffer
 * @page: valid until the next call
 * @length: less than a page's where the file is cut
 */
enum datpages_result datpages_next(struct datpages *pages, const void **page,
				   size_t *length);

/** datpages_give_back - let the kernel drop what is mapped and was read */
void datpages_give_back(struct datpages *pages);

/** datpages_free - free what was allocated */
void datpages_free(struct datpages *pages);

#endif
