/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sub-buffers, the pages of a ring buffer, and the records in them.
 */
#ifndef TCPWHO_SUBBUF_H
#define TCPWHO_SUBBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rawrec.h"

struct subbuf;

/* What events/header_page says of the kernel that wrote the sub-buffers. */
struct subbuf_format {
	unsigned long_size; /* 4 or 8 */
	size_t page_size;   /* bytes in a sub-buffer, its header included */
	bool is_big;	    /* its byte order */
};

/** subbuf_host_is_big - whether this machine is big-endian */
bool subbuf_host_is_big(void);

/**
 * subbuf_parse_format - read the text of events/header_page
 *
 * The byte order, which it does not tell, is set to this machine's. Returns 0, or -1 with errno EINVAL.
 */
int subbuf_parse_format(struct subbuf_format *format, const char *text,
			size_t length);

/**
 * subbuf_new - a walker over sub-buffers
 *
 * Returns NULL with errno ENOMEM; freed with subbuf_free, which takes NULL.
 */
struct subbuf *subbuf_new(const struct subbuf_format *format);
void subbuf_free(struct subbuf *subbuf);

/**
 * subbuf_load - start with a sub-buffer
 * @page: @length bytes, borrowed until the next load
 * @cpu: whose it is
 *
 * Returns 0, or -1 with errno EINVAL when it cannot be one.
 */
int subbuf_load(struct subbuf *subbuf, const void *page, size_t length,
		uint32_t cpu);

#define SUBBUF_MISSED_UNKNOWN (-1)

/**
 * subbuf_missed - events that were lost in front of this sub-buffer
 *
 * Some, but nobody knows how many, is SUBBUF_MISSED_UNKNOWN.
 */
int64_t subbuf_missed(const struct subbuf *subbuf);

/**
 * subbuf_next - the next record
 *
 * Returns 1 with @record filled, 0 at the end, or -1 with errno EINVAL when
 * the rest of the sub-buffer is damaged.
 */
int subbuf_next(struct subbuf *subbuf, struct rawrec *record);

#endif
