/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Buffered output that a signal can interrupt even while the reader of
 * stdout sleeps.
 */
#ifndef TCPWHO_OUT_H
#define TCPWHO_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum out_result {
	OUT_OK,	     /* all of it was written */
	OUT_BLOCKED, /* the interrupt fd became readable first */
	OUT_CLOSED,  /* nobody reads it any more */
	OUT_FAILED,  /* errno says why */
};

struct out {
	int fd;
	bool may_block;
	char *data;
	size_t used;
	size_t written; /* of those, during a flush */
	size_t size;
};

/** out_open - write to @fd; returns 0, or -1 with errno */
int out_open(struct out *out, int fd);

/** out_close - free the buffer; what is in it is dropped, @fd stays open */
void out_close(struct out *out);

/**
 * out_reserve - room for @length bytes at the end
 *
 * Returns where they go, or NULL when there is no memory. out_commit takes
 * those that were written there.
 */
char *out_reserve(struct out *out, size_t length);
void out_commit(struct out *out, size_t length);

#define OUT_NO_LIMIT UINT64_MAX

/**
 * out_flush - write what is buffered
 * @interrupt_fd: give up when this is readable while stdout takes no more
 * @until_ns: and at this time of CLOCK_MONOTONIC, or OUT_NO_LIMIT
 *
 * Giving up is OUT_BLOCKED.
 */
enum out_result out_flush(struct out *out, int interrupt_fd, uint64_t until_ns);

/** out_discard - drop what is buffered */
void out_discard(struct out *out);

/** out_lines - how many whole lines wait in the buffer */
uint64_t out_lines(const struct out *out);

#endif
