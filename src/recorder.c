/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The life of the flight recorder's instance, from making to removal. Writes
 * to no other instance, and leaves the events' definitions to arm.
 */
#include "recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <tracefs.h>
#include <unistd.h>

#include "fields.h"
#include "log.h"
#include "refusal.h"
#include "smallfile.h"
#include "tracetext.h"

#define PATH_SIZE 512

/* As for any instance: trace-cmd reset -a holds all of them for a while. */
#define BUSY_TRIES 250
#define BUSY_PAUSE_NS 20000000

struct setting {
	const char *file, *value;
	bool is_optional;
};

/* A new instance takes these over from the top one, whatever it has. */
static const struct setting settings[] = {
	{ "options/overwrite", "1", false },
	{ "options/markers", "1", false },
	{ "options/block", "0", true },
	{ "options/disable_on_free", "0", true },
	{ "options/stacktrace", "0", true },
	{ "options/userstacktrace", "0", true },
	{ "options/copy_trace_marker", "0", true },
	/* Resets the buffer: quicker once that has its size. */
	{ "trace_clock", "mono", false },
};

/*
 * What decides about how the text looks. Before 5.7 there is no
 * pause-on-trace, and looking stops recording for that time (06e0a548bad0).
 */
static const struct setting looks[] = {
	{ "options/pause-on-trace", "0", true },
	{ "options/context-info", "1", true },
	{ "options/irq-info", "0", true },
	{ "options/print-tgid", "0", true },
	{ "options/latency-format", "0", true },
	{ "options/annotate", "0", true },
	{ "options/raw", "0", true },
	{ "options/hex", "0", true },
	{ "options/bin", "0", true },
	{ "options/fields", "0", true },
	/* An instance has no file for it, but its maker's value. */
	{ "trace_options", "noprintk-msg-only", true },
};

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

void recorder_path(char *buf, size_t size, const char *file)
{
	snprintf(buf, size, "%s/instances/" RECORDER_NAME "%s%s",
		 tracefs_tracing_dir(), *file ? "/" : "", file);
}

void recorder_read(const char *file, char *text, size_t size)
{
	char path[PATH_SIZE];

	recorder_path(path, sizeof(path), file);
	smallfile_read(AT_FDCWD, path, text, size);
}

static int write_text(const char *file, const char *text)
{
	char path[PATH_SIZE];
	ssize_t n;
	int fd;

	recorder_path(path, sizeof(path), file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = write(fd, text, strlen(text));
	close(fd);
	return n < 0 ? -1 : 0;
}

static int apply(const struct setting *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (write_text(list[i].file, list[i].value) &&
		    !list[i].is_optional)
			return -1;
	return 0;
}

static void event_file(char *buf, size_t size, enum fields_event event,
		       const char *file)
{
	snprintf(buf, size, "events/" RECORDER_NAME "/%s%s%s",
		 fields_event_name(event), *file ? "/" : "", file);
}

static bool exists(const char *file)
{
	char path[PATH_SIZE];

	recorder_path(path, sizeof(path), file);
	return !access(path, F_OK);
}

static bool has_event(enum fields_event event)
{
	char file[64];

	event_file(file, sizeof(file), event, "");
	return exists(file);
}

bool recorder_exists(void)
{
	return exists("");
}

/* To each of the events that there are, graft first: it tells most. */
static int write_events(const char *file, bool is_filter, const char *text)
{
	char path[64];

	for (int i = FIELDS_EVENTS - 1; i >= 0; i--) {
		event_file(path, sizeof(path), i, file);
		if (has_event(i) &&
		    write_text(path,
			       is_filter ? fields_event_filter(i, NULL) : text))
			return -1;
	}
	return 0;
}

int recorder_enable(bool is_on)
{
	/* Events that were defined again have none. */
	if (is_on && write_events("filter", true, NULL))
		return -1;
	return write_events("enable", false, is_on ? "1" : "0");
}

uint64_t recorder_buffer_kb(void)
{
	char text[64];

	recorder_read("buffer_size_kb", text, sizeof(text));
	return strtoull(text, NULL, 10);
}

static int refuse(enum refusal_step step)
{
	refusal_report(step, errno, NULL);
	return -1;
}

int recorder_resize(uint64_t buffer_kb)
{
	char text[32];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)buffer_kb);
	return write_text("buffer_size_kb", text) ? refuse(REFUSAL_BUFFER) : 0;
}

static int set_up(uint64_t buffer_kb)
{
	if (recorder_resize(buffer_kb))
		return -1;
	if (apply(settings, COUNT_OF(settings)) ||
	    write_text("trace_marker", TRACETEXT_MARK))
		return refuse(REFUSAL_INSTANCE);
	return recorder_enable(true) ? refuse(REFUSAL_ENABLE) : 0;
}

int recorder_make(uint64_t buffer_kb)
{
	char path[PATH_SIZE];

	recorder_path(path, sizeof(path), "");
	errno = ECANCELED;
	if (refusal_kprobes_off())
		return refuse(REFUSAL_ENABLE);
	if (mkdir(path, 0700))
		return refuse(REFUSAL_INSTANCE);
	if (!set_up(buffer_kb))
		return 0;
	recorder_remove();
	return -1;
}

int recorder_remove(void)
{
	const struct timespec pause = { .tv_nsec = BUSY_PAUSE_NS };
	char path[PATH_SIZE];
	int result;

	recorder_path(path, sizeof(path), "");
	result = rmdir(path);
	for (int i = 0; result && errno == EBUSY && i < BUSY_TRIES; i++) {
		nanosleep(&pause, NULL);
		result = rmdir(path);
	}
	if (!result || errno == ENOENT)
		return 0;
	log_error("the recorder stays, somebody has a file open in %s (%s)",
		  path, strerror(errno));
	return -1;
}

int recorder_open(void)
{
	char path[PATH_SIZE];

	apply(looks, COUNT_OF(looks));
	recorder_path(path, sizeof(path), "trace");
	return open(path, O_RDONLY | O_CLOEXEC);
}
