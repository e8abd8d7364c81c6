/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes files and puts them under their names. Never opens one that is
 * there: what somebody has put in our way, a link, say, is not written to.
 */
#include "savefile.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

int savefile_check(const char *path)
{
	struct stat st;

	if (lstat(path, &st)) {
		if (errno == ENOENT)
			return 0;
		log_error("cannot write %s: %s", path, strerror(errno));
		return -1;
	}
	if (S_ISREG(st.st_mode))
		return 0;
	log_error("cannot write %s: it is no regular file, name another", path);
	return -1;
}

static int create_unnamed(const char *path)
{
	char *copy = strdup(path);
	int fd = -1;

	if (copy)
		fd = open(dirname(copy), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	free(copy);
	return fd;
}

int savefile_create(const char *path, char **temp)
{
	char *name;
	int fd = temp ? -1 : create_unnamed(path);

	if (fd >= 0)
		return fd;
	if (asprintf(&name, "%s.XXXXXX", path) < 0)
		return -1;
	fd = mkostemp(name, O_CLOEXEC); /* with O_EXCL and mode 0600 */
	if (temp && fd >= 0) {
		*temp = name;
		return fd;
	}
	/* Some file systems know no files without a name. */
	if (fd >= 0)
		unlink(name);
	free(name);
	return fd;
}

int savefile_rename(char **temp, const char *path)
{
	if (rename(*temp, path))
		return -1;
	free(*temp);
	*temp = NULL;
	return 0;
}

void savefile_remove(char *temp)
{
	if (temp)
		unlink(temp);
	free(temp);
}

bool savefile_is(int fd, const char *path)
{
	struct stat ours, there;

	return !fstat(fd, &ours) && !lstat(path, &there) &&
	       ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

int savefile_write(int fd, const void *data, size_t size, uint64_t at)
{
	const char *from = data;

	while (size > 0) {
		ssize_t n = pwrite(fd, from, size, at);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			from += n;
			at += n;
			size -= n;
		}
	}
	return 0;
}

int savefile_copy(int to, int from)
{
	char buf[1 << 16];
	struct stat st;
	ssize_t n = 1;

	if (fstat(from, &st))
		return -1;
	/* Some file systems cannot: then it shows while it is copied. */
	errno = posix_fallocate(to, 0, st.st_size);
	if (errno == ENOSPC || errno == EFBIG)
		return -1;
	for (off_t at = 0; n > 0; at += n) {
		n = pread(from, buf, sizeof(buf), at);
		if (n < 0 || savefile_write(to, buf, n, at))
			return -1;
	}
	return ftruncate(to, st.st_size);
}
