/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the kernel's counters of lost events. The parsing is pure; what a
 * number means for a row is for others to say.
 */
#include "stats.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>
#include <unistd.h>

#include "define.h"
#include "smallfile.h"

/* Up to here misses counted failed fetches too (5.10); 6.1 no longer does. */
#define POOL_COUNT_SINCE FIELDS_VERSION(6, 1)

/* Looks at two files that must fit each other. */
#define PROFILE_TRIES 100

static uint64_t parse_counter(const char *text, const char *key)
{
	const char *line = strstr(text, key);

	return line ? strtoull(line + strlen(key), NULL, 10) : 0;
}

uint64_t stats_parse_losses(const char *text)
{
	return parse_counter(text, "\noverrun: ") +
	       parse_counter(text, "\ncommit overrun: ") +
	       parse_counter(text, "\ndropped events: ");
}

int stats_parse_cpu(const char *text, struct stats_cpu *stats)
{
	static const char key[] = "\nread events: ";

	if (!strstr(text, key))
		return -1;
	stats->read = parse_counter(text, key);
	stats->lost = stats_parse_losses(text);
	/* It is the first line, with nothing in front. */
	stats->entries = parse_counter(text, "entries: ");
	stats->overwritten = parse_counter(text, "\noverrun: ");
	return 0;
}

int stats_open(const char *instance_dir, size_t cpu)
{
	char path[300];

	snprintf(path, sizeof(path), "%s/per_cpu/cpu%zu/stats", instance_dir,
		 cpu);
	return open(path, O_RDONLY | O_CLOEXEC);
}

int stats_read(int fd, struct stats_cpu *stats)
{
	char text[1024];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	return stats_parse_cpu(text, stats);
}

int stats_cpu(const char *instance_dir, size_t cpu, struct stats_cpu *stats)
{
	int fd = stats_open(instance_dir, cpu);
	int result = stats_read(fd, stats);

	if (fd >= 0)
		close(fd);
	return result;
}

static uint64_t cpu_losses(int per_cpu_fd, const char *cpu)
{
	char path[280], text[1024];

	snprintf(path, sizeof(path), "%s/stats", cpu);
	smallfile_read(per_cpu_fd, path, text, sizeof(text));
	return stats_parse_losses(text);
}

uint64_t stats_buffer_losses(const char *instance_dir)
{
	char path[256];
	struct dirent *entry;
	uint64_t sum = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/per_cpu", instance_dir);
	dir = opendir(path);
	if (!dir)
		return 0;
	while ((entry = readdir(dir)) != NULL)
		if (!strncmp(entry->d_name, "cpu", 3))
			sum += cpu_losses(dirfd(dir), entry->d_name);
	closedir(dir);
	return sum;
}

/* Which line of kprobe_events is @group's accept event, from 0, or -1. */
static int find_line(const char *events, const char *group)
{
	char key[64];
	int index = 0;

	snprintf(key, sizeof(key), ":%s/accept ", group);
	for (;; index++) {
		const char *end = strchr(events, '\n');
		const char *found = strstr(events, key);

		if (!found || !end)
			return -1;
		if (found < end)
			return index;
		events = end + 1;
	}
}

/* A line such as "  accept    4012    12": name, hits, misses. */
static int parse_misses(const char *line, uint64_t *misses)
{
	char *end;

	for (int word = 0; word < 2; word++) {
		line += strspn(line, " ");
		line += strcspn(line, " \n");
	}
	*misses = strtoull(line, &end, 10);
	return end == line || *end != '\n' ? -1 : 0;
}

int stats_parse_misses(const char *events, const char *profile,
		       const char *group, uint64_t *misses)
{
	int index = find_line(events, group);

	if (index < 0)
		return -1;
	while (index-- > 0) {
		profile = strchr(profile, '\n');
		if (!profile)
			return -1;
		profile++;
	}
	return parse_misses(profile, misses);
}

/* Returns 1 when somebody's events came or went meanwhile. */
static int read_misses(const char *group, uint64_t *misses)
{
	char *events = define_list();
	char *profile =
		tracefs_instance_file_read(NULL, "kprobe_profile", NULL);
	char *after = define_list();
	int result = -1;

	if (events && profile && after)
		result = strcmp(events, after) ?
				 1 :
				 stats_parse_misses(events, profile, group,
						    misses);
	free(events);
	free(profile);
	free(after);
	return result;
}

int stats_pool_misses(const char *group, unsigned version, uint64_t *misses)
{
	int result = version < POOL_COUNT_SINCE ? -1 : 1;

	for (int i = 0; i < PROFILE_TRIES && result > 0; i++)
		result = read_misses(group, misses);
	return result ? -1 : 0;
}
