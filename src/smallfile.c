/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads small files. Never tells why one could not be read: that it is gone
 * is all that its callers can make of it.
 */
#include "smallfile.h"

#include <fcntl.h>
#include <unistd.h>

void smallfile_read(int dir_fd, const char *path, char *buf, size_t size)
{
	ssize_t n = 0;
	int fd = openat(dir_fd, path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		n = read(fd, buf, size - 1);
		close(fd);
	}
	buf[n > 0 ? n : 0] = '\0';
}
