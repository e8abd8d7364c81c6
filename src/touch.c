/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Notices writes by inotify, which does work on tracefs: writes pass the VFS
 * as any do. What the kernel changes by itself is not noticed.
 */
#include "touch.h"

#include <sys/inotify.h>
#include <unistd.h>

int touch_open(const char *dir)
{
	return touch_add(inotify_init1(IN_NONBLOCK | IN_CLOEXEC), dir);
}

int touch_add(int fd, const char *path)
{
	/* A user may have but so many watches, on all files together. */
	if (fd >= 0 && inotify_add_watch(fd, path, IN_MODIFY) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

bool touch_seen(int fd)
{
	char events[4096] __attribute__((aligned(8)));
	bool seen = false;

	/* Without inotify nobody knows, so look. */
	if (fd < 0)
		return true;
	while (read(fd, events, sizeof(events)) > 0)
		seen = true;
	return seen;
}
