/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Removes what dead runs left in tracefs. Deletes events by name, one at a
 * time, appending to kprobe_events: opening that file with O_TRUNC would
 * delete everybody's.
 */
#include "sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <tracefs.h>
#include <unistd.h>

#include "define.h"
#include "log.h"
#include "num.h"

/* Twenty started at once take their turns for ten seconds where it is slow. */
#define LOCK_TRIES 3000
#define LOCK_PAUSE_NS 20000000

bool sweep_is_ours(const char *name)
{
	size_t prefix = strlen(SWEEP_PREFIX);
	uint64_t pid;

	return !strncmp(name, SWEEP_PREFIX, prefix) && name[prefix] != '0' &&
	       !num_parse(name + prefix, 1, INT32_MAX, &pid);
}

/* Ctrl-C, which others read from a descriptor when we have set up. */
static bool is_interrupted(void)
{
	sigset_t pending;

	return !sigpending(&pending) && (sigismember(&pending, SIGINT) ||
					 sigismember(&pending, SIGTERM));
}

int sweep_lock(const char *tracing_dir)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_NS };
	int fd = open(tracing_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (!flock(fd, LOCK_EX | LOCK_NB))
			return fd;
		if ((errno != EWOULDBLOCK && errno != EINTR) ||
		    is_interrupted())
			break;
		nanosleep(&pause, NULL);
	}
	close(fd);
	return -1;
}

/*
 * A line of kprobe_events, "r4096:tcpwho_17/accept inet_csk_accept …". Ends
 * the group and the event's name in place; false for anything else.
 */
static bool split_line(char *line, char **group, char **event)
{
	char *colon = strchr(line, ':');
	char *slash;

	if (!colon)
		return false;
	*group = colon + 1;
	slash = strchr(*group, '/');
	if (!slash)
		return false;
	*slash = '\0';
	*event = slash + 1;
	(*event)[strcspn(*event, " \t")] = '\0';
	return true;
}

int sweep_remove_event(const char *group, const char *event)
{
	char line[160];

	snprintf(line, sizeof(line), "-:%s/%s\n", group, event);
	if (tracefs_instance_file_append(NULL, "kprobe_events", line) >= 0)
		return 0;
	return errno == ENOENT ? 0 : -1;
}

/* By name, not from the list: that has gaps while others remove theirs. */
int sweep_remove_group(const char *group)
{
	int result = 0, error = 0;

	for (int i = 0; i < FIELDS_EVENTS; i++) {
		if (!sweep_remove_event(group, fields_event_name(i)))
			continue;
		error = errno;
		result = -1;
	}
	errno = error;
	return result;
}

static bool is_dead(const char *instances_dir, const char *group)
{
	char path[1024];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", instances_dir, group);
	return sweep_is_ours(group) && stat(path, &st) != 0;
}

static void remove_dead_events(const char *instances_dir)
{
	char *text = define_list();
	char *state, *line = text ? strtok_r(text, "\n", &state) : NULL;
	char *group, *event;

	for (; line; line = strtok_r(NULL, "\n", &state)) {
		if (!split_line(line, &group, &event) ||
		    !is_dead(instances_dir, group))
			continue;
		log_debug("removing %s/%s, left by a run that was killed",
			  group, event);
		/* A trace-cmd or perf may use it still: not ours to take. */
		sweep_remove_event(group, event);
	}
	free(text);
}

void sweep(const char *tracing_dir)
{
	struct dirent *entry;
	char path[512];
	DIR *dir;

	snprintf(path, sizeof(path), "%s/instances", tracing_dir);
	dir = opendir(path);
	if (!dir)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (sweep_is_ours(entry->d_name) &&
		    !unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR))
			log_debug("removed instance %s, left by a run that "
				  "was killed",
				  entry->d_name);
	}
	closedir(dir);
	remove_dead_events(path);
}
