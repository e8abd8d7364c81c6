/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The control group of a process, out of /proc/PID/cgroup.
 */
#ifndef TCPWHO_CGROUP_H
#define TCPWHO_CGROUP_H

#include <stddef.h>

/**
 * cgroup_find - the path that tells most
 * @text: of the file, terminated
 * @length: of the path; 0 where there is none
 *
 * That of the unified hierarchy, or where all are at its root, of systemd's
 * own, or else of the first in which the process is not at the root.
 */
const char *cgroup_find(const char *text, size_t *length);

#endif
