/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks the records of a sub-buffer with libtraceevent's kbuffer. Pure over
 * the bytes it is given; adds the bounds that kbuffer does not check.
 */
#include "subbuf.h"

#include <errno.h>
#include <event-parse.h>
#include <kbuffer.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The timestamp in front; the commit word, a long, follows it. */
#define TIMESTAMP_SIZE 8

/* Above these bits are the lost-event flags, sign-extended on 64 bits. */
#define COMMIT_MASK 0x3fffffff

struct subbuf {
	struct subbuf_format format;
	struct kbuffer *kbuffer;
	const char *end; /* of the committed data */
	bool started;
	uint32_t cpu;
};

int subbuf_parse_format(struct subbuf_format *format, const char *text,
			size_t length)
{
	struct tep_handle *tep;
	int data_size, failed;

	tep_set_loglevel(TEP_LOG_NONE);
	tep = tep_alloc();
	if (!tep)
		return -1;
	failed = tep_parse_header_page(tep, (char *)text, length, sizeof(long));
	format->long_size = tep_get_header_page_size(tep);
	data_size = tep_get_sub_buffer_size(tep);
	tep_free(tep);
	if (failed || data_size <= 0 ||
	    (format->long_size != 4 && format->long_size != 8)) {
		errno = EINVAL;
		return -1;
	}
	format->page_size = data_size;
	return 0;
}

/* Not KBUFFER_ENDIAN_SAME_AS_HOST: wrong on big-endian hosts up to 1.8.4. */
static enum kbuffer_endian host_endian(void)
{
	return tep_is_bigendian() ? KBUFFER_ENDIAN_BIG : KBUFFER_ENDIAN_LITTLE;
}

struct subbuf *subbuf_new(const struct subbuf_format *format)
{
	struct subbuf *subbuf = calloc(1, sizeof(*subbuf));

	if (!subbuf)
		return NULL;
	subbuf->format = *format;
	subbuf->kbuffer = kbuffer_alloc(
		format->long_size == 8 ? KBUFFER_LSIZE_8 : KBUFFER_LSIZE_4,
		host_endian());
	if (!subbuf->kbuffer) {
		free(subbuf);
		errno = ENOMEM;
		return NULL;
	}
	return subbuf;
}

void subbuf_free(struct subbuf *subbuf)
{
	if (!subbuf)
		return;
	kbuffer_free(subbuf->kbuffer);
	free(subbuf);
}

static size_t load_commit(const struct subbuf *subbuf, const char *page)
{
	uint64_t commit64;
	uint32_t commit32;

	if (subbuf->format.long_size == 8) {
		memcpy(&commit64, page + TIMESTAMP_SIZE, sizeof(commit64));
		return commit64 & COMMIT_MASK;
	}
	memcpy(&commit32, page + TIMESTAMP_SIZE, sizeof(commit32));
	return commit32 & COMMIT_MASK;
}

int subbuf_load(struct subbuf *subbuf, void *page, size_t length, uint32_t cpu)
{
	size_t header = TIMESTAMP_SIZE + subbuf->format.long_size;
	size_t commit;

	errno = EINVAL;
	if (length < header)
		return -1;
	commit = load_commit(subbuf, page);
	if (commit > length - header)
		return -1;
	if (kbuffer_load_subbuffer(subbuf->kbuffer, page))
		return -1;
	subbuf->end = (const char *)page + header + commit;
	subbuf->started = false;
	subbuf->cpu = cpu;
	return 0;
}

int subbuf_next(struct subbuf *subbuf, struct rawrec *record)
{
	unsigned long long ts;
	const char *data;
	int size;

	if (subbuf->started)
		kbuffer_next_event(subbuf->kbuffer, NULL);
	subbuf->started = true;
	data = kbuffer_read_event(subbuf->kbuffer, &ts);
	if (!data)
		return 0;
	size = kbuffer_event_size(subbuf->kbuffer);
	if (size < 0 || data > subbuf->end || size > subbuf->end - data) {
		errno = EINVAL;
		return -1;
	}
	*record = (struct rawrec){
		.ts_ns = ts,
		.cpu = subbuf->cpu,
		.size = size,
		.data = data,
	};
	return 1;
}
