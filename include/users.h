/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names of users.
 */
#ifndef TCPWHO_USERS_H
#define TCPWHO_USERS_H

#include <stddef.h>
#include <stdint.h>

#define USERS_FILE "/etc/passwd"

/** users_each - call @user with each name in the file @path that is plain to type */
void users_each(const char *path, void (*user)(void *context, const char *name),
		void *context);

/** users_find - the number of a user in the file @path; 0, or -1 */
int users_find(const char *path, const char *name, uint32_t *uid);

/**
 * users_name - the name of a user in the file @path
 * @name: @size bytes, terminated
 *
 * Returns 0, or -1 where it has none.
 */
int users_name(const char *path, uint32_t uid, char *name, size_t size);

#endif
