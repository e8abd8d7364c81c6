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

/* "name:x:1000:1000:...": whether it is @name's and tells a number. */
static bool parse_line(char *line, const char *name, uint32_t *uid)
{
	const char *its_name = strsep(&line, ":");
	const char *number;
	uint64_t value;

	if (!line || strcmp(its_name, name) != 0)
		return false;
	strsep(&line, ":"); /* the password */
	number = strsep(&line, ":");
	if (!number || num_parse(number, 0, CONN_UID_UNKNOWN - 1, &value))
		return false;
	*uid = value;
	return true;
}

/* The rest of a line that did not fit is not a line. */
static void skip_rest(FILE *file, const char *line)
{
	int c = strchr(line, '\n') ? '\n' : 0;

	while (c != '\n' && c != EOF)
		c = getc(file);
}

int users_find(const char *path, const char *name, uint32_t *uid)
{
	FILE *file = fopen(path, "re");
	char line[LINE_SIZE];
	bool is_found = false;

	if (!file)
		return -1;
	while (!is_found && fgets(line, sizeof(line), file)) {
		skip_rest(file, line);
		is_found = parse_line(line, name, uid);
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
