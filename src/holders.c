/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds out who holds events, from tracefs and the descriptors in /proc.
 * Looks only.
 */
#include "holders.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "escape.h"
#include "num.h"
#include "smallfile.h"

/* The longest name of a thread, and what escaping makes of it. */
#define NAME_SIZE 16

static void append(char *buf, const char *text)
{
	size_t used = strlen(buf);

	snprintf(buf + used, HOLDERS_SIZE - used, "%s%s", used ? ", " : "",
		 text);
}

/* "0", "1", or "X" for some of them; "?" or nothing where there are none. */
static bool is_enabled(const char *dir, const char *group)
{
	char path[1024], text[4];

	snprintf(path, sizeof(path), "%s/events/%s/enable", dir, group);
	smallfile_read(AT_FDCWD, path, text, sizeof(text));
	return text[0] == '1' || text[0] == 'X';
}

static bool find_instances(char *buf, const char *tracing_dir,
			   const char *group)
{
	char path[900], text[300];
	struct dirent *entry;
	bool found = is_enabled(tracing_dir, group);
	DIR *dir;

	if (found)
		append(buf, "the top instance");
	snprintf(path, sizeof(path), "%s/instances", tracing_dir);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)) != NULL) {
		snprintf(path, sizeof(path), "%s/instances/%s", tracing_dir,
			 entry->d_name);
		/* Of the group's own name: our own recorder. */
		if (entry->d_name[0] == '.' || !strcmp(entry->d_name, group) ||
		    !is_enabled(path, group))
			continue;
		snprintf(text, sizeof(text), "instance %s", entry->d_name);
		append(buf, text);
		found = true;
	}
	if (dir)
		closedir(dir);
	return found;
}

/* Whether a process has a descriptor whose link has that in it. */
static bool has_open(const char *pid, const char *what)
{
	char path[64], link[512];
	size_t length = strlen(what);
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%.16s/fd", pid);
	dir = opendir(path);
	while (dir && !found && (entry = readdir(dir)) != NULL) {
		ssize_t n = readlinkat(dirfd(dir), entry->d_name, link,
				       sizeof(link));

		found = n > 0 && memmem(link, n, what, length);
	}
	if (dir)
		closedir(dir);
	return found;
}

static void append_process(char *buf, const char *pid)
{
	char path[64], name[NAME_SIZE + 1], safe[ESCAPE_GROWTH * NAME_SIZE];
	char text[sizeof(safe) + 32];
	size_t length;

	snprintf(path, sizeof(path), "/proc/%.16s/comm", pid);
	smallfile_read(AT_FDCWD, path, name, sizeof(name));
	length = escape(safe, name, strcspn(name, "\n"));
	snprintf(text, sizeof(text), "%.*s (%.16s)", (int)length, safe, pid);
	append(buf, text);
}

static bool find_processes(char *buf, const char *what)
{
	struct dirent *entry;
	bool found = false;
	uint64_t pid;
	DIR *dir = opendir("/proc");

	while (dir && (entry = readdir(dir)) != NULL)
		if (!num_parse(entry->d_name, 1, INT32_MAX, &pid) &&
		    has_open(entry->d_name, what)) {
			append_process(buf, entry->d_name);
			found = true;
		}
	if (dir)
		closedir(dir);
	return found;
}

int holders_find(char *buf, const char *tracing_dir, const char *group)
{
	char recorder[64];
	bool found;

	buf[0] = '\0';
	found = find_instances(buf, tracing_dir, group);
	find_processes(buf, found ? "/trace_pipe_raw" : "[perf_event]");
	if (found)
		return true;
	/* Who reads our own recorder keeps it from being removed. */
	snprintf(recorder, sizeof(recorder), "/instances/%s/", group);
	return find_processes(buf, recorder);
}
