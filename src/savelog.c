/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes a recording such that at any time it is one that every reader of
 * trace.dat takes: all rows in the order in which they came, as if of one
 * CPU, and behind its headers only appended to. A row's own CPU is a field of
 * it.
 */
#include "savelog.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "datwrite.h"
#include "savefile.h"
#include "subbuf.h"

/* Of the table: an offset, then the size, both of 64 bits. */
#define TABLE_SIZE_AT 8

int savelog_start(struct savelog *log, int fd, const char *uname)
{
	static const uint64_t none = 0;
	const struct datwrite what = {
		.uname = uname,
		.has_date = true,
		.cmdlines = "",
		.pages = &none,
		.cpus = 1,
	};
	struct datwrite_head head;
	int result;

	if (datwrite_head(&head, &what))
		return -1;
	log->fd = fd;
	log->data_at = head.size;
	log->table_at = head.table_at;
	log->pages = log->flushed = 0;
	subwrite_start(&log->page);
	result = savefile_write(fd, head.bytes, head.size, 0);
	free(head.bytes);
	return result;
}

static uint64_t page_at(const struct savelog *log, uint64_t page)
{
	return log->data_at + page * SUBWRITE_SIZE;
}

/* First the page and then that there is one more. */
static int write_page(const struct savelog *log)
{
	uint64_t size = (log->pages + 1) * SUBWRITE_SIZE;

	if (savefile_write(log->fd, log->page.bytes, SUBWRITE_SIZE,
			   page_at(log, log->pages)))
		return -1;
	return savefile_write(log->fd, &size, sizeof(size),
			      log->table_at + TABLE_SIZE_AT);
}

/* First the records and then that there are more: somebody may be reading. */
static int write_rest(const struct savelog *log)
{
	uint64_t at = page_at(log, log->pages);

	if (savefile_write(log->fd, log->page.bytes + log->flushed,
			   log->page.used - log->flushed, at + log->flushed))
		return -1;
	return savefile_write(log->fd, log->page.bytes, SUBWRITE_HEAD, at);
}

int savelog_flush(struct savelog *log)
{
	if (log->page.used == SUBWRITE_HEAD || log->page.used == log->flushed)
		return 0;
	if (log->flushed ? write_rest(log) : write_page(log))
		return -1;
	log->flushed = log->page.used;
	return 0;
}

int savelog_add(struct savelog *log, uint64_t ts_ns, const void *data,
		size_t size)
{
	if (!subwrite_add(&log->page, ts_ns, data, size))
		return 0;
	if (savelog_flush(log))
		return -1;
	log->pages++;
	log->flushed = 0;
	subwrite_start(&log->page);
	return subwrite_add(&log->page, ts_ns, data, size);
}

static int walk_page(struct subbuf *subbuf, const void *page,
		     savelog_record *record, void *context)
{
	struct rawrec raw;
	int got = subbuf_load(subbuf, page, SUBWRITE_SIZE, 0);

	while (!got) {
		got = subbuf_next(subbuf, &raw);
		if (got <= 0)
			return got;
		got = record(context, &raw);
	}
	return got;
}

int savelog_walk(const struct savelog *log, savelog_record *record,
		 void *context)
{
	const struct subbuf_format format = { SUBWRITE_LONG, SUBWRITE_SIZE,
					      subbuf_host_is_big() };
	struct subbuf *subbuf = subbuf_new(&format);
	uint64_t pages = log->pages + (log->flushed ? 1 : 0);
	uint8_t page[SUBWRITE_SIZE];
	int result = subbuf ? 0 : -1;

	for (uint64_t i = 0; i < pages && !result; i++) {
		ssize_t n = pread(log->fd, page, sizeof(page), page_at(log, i));

		if (n >= 0 && n < (ssize_t)sizeof(page))
			errno = EIO; /* somebody has cut it off */
		result = n < (ssize_t)sizeof(page) ?
				 -1 :
				 walk_page(subbuf, page, record, context);
	}
	subbuf_free(subbuf);
	return result;
}
