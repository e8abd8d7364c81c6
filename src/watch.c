/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks at the switches of our instance and events. Never turns one.
 */
#include "watch.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

void watch_add(struct watch *watch, const struct instance *instance,
	       const char *file)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", instance->dir, file);
	watch->fds[watch->count++] = open(path, O_RDONLY | O_CLOEXEC);
}

static bool is_on(int fd)
{
	char value = '0';

	/* Of an event that was removed there is nothing to be read. */
	return pread(fd, &value, 1, 0) == 1 && value == '1';
}

bool watch_is_on(const struct watch *watch)
{
	for (unsigned i = 0; i < watch->count; i++)
		if (!is_on(watch->fds[i]))
			return false;
	return true;
}

void watch_close(struct watch *watch)
{
	while (watch->count > 0) {
		int fd = watch->fds[--watch->count];

		if (fd >= 0)
			close(fd);
	}
}
