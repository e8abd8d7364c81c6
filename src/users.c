/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads /etc/passwd. Never asks the name service: its plugins could not be
 * loaded by a static program, and may wait for a network that is down.
 */
#include "users.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "conn.h"
#include "num.h"

/* Name, password and uid come first; what is behind may be cut off. */
#define LINE_SIZE 512

struct user {
	const char *name; /* inside of its line */
	uint32_t uid;
};

/* Whether it is the one that is looked for, by what @wanted has of it. */
typedef bool is_user(const struct user *user, const struct user *wanted);

/* "name:x:1000:1000:...", with a number. */
static bool parse_line(char *line, struct user *user)
{
	const char *number;
	uint64_t value;

	user->name = strsep(&line, ":");
	if (!line)
		return false;
	strsep(&line, ":"); /* the password */
	number = strsep(&line, ":");
	if (!number || num_parse(number, 0, CONN_UID_UNKNOWN - 1, &value))
		return false;
	user->uid = value;
	return true;
}

/* The rest of a line that did not fit is not a line. */
static void skip_rest(FILE *file, const char *line)
{
	int c = strchr(line, '\n') ? '\n' : 0;

	while (c != '\n' && c != EOF)
		c = getc(file);
}

/* The first one; its line is in @line, of LINE_SIZE bytes. */
static int find(const char *path, char *line, is_user *is, struct user *user)
{
	const struct user wanted = *user;
	FILE *file = fopen(path, "re");
	bool is_found = false;

	if (!file)
		return -1;
	while (!is_found && fgets(line, LINE_SIZE, file)) {
		skip_rest(file, line);
		is_found = parse_line(line, user) && is(user, &wanted);
	}
	fclose(file);
	return is_found ? 0 : -1;
}

/* As useradd(8) makes them: no shell takes such a name for anything else. */
static bool is_plain(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
					   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "0123456789._-")];
}

void users_each(const char *path, void (*user)(void *context, const char *name),
		void *context)
{
	FILE *file = fopen(path, "re");
	char line[LINE_SIZE];

	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		skip_rest(file, line);
		line[strcspn(line, ":\n")] = '\0';
		if (is_plain(line))
			user(context, line);
	}
	fclose(file);
}

static bool has_name(const struct user *user, const struct user *wanted)
{
	return !strcmp(user->name, wanted->name);
}

static bool has_uid(const struct user *user, const struct user *wanted)
{
	return user->uid == wanted->uid;
}

int users_find(const char *path, const char *name, uint32_t *uid)
{
	struct user user = { .name = name };
	char line[LINE_SIZE];

	if (find(path, line, has_name, &user))
		return -1;
	*uid = user.uid;
	return 0;
}

int users_name(const char *path, uint32_t uid, char *name, size_t size)
{
	struct user user = { .uid = uid };
	char line[LINE_SIZE];

	if (find(path, line, has_uid, &user))
		return -1;
	snprintf(name, size, "%s", user.name);
	return 0;
}
