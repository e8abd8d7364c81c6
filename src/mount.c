/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mounts what we need and nobody else sees. Never unmounts: what others
 * mounted is theirs, and ours ends with us.
 */
#include "mount.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <tracefs.h>
#include <unistd.h>

#include "log.h"

#define MOUNT_POINT "/sys/kernel/tracing"

bool mount_is_visible(void)
{
	const char *dir = NULL;
	struct statfs fs;
	bool is_visible;
	int fd;

	if (tracefs_tracing_dir_is_mounted(false, &dir) <= 0 || !dir)
		return false;
	/*
	 * What is mounted may be hidden below a later mount. And below a mere
	 * debugfs the library means a folder on which the kernel mounts it as
	 * soon as somebody goes there, but not for O_PATH: for everybody.
	 */
	fd = open(dir, O_PATH | O_CLOEXEC);
	is_visible = fd >= 0 && !fstatfs(fd, &fs) && fs.f_type == TRACEFS_MAGIC;
	if (fd >= 0)
		close(fd);
	return is_visible;
}

int mount_tracefs(void)
{
	tracefs_set_loglevel(TEP_LOG_NONE);
	if (mount_is_visible())
		return 0;
	if (unshare(CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("tracefs", MOUNT_POINT, "tracefs",
		  MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
		return -1;
	log_debug("mounted tracefs on " MOUNT_POINT " for tcpwho alone");
	return 0;
}

int mount_open(const char *name, const char *where)
{
	int fs = fsopen(name, FSOPEN_CLOEXEC);
	int root = -1;

	if (fs >= 0 && !fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		root = fsmount(fs, FSMOUNT_CLOEXEC, 0);
	if (fs >= 0)
		close(fs);
	return root >= 0 ? root : open(where, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

int mount_open_file(const char *name, const char *where, const char *file)
{
	int root = mount_open(name, where);
	int fd;

	if (root < 0)
		return -1;
	fd = openat(root, file, O_RDONLY | O_CLOEXEC);
	close(root);
	return fd;
}
