/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process of our own that keeps the privileges to give a file its name.
 */
#ifndef TCPWHO_KEEPER_H
#define TCPWHO_KEEPER_H

#include <sys/types.h>

/* All zero: none. */
struct keeper {
	pid_t pid;
	int fd;
};

/**
 * keeper_start - before privileges are dropped
 * @temp: of savefile_create, and NULL from now on: without keeper_publish, or
 *	  if we are killed, it is removed
 * @path: what it may take the place of
 *
 * Returns 0, or -1 with errno and @temp as it was.
 */
int keeper_start(struct keeper *keeper, char **temp, const char *path);

/** keeper_publish - as savefile_rename, once; 0, or -1 with errno */
int keeper_publish(struct keeper *keeper);

/** keeper_end - it ends, if there is one */
void keeper_end(struct keeper *keeper);

#endif
