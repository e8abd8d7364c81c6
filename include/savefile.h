/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file that is written, under its name and beside it.
 */
#ifndef TCPWHO_SAVEFILE_H
#define TCPWHO_SAVEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * savefile_check - whether a file called @path may be written or replaced
 *
 * Returns 0, or -1 after it has said why not.
 */
int savefile_check(const char *path);

/**
 * savefile_create - a new file beside @path, for its owner alone
 * @temp: its name, to be freed; NULL for one without a name
 *
 * Returns its descriptor, or -1 with errno.
 */
int savefile_create(const char *path, char **temp);

/**
 * savefile_rename - @temp takes the place of @path
 *
 * Returns 0 and frees it, which is NULL then, or -1 with errno.
 */
int savefile_rename(char **temp, const char *path);

/** savefile_remove - remove @temp and free it; takes NULL */
void savefile_remove(char *temp);

/** savefile_is - whether @fd is what is now called @path */
bool savefile_is(int fd, const char *path);

/**
 * savefile_copy - make @to the same as @from
 *
 * Returns 0, or -1 with errno; for want of room before @to is touched.
 */
int savefile_copy(int to, int from);

/** savefile_write - all of @data at @at; 0, or -1 with errno */
int savefile_write(int fd, const void *data, size_t size, uint64_t at);

#endif
