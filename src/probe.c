/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The life cycle of our event and instance. The only writer of tracefs, with
 * sweep for what dead runs left; touches nothing that does not carry our
 * name and never truncates kprobe_events, which would delete everybody's.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <tracefs.h>
#include <unistd.h>

#include "fields.h"
#include "log.h"
#include "mount.h"
#include "refusal.h"
#include "stats.h"
#include "sweep.h"

/* Up to here misses counted failed fetches too (5.10); 6.1 no longer does. */
#define POOL_COUNT_SINCE FIELDS_VERSION(6, 1)

/* No process id is larger (include/linux/threads.h, PID_MAX_LIMIT). */
#define PID_LIMIT 4194304
#define NAME_TRIES 16

struct probe {
	char name[40]; /* of group and instance */
	char *instance_dir;
	struct tracefs_instance *instance;
	struct fields_kernel kernel;
	struct subbuf_format format;
	int free_buffer_fd; /* while open, the kernel keeps the buffer */
	bool has_mounted;
	bool has_event;
};

static int refuse(enum refusal_step step)
{
	refusal_report(step, errno);
	return -1;
}

/*
 * Two processes may have one id when they live in pid namespaces of their
 * own; the later one moves past all ids there can be.
 */
static int create_instance(struct probe *probe)
{
	for (int i = 0; i < NAME_TRIES; i++) {
		snprintf(probe->name, sizeof(probe->name), SWEEP_PREFIX "%d",
			 getpid() + i * PID_LIMIT);
		probe->instance = tracefs_instance_create(probe->name);
		if (!probe->instance)
			return refuse(REFUSAL_INSTANCE);
		if (tracefs_instance_is_new(probe->instance))
			break;
		tracefs_instance_free(probe->instance);
		probe->instance = NULL;
	}
	errno = EEXIST;
	if (!probe->instance)
		return refuse(REFUSAL_INSTANCE);
	probe->instance_dir = tracefs_instance_get_dir(probe->instance);
	return probe->instance_dir ? 0 : refuse(REFUSAL_INSTANCE);
}

/* If we are killed the kernel stops recording and frees the buffers. */
static int hold_buffer(struct probe *probe)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/free_buffer", probe->instance_dir);
	probe->free_buffer_fd = open(path, O_WRONLY | O_CLOEXEC);
	return probe->free_buffer_fd < 0 ? -1 : 0;
}

static int configure_instance(struct probe *probe, uint64_t buffer_kb)
{
	static const struct {
		const char *file, *value;
	} settings[] = {
		{ "options/disable_on_free", "1" },
		/* Or poll() sleeps until half of the buffer is full. */
		{ "buffer_percent", "0" },
		{ "options/overwrite", "1" },
		/* Resets the buffer: quicker once that has its size. */
		{ "trace_clock", "mono" },
	};

	if (hold_buffer(probe))
		return refuse(REFUSAL_INSTANCE);
	if (tracefs_instance_set_buffer_size(probe->instance, buffer_kb, -1))
		return refuse(REFUSAL_BUFFER);
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++)
		if (tracefs_instance_file_write(probe->instance,
						settings[i].file,
						settings[i].value) < 0)
			return refuse(REFUSAL_INSTANCE);
	return 0;
}

static unsigned kernel_version(void)
{
	struct utsname name;
	unsigned major, minor;
	char *end;

	uname(&name);
	major = strtoul(name.release, &end, 10);
	minor = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;
	return FIELDS_VERSION(major, minor);
}

static int learn_kernel(struct probe *probe)
{
	int length, failed;
	char *text;

	probe->kernel.version = kernel_version();
	text = tracefs_instance_file_read(NULL, "events/header_page", &length);
	if (!text)
		return refuse(REFUSAL_INSTANCE);
	failed = subbuf_parse_format(&probe->format, text, length);
	free(text);
	probe->kernel.long_size = probe->format.long_size;
	return failed ? refuse(REFUSAL_INSTANCE) : 0;
}

/* Of the kernel's log of refused commands; it is everybody's. */
static bool is_error_log_empty(void)
{
	int length = 0;

	free(tracefs_instance_file_read(NULL, "error_log", &length));
	return length == 0;
}

static int define_event(struct probe *probe)
{
	bool was_empty = is_error_log_empty();
	char definition[FIELDS_DEFINITION_SIZE];

	fields_definition(definition, probe->name, &probe->kernel);
	log_debug("%s", definition);
	if (tracefs_instance_file_append(NULL, "kprobe_events", definition) <
	    0) {
		refuse(REFUSAL_DEFINE);
		if (was_empty)
			tracefs_error_clear(NULL);
		return -1;
	}
	probe->has_event = true;
	if (tracefs_event_file_write(probe->instance, probe->name, FIELDS_EVENT,
				     "filter", FIELDS_FILTER) < 0)
		return refuse(REFUSAL_DEFINE);
	return 0;
}

static int set_up(struct probe *probe, uint64_t buffer_kb)
{
	const char *dir;
	int lock_fd, result;

	if (mount_tracefs(&probe->has_mounted))
		return refuse(REFUSAL_MOUNT);
	dir = tracefs_tracing_dir();
	lock_fd = dir ? sweep_lock(dir) : -1;
	if (lock_fd < 0)
		return refuse(REFUSAL_INSTANCE);
	sweep(dir);
	result = create_instance(probe) ||
				 configure_instance(probe, buffer_kb) ||
				 learn_kernel(probe) || define_event(probe) ?
			 -1 :
			 0;
	close(lock_fd);
	return result;
}

struct probe *probe_create(uint64_t buffer_kb)
{
	struct probe *probe = calloc(1, sizeof(*probe));

	if (!probe) {
		log_error("out of memory: free some");
		return NULL;
	}
	probe->free_buffer_fd = -1;
	if (set_up(probe, buffer_kb)) {
		probe_destroy(probe);
		return NULL;
	}
	return probe;
}

const char *probe_instance_dir(const struct probe *probe)
{
	return probe->instance_dir;
}

int probe_layout(struct probe *probe, struct subbuf_format *format,
		 struct decoder *decoder)
{
	int length, failed;
	char *text = tracefs_event_file_read(probe->instance, probe->name,
					     FIELDS_EVENT, "format", &length);

	if (!text)
		return refuse(REFUSAL_DEFINE);
	*format = probe->format;
	failed = decode_init(decoder, text, length);
	free(text);
	return failed ? refuse(REFUSAL_DEFINE) : 0;
}

static int enable(struct probe *probe, const char *value)
{
	return tracefs_event_file_write(probe->instance, probe->name,
					FIELDS_EVENT, "enable", value) < 0 ?
		       -1 :
		       0;
}

int probe_start(struct probe *probe)
{
	/* A switched-off kprobe is enabled without an error and never fires. */
	errno = ECANCELED;
	if (refusal_kprobes_off() || enable(probe, "1"))
		return refuse(REFUSAL_ENABLE);
	return 0;
}

void probe_stop(struct probe *probe)
{
	if (enable(probe, "0"))
		log_debug("cannot disable the event: %s", strerror(errno));
}

void probe_losses(struct probe *probe, struct probe_losses *losses)
{
	losses->buffer = stats_buffer_losses(probe->instance_dir);
	if (probe->kernel.version < POOL_COUNT_SINCE ||
	    stats_pool_misses(probe->name, &losses->unwatched))
		losses->unwatched = 0;
}

static int remove_event(struct probe *probe)
{
	if (!probe->has_event || !sweep_remove_group(probe->name))
		return 0;
	log_error("event %s/" FIELDS_EVENT " stays, somebody uses it (%s): "
		  "the next tcpwho removes it",
		  probe->name, strerror(errno));
	return -1;
}

static int remove_instance(struct probe *probe)
{
	int result = 0;

	if (!probe->instance)
		return 0;
	/* Gone already: a starting tcpwho found nothing open in it. */
	if (tracefs_instance_destroy(probe->instance) && errno != ENOENT) {
		log_error("instance %s stays, somebody uses it (%s): "
			  "the next tcpwho removes it",
			  probe->name, strerror(errno));
		result = -1;
	}
	tracefs_instance_free(probe->instance);
	return result;
}

int probe_destroy(struct probe *probe)
{
	int result = 0;

	if (!probe)
		return 0;
	if (probe->has_event)
		probe_stop(probe);
	if (probe->free_buffer_fd >= 0)
		close(probe->free_buffer_fd);
	result |= remove_event(probe);
	result |= remove_instance(probe);
	if (probe->has_mounted)
		mount_undo();
	free(probe->instance_dir);
	free(probe);
	return result;
}
