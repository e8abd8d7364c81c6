/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * File systems of the kernel's own, where they are not mounted.
 */
#ifndef TCPWHO_MOUNT_H
#define TCPWHO_MOUNT_H

#include <stdbool.h>

/** mount_is_visible - whether tracefs is mounted where we can see it */
bool mount_is_visible(void);

/**
 * mount_tracefs - mount it where it is not, for this process alone
 *
 * That takes a mount namespace of our own, so nobody else sees it and it ends
 * with us, however we end. Returns 0, or -1 with errno.
 */
int mount_tracefs(void);

/**
 * mount_open - the root of a file system (debugfs, securityfs), mounted
 * nowhere and gone with the descriptor
 * @where: its usual place, for kernels before 5.2
 *
 * Returns a descriptor for openat, or -1 with errno.
 */
int mount_open(const char *name, const char *where);

/** mount_open_file - a file of it, for reading; -1 with errno */
int mount_open_file(const char *name, const char *where, const char *file);

#endif
