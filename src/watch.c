/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks at switches and settings of our instance and events. Never changes
 * one.
 */
#include "watch.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handshake.h"
#include "pointprobe.h"
#include "smallfile.h"
#include "touch.h"

/* The start of a long text will do. */
#define TEXT_SIZE 1024

#define OFF "somebody has disabled or removed our events"
#define FILTERED "somebody has changed the filter of our events"

/* Of an event that was removed there is nothing to be read. */
static int read_text(int fd, char *buf, size_t size)
{
	ssize_t n = pread(fd, buf, size - 1, 0);

	buf[n > 0 ? n : 0] = '\0';
	return n < 0 ? -1 : 0;
}

static void add(struct watch *watch, const char *path, const char *text,
		const char *complaint)
{
	struct watch_file *file = &watch->files[watch->count++];

	*file = (struct watch_file){
		.fd = open(path, O_RDONLY | O_CLOEXEC),
		.is_switch = !text,
		.text = text ? strdup(text) : NULL,
		.complaint = complaint,
	};
	/* Those of events are in no folder that is watched. */
	watch->touch_fd = touch_add(watch->touch_fd, path);
}

static void add_switch(struct watch *watch, const struct instance *instance,
		       const char *file, const char *complaint)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", instance->dir, file);
	add(watch, path, NULL, complaint);
}

static void add_setting(struct watch *watch, const struct instance *instance,
			const char *file, const char *complaint)
{
	char path[256], text[TEXT_SIZE];

	snprintf(path, sizeof(path), "%s/%s", instance->dir, file);
	if (access(path, R_OK))
		return;
	smallfile_read(AT_FDCWD, path, text, sizeof(text));
	add(watch, path, text, complaint);
}

/* Of our group, or the kernel's own. */
static void add_event(struct watch *watch, const struct instance *instance,
		      const char *group, const char *event, const char *off,
		      const char *filtered)
{
	char file[128];

	snprintf(file, sizeof(file), "events/%s/%s/enable", group, event);
	add_switch(watch, instance, file, off);
	snprintf(file, sizeof(file), "events/%s/%s/filter", group, event);
	add_setting(watch, instance, file, filtered);
}

/* Each has a file "trace", to empty its buffer. */
static void add_cpus(struct watch *watch, const struct instance *instance)
{
	char path[256], cpu[512];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/per_cpu", instance->dir);
	dir = opendir(path);
	if (!dir)
		return;
	while ((entry = readdir(dir)) != NULL) {
		snprintf(cpu, sizeof(cpu), "%s/%s", path, entry->d_name);
		watch->touch_fd = touch_add(watch->touch_fd, cpu);
	}
	closedir(dir);
}

void watch_open(struct watch *watch, const struct instance *instance,
		const bool has_event[FIELDS_EVENTS], bool has_points,
		bool has_handshakes)
{
	static const char *const settings[] = {
		"tracing_cpumask",
		"set_event_pid",
		"set_event_notrace_pid",
	};

	watch->touch_fd = touch_open(instance->dir);
	add_cpus(watch, instance);
	add_switch(watch, instance, "tracing_on",
		   "somebody has turned tracing off in our instance");
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++)
		add_setting(watch, instance, settings[i],
			    "somebody has changed what our instance records");
	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (has_event[i])
			add_event(watch, instance, instance->name,
				  fields_event_name(i), OFF, FILTERED);
	for (int i = 0; i < POINTS_EVENTS && has_points; i++)
		if (pointprobe_exists(i))
			add_event(watch, instance, points_system(i),
				  points_name(i), OFF, FILTERED);
	if (has_handshakes)
		add_event(watch, instance, HANDSHAKE_SYSTEM, HANDSHAKE_EVENT,
			  "somebody has disabled the event that tells WAIT",
			  "somebody has changed the filter of the event that "
			  "tells WAIT");
}

bool watch_is_touched(const struct watch *watch)
{
	return touch_seen(watch->touch_fd);
}

static bool is_as_it_must_be(const struct watch_file *file)
{
	char text[TEXT_SIZE];

	if (read_text(file->fd, text, sizeof(text)))
		return false;
	/* A trigger makes it "1*": still on. */
	if (file->is_switch)
		return text[0] == '1';
	return !file->text || !strcmp(text, file->text);
}

const char *watch_complaint(const struct watch *watch, bool is_thorough)
{
	for (unsigned i = 0; i < watch->count; i++) {
		const struct watch_file *file = &watch->files[i];

		if ((is_thorough || file->is_switch) && !is_as_it_must_be(file))
			return file->complaint;
	}
	return NULL;
}

void watch_close(struct watch *watch)
{
	while (watch->count > 0) {
		struct watch_file *file = &watch->files[--watch->count];

		if (file->fd >= 0)
			close(file->fd);
		free(file->text);
	}
	if (watch->touch_fd >= 0)
		close(watch->touch_fd);
	watch->touch_fd = -1;
}
