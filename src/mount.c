/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mounts tracefs and takes it down again. Leaves alone what others mounted.
 */
#include "mount.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/mount.h>
#include <tracefs.h>
#include <unistd.h>

#include "log.h"

#define MOUNT_POINT "/sys/kernel/tracing"

bool mount_is_visible(void)
{
	const char *dir = NULL;

	/* What is mounted may be hidden below a later mount. */
	return tracefs_tracing_dir_is_mounted(false, &dir) > 0 && dir &&
	       access(dir, F_OK) == 0;
}

int mount_tracefs(bool *has_mounted)
{
	tracefs_set_loglevel(TEP_LOG_NONE);
	if (mount_is_visible())
		return 0;
	if (mount("tracefs", MOUNT_POINT, "tracefs",
		  MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
		return -1;
	log_debug("mounted tracefs on " MOUNT_POINT);
	/*
	 * Locked down in confidentiality mode it is empty, and unmounting an
	 * empty one crashes the kernel (list corruption, seen on 6.12).
	 */
	*has_mounted = access(MOUNT_POINT "/trace_clock", F_OK) == 0;
	return 0;
}

void mount_undo(void)
{
	if (umount(MOUNT_POINT))
		log_debug("tracefs stays mounted: %s", strerror(errno));
}
