/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The way to tracefs: whether there is one, and whose turn it is. Changes
 * nothing there but what sweep removes.
 */
#include "turn.h"

#include <errno.h>
#include <tracefs.h>
#include <unistd.h>

#include "mount.h"
#include "refusal.h"
#include "sweep.h"

static int refuse(enum refusal_step step)
{
	refusal_report(step, errno, NULL);
	return -1;
}

int turn_take(void)
{
	const char *dir;
	int lock_fd;

	/*
	 * Locked down, tracefs mounts empty, and when an empty one goes the
	 * kernel corrupts a list and dies of it (seen on 6.12).
	 */
	errno = EPERM;
	if (refusal_locked_down() || mount_tracefs())
		return refuse(REFUSAL_MOUNT);
	dir = tracefs_tracing_dir();
	lock_fd = dir ? sweep_lock(dir) : -1;
	return lock_fd < 0 ? refuse(REFUSAL_INSTANCE) : lock_fd;
}

int turn_sweep(void)
{
	const char *dir = tracefs_tracing_dir();
	int lock_fd = dir ? sweep_lock(dir) : -1;

	if (lock_fd < 0)
		return -1;
	sweep(dir);
	close(lock_fd);
	return 0;
}
