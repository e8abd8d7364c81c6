/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small files of procfs and the like, in one read.
 */
#ifndef TCPWHO_SMALLFILE_H
#define TCPWHO_SMALLFILE_H

#include <stddef.h>

/**
 * smallfile_read - the start of a file as text
 * @dir_fd: what @path is relative to, as for openat
 * @buf: @size bytes; always terminated, "" when there is nothing to be read
 */
void smallfile_read(int dir_fd, const char *path, char *buf, size_t size);

#endif
