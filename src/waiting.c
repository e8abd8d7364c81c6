/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts the threads that wait for a connection, from where they sleep
 * by /proc/PID/task/TID/stack or wchan.
 * Looks only; who comes or goes meanwhile is missed or counted.
 */
#include "waiting.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "fields.h"
#include "num.h"
#include "smallfile.h"

static bool is_number(const char *name)
{
	uint64_t value;

	return !num_parse(name, 1, INT32_MAX, &value);
}

static void read_file(int task_fd, const char *tid, const char *name, char *buf,
		      size_t size)
{
	char path[32];

	snprintf(path, sizeof(path), "%.16s/%s", tid, name);
	smallfile_read(task_fd, path, buf, size);
}

static bool is_waiting(int task_fd, const char *tid)
{
	char text[1024];

	/* Without frame pointers wchan is 0 up to 5.15; stack needs root. */
	read_file(task_fd, tid, "stack", text, sizeof(text));
	if (!text[0])
		read_file(task_fd, tid, "wchan", text, sizeof(text));
	return strstr(text, fields_event_function(FIELDS_ACCEPT)) != NULL;
}

static long count_threads(const char *pid)
{
	char path[48];
	struct dirent *entry;
	long count = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%.16s/task", pid);
	dir = opendir(path);
	if (!dir)
		return 0;
	while ((entry = readdir(dir)) != NULL)
		if (is_number(entry->d_name))
			count += is_waiting(dirfd(dir), entry->d_name);
	closedir(dir);
	return count;
}

long waiting_count(void)
{
	struct dirent *entry;
	long count = 0;
	DIR *dir;

	dir = opendir("/proc");
	if (!dir)
		return 0;
	while ((entry = readdir(dir)) != NULL)
		if (is_number(entry->d_name))
			count += count_threads(entry->d_name);
	closedir(dir);
	return count;
}
