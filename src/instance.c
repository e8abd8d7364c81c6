/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The trace instance of a run. Touches no other instance, and of the top one
 * nothing at all.
 */
#include "instance.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "refusal.h"
#include "sweep.h"

/* No process id is larger (include/linux/threads.h, PID_MAX_LIMIT). */
#define PID_LIMIT 4194304
#define NAME_TRIES 16

/*
 * trace-cmd reset -a holds all instances open for as long as it takes, and
 * fails when a new one appears or one goes: let it come to its end.
 */
#define BUSY_TRIES 250
#define BUSY_PAUSE_NS 20000000

/* Where it may as well be somebody who reads for hours. */
#define SHARED_TRIES 10

static int fail(enum refusal_step step)
{
	refusal_report(step, errno, NULL);
	return -1;
}

/*
 * Two processes may have one id when they live in pid namespaces of their
 * own; the later one moves past all ids there can be.
 */
static int create(struct instance *instance)
{
	for (int i = 0; i < NAME_TRIES; i++) {
		snprintf(instance->name, sizeof(instance->name),
			 SWEEP_PREFIX "%d", getpid() + i * PID_LIMIT);
		instance->tracefs = tracefs_instance_create(instance->name);
		if (!instance->tracefs)
			return fail(REFUSAL_INSTANCE);
		if (tracefs_instance_is_new(instance->tracefs))
			break;
		tracefs_instance_free(instance->tracefs);
		instance->tracefs = NULL;
	}
	errno = EEXIST;
	if (!instance->tracefs)
		return fail(REFUSAL_INSTANCE);
	instance->dir = tracefs_instance_get_dir(instance->tracefs);
	return instance->dir ? 0 : fail(REFUSAL_INSTANCE);
}

/* If we are killed the kernel stops recording and frees the buffers. */
static int hold_buffer(struct instance *instance)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/free_buffer", instance->dir);
	instance->free_buffer_fd = open(path, O_WRONLY | O_CLOEXEC);
	return instance->free_buffer_fd < 0 ? -1 : 0;
}

static int configure(struct instance *instance, uint64_t buffer_kb)
{
	static const struct {
		const char *file, *value;
		bool is_optional;
	} settings[] = {
		{ "options/disable_on_free", "1", false },
		/*
		 * Or poll() sleeps until half of the buffer is full. Before
		 * 5.0 (03329f993978) it never does.
		 */
		{ "buffer_percent", "0", true },
		/* Taken over from the top instance, whatever it has. */
		{ "options/overwrite", "1", false },
		{ "options/block", "0", true },
		{ "options/stacktrace", "0", true },
		{ "options/userstacktrace", "0", true },
		/* Resets the buffer: quicker once that has its size. */
		{ "trace_clock", "mono", false },
	};

	if (hold_buffer(instance))
		return fail(REFUSAL_INSTANCE);
	if (tracefs_instance_set_buffer_size(instance->tracefs, buffer_kb, -1))
		return fail(REFUSAL_BUFFER);
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++)
		if (tracefs_instance_file_write(instance->tracefs,
						settings[i].file,
						settings[i].value) < 0 &&
		    !settings[i].is_optional)
			return fail(REFUSAL_INSTANCE);
	return 0;
}

bool instance_is_there(pid_t pid)
{
	char name[sizeof(((struct instance *)0)->name)];

	snprintf(name, sizeof(name), SWEEP_PREFIX "%d", pid);
	return tracefs_instance_exists(name);
}

int instance_create(struct instance *instance, uint64_t buffer_kb)
{
	uint64_t kb;

	if (create(instance) || configure(instance, buffer_kb))
		return -1;
	kb = instance_buffer_kb(instance);
	log_debug("ring buffers take %" PRIu64 " KB for each of %u CPUs, "
		  "%" PRIu64 " KB in all",
		  kb, instance_cpus(), kb * instance_cpus());
	return 0;
}

unsigned instance_cpus(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN);
}

uint64_t instance_buffer_kb(const struct instance *instance)
{
	char *text = tracefs_instance_file_read(instance->tracefs,
						"buffer_size_kb", NULL);
	uint64_t kb = text ? strtoull(text, NULL, 10) : 0;

	free(text);
	return kb;
}

/* A neighbour may be looking around in it, as trace-cmd reset -a does. */
static int destroy(struct instance *instance)
{
	const struct timespec pause = { .tv_nsec = BUSY_PAUSE_NS };
	int tries = instance->shares_readers ? SHARED_TRIES : BUSY_TRIES;
	int result = tracefs_instance_destroy(instance->tracefs);

	for (int i = 0; result && errno == EBUSY && i < tries; i++) {
		nanosleep(&pause, NULL);
		result = tracefs_instance_destroy(instance->tracefs);
	}
	return result;
}

int instance_write_event(const struct instance *instance, const char *system,
			 const char *event, const char *file, const char *text)
{
	return tracefs_event_file_write(instance->tracefs, system, event, file,
					text) < 0 ?
		       -1 :
		       0;
}

int instance_destroy(struct instance *instance)
{
	int result = 0;

	if (instance->free_buffer_fd >= 0)
		close(instance->free_buffer_fd);
	if (!instance->tracefs)
		return 0;
	/*
	 * Gone already: a starting tcpwho found nothing open in it. ENODEV:
	 * it was doing so at the same moment.
	 */
	if (!destroy(instance) || errno == ENOENT || errno == ENODEV) {
		result = 0;
	} else if (errno == EBUSY && instance->shares_readers) {
		log_note("instance %s stays, empty, while others read their "
			 "traces: before 5.9 the kernel keeps it; the next "
			 "tcpwho that ends removes it",
			 instance->name);
	} else {
		log_error("instance %s stays, somebody uses it (%s): "
			  "the next tcpwho removes it",
			  instance->name, strerror(errno));
		result = -1;
	}
	tracefs_instance_free(instance->tracefs);
	free(instance->dir);
	return result;
}
