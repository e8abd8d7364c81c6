/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Maps files, so that of one of any size nothing is held but what is being
 * read. Never writes to any but its own, which nobody else can open.
 */
#include "datmap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reading what somebody has cut off a mapped file ends in SIGBUS. */
static void die(int number)
{
	static const char text[] =
		"tcpwho: the file became shorter while it was read\n";

	(void)number;
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0) {
		/* Nowhere left to say so. */
	}
	_exit(1);
}

static int open_unnamed(void)
{
	const char *dir = getenv("TMPDIR");

	return open(dir && *dir ? dir : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC,
		    0600);
}

static int write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, data, length);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			data += n;
			length -= n;
		}
	}
	return 0;
}

/* Returns a file with all that can be read from @from, or -1. */
static int spool(int from)
{
	static char buf[1 << 16];
	int to = open_unnamed();
	ssize_t n = 1;

	while (to >= 0 && n) {
		n = read(from, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || write_all(to, buf, n)) {
			int saved = errno;

			close(to);
			errno = saved;
			return -1;
		}
	}
	return to;
}

static int map_file(struct datmap *map, int fd)
{
	struct stat st;
	void *data;

	if (fstat(fd, &st))
		return -1;
	if (!S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		return -1;
	}
	if (!st.st_size)
		return 0;
	if ((uintmax_t)st.st_size > SIZE_MAX) {
		errno = EFBIG;
		return -1;
	}
	data = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return -1;
	*map = (struct datmap){ data, st.st_size };
	return 0;
}

static bool is_pipe(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

int datmap_open(struct datmap *map, const char *name)
{
	struct sigaction action = { .sa_handler = die };
	int fd = -1, copy = -1, result = -1, saved;

	*map = (struct datmap){ .size = 0 };
	sigaction(SIGBUS, &action, NULL);
	if (strcmp(name, "-") != 0)
		fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	else
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
	if (fd >= 0 && is_pipe(fd))
		copy = spool(fd);
	if (copy >= 0)
		result = map_file(map, copy);
	else if (fd >= 0 && !is_pipe(fd))
		result = map_file(map, fd);
	saved = errno;
	if (copy >= 0)
		close(copy);
	if (fd >= 0)
		close(fd);
	errno = saved;
	return result;
}

void datmap_close(struct datmap *map)
{
	if (map->data)
		munmap(map->data, map->size);
	*map = (struct datmap){ .size = 0 };
}
