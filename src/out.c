/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Buffered output. Owns the bytes between the sinks and stdout; never
 * touches the flags of the descriptor, which others share.
 */
#include "out.h"

#include <errno.h>
#include <limits.h>
#include <linux/major.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "walltime.h"

/* /dev/null and the like, which take any amount at once. */
static bool is_memory(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && major(st->st_rdev) == MEM_MAJOR;
}

int out_open(struct out *out, int fd)
{
	struct stat st;

	*out = (struct out){ .fd = fd };
	if (fstat(fd, &st))
		return -1;
	out->may_block = !S_ISREG(st.st_mode) && !is_memory(&st);
	return 0;
}

void out_close(struct out *out)
{
	free(out->data);
	*out = (struct out){ .fd = -1 };
}

char *out_reserve(struct out *out, size_t length)
{
	if (out->size - out->used < length) {
		size_t size = out->size * 2 + length + PIPE_BUF;
		char *grown = realloc(out->data, size);

		if (!grown)
			return NULL;
		out->data = grown;
		out->size = size;
	}
	return out->data + out->used;
}

void out_commit(struct out *out, size_t length)
{
	out->used += length;
}

/* Wait until a write of PIPE_BUF bytes cannot block. */
static enum out_result wait_writable(const struct out *out, int interrupt_fd,
				     int timeout_ms)
{
	struct pollfd fds[] = {
		{ .fd = out->fd, .events = POLLOUT },
		{ .fd = interrupt_fd, .events = POLLIN },
	};
	int ready = poll(fds, 2, timeout_ms);

	if (ready < 0)
		return errno == EINTR ? OUT_OK : OUT_FAILED;
	/* POLLERR too: the write that follows says what is wrong. */
	return fds[0].revents ? OUT_OK : OUT_BLOCKED;
}

static enum out_result write_some(struct out *out)
{
	/* A pipe that polls writable takes PIPE_BUF bytes without blocking. */
	size_t left = out->used - out->written;
	size_t most = out->may_block && left > PIPE_BUF ? PIPE_BUF : left;
	ssize_t n = write(out->fd, out->data + out->written, most);

	if (n < 0 && errno == EPIPE)
		return OUT_CLOSED;
	if (n < 0 && errno != EINTR && errno != EAGAIN)
		return OUT_FAILED;
	if (n > 0)
		out->written += n;
	return OUT_OK;
}

static int remaining_ms(uint64_t until_ns)
{
	uint64_t now_ns = walltime_mono_ns();

	if (until_ns == OUT_NO_LIMIT)
		return -1;
	return until_ns > now_ns ? (until_ns - now_ns) / 1000000 : 0;
}

/* Once for each flush: most leave nothing to be moved. */
static void drop_written(struct out *out)
{
	out->used -= out->written;
	if (out->used)
		memmove(out->data, out->data + out->written, out->used);
	out->written = 0;
}

enum out_result out_flush(struct out *out, int interrupt_fd, uint64_t until_ns)
{
	enum out_result result = OUT_OK;

	while (out->written < out->used && result == OUT_OK) {
		if (out->may_block)
			result = wait_writable(out, interrupt_fd,
					       remaining_ms(until_ns));
		if (result == OUT_OK)
			result = write_some(out);
	}
	drop_written(out);
	return result;
}

void out_discard(struct out *out)
{
	out->used = 0;
}

uint64_t out_lines(const struct out *out)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < out->used; i++)
		lines += out->data[i] == '\n';
	return lines;
}
