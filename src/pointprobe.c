/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Enables tracepoints in our own instance. They are the kernel's: nothing is
 * defined, and nothing of them is left when the instance is gone.
 */
#include "pointprobe.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

bool pointprobe_exists(enum points_event event)
{
	char path[96];

	snprintf(path, sizeof(path), "events/%s/%s/enable",
		 points_system(event), points_name(event));
	return tracefs_file_exists(NULL, path);
}

static int write_file(const struct instance *instance, enum points_event event,
		      const char *file, const char *value)
{
	return instance_write_event(instance, points_system(event),
				    points_name(event), file, value);
}

static int learn(const struct instance *instance, enum points_event event,
		 struct points *points)
{
	int length;
	bool is_known;
	char *text =
		tracefs_event_file_read(instance->tracefs, points_system(event),
					points_name(event), "format", &length);

	if (!text)
		return -1;
	is_known = points_learn(points, points_system(event), text, length);
	free(text);
	if (!is_known) {
		errno = EINVAL;
		return -1;
	}
	return points_filter(event) ? write_file(instance, event, "filter",
						 points_filter(event)) :
				      0;
}

int pointprobe_learn(const struct instance *instance, struct points *points)
{
	/* Not every architecture has both calls. */
	for (int i = 0; i < POINTS_EVENTS; i++)
		if (pointprobe_exists(i) && learn(instance, i, points))
			return -1;
	errno = ENOENT;
	return points_are_enough(points) ? 0 : -1;
}

int pointprobe_enable(const struct instance *instance, bool is_on)
{
	int result = 0;

	for (int i = 0; i < POINTS_EVENTS; i++)
		if (pointprobe_exists(i) &&
		    write_file(instance, i, "enable", is_on ? "1" : "0"))
			result = -1;
	return result;
}
