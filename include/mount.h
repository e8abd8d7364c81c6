/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tracefs mounted for as long as we need it.
 */
#ifndef TCPWHO_MOUNT_H
#define TCPWHO_MOUNT_H

#include <stdbool.h>

/** mount_is_visible - whether tracefs is mounted where we can see it */
bool mount_is_visible(void);

/**
 * mount_tracefs - mount it where it is not
 * @has_mounted: set when we did and mount_undo may undo it
 *
 * Returns 0, or -1 with errno.
 */
int mount_tracefs(bool *has_mounted);

/** mount_undo - unmount it, unless somebody has come to use it */
void mount_undo(void);

#endif
