/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether somebody has written to files since the last look: a hint that
 * costs nothing while nobody does.
 */
#ifndef TCPWHO_TOUCH_H
#define TCPWHO_TOUCH_H

#include <stdbool.h>

/**
 * touch_open - notice writes to @dir's files, but not to those of its folders
 *
 * Returns a descriptor to close, or -1.
 */
int touch_open(const char *dir);

/**
 * touch_add - and to one file more, or to those of one folder more
 *
 * Returns the descriptor, or -1 after it has closed it: who knows of most
 * writes would be taken to know of all.
 */
int touch_add(int fd, const char *path);

/** touch_seen - whether there was one since the last call; true for -1 */
bool touch_seen(int fd);

#endif
