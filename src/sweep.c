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

static int remove_event(const char *group, const char *event)
{
	char line[160];

	snprintf(line, sizeof(line), "-:%s/%s\n", group, event);
	if (tracefs_instance_file_append(NULL, "kprobe_events", line) >= 0)
		return 0;
	return errno == ENOENT ? 0 : -1;
}

/* Call @remove for each event of anybody; -1 with errno when one failed. */
static int each_event(int (*remove)(const char *group, const char *event,
				    const void *context),
		      const void *context)
{
	char *text = tracefs_instance_file_read(NULL, "kprobe_events", NULL);
	char *state, *line, *group, *event;
	int result = 0, error = 0;

	if (!text)
		return errno == ENOENT ? 0 : -1;
	for (line = strtok_r(text, "\n", &state); line;
	     line = strtok_r(NULL, "\n", &state)) {
		if (!split_line(line, &group, &event))
			continue;
		if (remove(group, event, context)) {
			error = errno;
			result = -1;
		}
	}
	free(text);
	errno = error;
	return result;
}

static int remove_if_group(const char *group, const char *event,
			   const void *context)
{
	return strcmp(group, context) ? 0 : remove_event(group, event);
}

int sweep_remove_group(const char *group)
{
	return each_event(remove_if_group, group);
}

static int remove_if_dead(const char *group, const char *event,
			  const void *context)
{
	char path[512];
	struct stat st;

	if (!sweep_is_ours(group))
		return 0;
	snprintf(path, sizeof(path), "%s/%s", (const char *)context, group);
	if (!stat(path, &st))
		return 0;
	log_debug("removing %s/%s, left by a run that was killed", group,
		  event);
	/* A trace-cmd or perf may use it still: then it is not ours to take. */
	remove_event(group, event);
	return 0;
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
	each_event(remove_if_dead, path);
}
