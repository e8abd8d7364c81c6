/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cuts a CPU's part of a recording into sub-buffers, inflating one chunk at
 * a time. Knows nothing of what is in them.
 */
#include "datpages.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* A chunk is ten pages (PAGES_PER_CHUNK); a page is 512 KB at most. */
#define CHUNK_PAGES 10
#define MAX_CHUNK (8U << 20)

/* The number of chunks, and both lengths of the first. */
#define CHUNK_HEADERS 12

/* So much is kept of what has been read: rarely enough to cost nothing. */
#define KEEP (1U << 20)

/* A fault maps up to so much around the page, of what was given back, too. */
#define AROUND (1U << 17)

static int make_room(struct datpages *pages, size_t size)
{
	uint8_t *grown;

	if (size <= pages->chunk_room)
		return 0;
	if (size > MAX_CHUNK || size - pages->chunk_room > *pages->budget)
		return -1;
	grown = realloc(pages->chunk, size);
	if (!grown)
		return -1;
	*pages->budget -= size - pages->chunk_room;
	pages->chunk = grown;
	pages->chunk_room = size;
	return 0;
}

/*
 * On 64-bit big-endian machines trace-cmd (3.0 to 3.3) stores the wrong half
 * of all these numbers, which is 0, and cannot read that again. Frames of
 * zstd tell how long they are. Returns whether one is there.
 */
static bool find_chunk(const struct datpages *pages, uint32_t *packed,
		       uint32_t *size)
{
	const struct cursor *data = &pages->data;

	*packed = inflate_frame(pages->compression, data->data + data->at,
				data->size - data->at);
	*size = CHUNK_PAGES * pages->page_size;
	return *packed != 0;
}

/* Either there are no more, or they are of zlib and cannot be told apart. */
static enum datpages_result end_uncounted(struct datpages *pages)
{
	bool is_unread = pages->told > CHUNK_HEADERS && !pages->chunk;

	pages->chunks_left = 0;
	return is_unread ? DATPAGES_BAD : DATPAGES_END;
}

static enum datpages_result inflate_next(struct datpages *pages)
{
	uint32_t packed = cursor_number(&pages->data, 4);
	uint32_t size = cursor_number(&pages->data, 4);
	const void *from;
	long got;

	pages->chunks_left--;
	pages->chunk_at = pages->chunk_size = 0;
	if (pages->data.has_ended || (pages->is_uncounted && (packed || size)))
		return DATPAGES_END;
	if (!packed && !size && !find_chunk(pages, &packed, &size))
		return pages->is_uncounted ? end_uncounted(pages) :
					     DATPAGES_BAD;
	from = cursor_bytes(&pages->data, packed);
	if (!from)
		return DATPAGES_END;
	if (make_room(pages, size))
		return DATPAGES_BAD;
	got = inflate_chunk(pages->compression, pages->chunk, size, from,
			    packed);
	if (got < 0)
		return DATPAGES_BAD;
	pages->chunk_size = got;
	return DATPAGES_OK;
}

static size_t up_to_page(const struct datpages *pages, size_t left)
{
	return left < pages->page_size ? left : pages->page_size;
}

static void start(struct datpages *pages)
{
	pages->chunks_left = cursor_number(&pages->data, 4);
	pages->is_uncounted = !pages->chunks_left;
	if (pages->is_uncounted)
		pages->chunks_left = UINT64_MAX;
	pages->has_started = true;
}

static enum datpages_result next_inflated(struct datpages *pages,
					  const void **page, size_t *length)
{
	if (!pages->has_started)
		start(pages);
	while (pages->chunk_at == pages->chunk_size) {
		enum datpages_result result = DATPAGES_END;

		if (pages->chunks_left)
			result = inflate_next(pages);
		if (result != DATPAGES_OK)
			return result;
	}
	*page = pages->chunk + pages->chunk_at;
	*length = up_to_page(pages, pages->chunk_size - pages->chunk_at);
	pages->chunk_at += *length;
	return DATPAGES_OK;
}

enum datpages_result datpages_next(struct datpages *pages, const void **page,
				   size_t *length)
{
	if (pages->compression != INFLATE_NONE)
		return next_inflated(pages, page, length);
	*length = up_to_page(pages, pages->data.size - pages->data.at);
	*page = cursor_bytes(&pages->data, *length);
	return *length ? DATPAGES_OK : DATPAGES_END;
}

/* Whole pages of ours; a neighbour's bytes are merely read again. */
static void advise(const uint8_t *start, const uint8_t *end, int advice)
{
	uintptr_t page = sysconf(_SC_PAGESIZE);
	uintptr_t from = ((uintptr_t)start + page - 1) & ~(page - 1);
	uintptr_t to = (uintptr_t)end & ~(page - 1);

	/* Where a kernel knows no such advice, it is merely slower. */
	if (from < to)
		madvise((void *)from, to - from, advice);
}

void datpages_give_back(struct datpages *pages)
{
	const struct cursor *data = &pages->data;
	size_t left = data->size - data->at, from = pages->kept_at;

	if (data->at - pages->kept_at < KEEP && pages->kept_at)
		return;
	from -= from < AROUND ? from : AROUND;
	advise(data->data + from, data->data + data->at, MADV_DONTNEED);
#ifdef MADV_POPULATE_READ /* one fault for all of them, since 5.14 */
	advise(data->data + data->at,
	       data->data + data->at + (left < KEEP ? left : KEEP),
	       MADV_POPULATE_READ);
#endif
	pages->kept_at = data->at;
}

void datpages_free(struct datpages *pages)
{
	free(pages->chunk);
	pages->chunk = NULL;
}
