/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Explains failures of set-up. Reads what tells about the machine; changes
 * nothing on it.
 */
#include "refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <tracefs.h>
#include <unistd.h>

#include "fields.h"
#include "log.h"
#include "mount.h"

#define LOCKED_DOWN                                            \
	"this kernel is locked down in confidentiality mode, " \
	"which forbids all tracing: boot it with lockdown=integrity or none"

static bool always(const struct refusal *refusal)
{
	(void)refusal;
	return true;
}

static bool not_root(const struct refusal *refusal)
{
	return !refusal->is_root &&
	       (refusal->error == EACCES || refusal->error == EPERM);
}

static bool locked_down(const struct refusal *refusal)
{
	return refusal->is_locked_down;
}

static bool no_kprobes(const struct refusal *refusal)
{
	return !refusal->has_kprobe_events;
}

static bool no_function(const struct refusal *refusal)
{
	return !refusal->has_function;
}

static bool no_memory(const struct refusal *refusal)
{
	return refusal->error == ENOMEM || refusal->error == EINVAL;
}

static bool is_held(const struct refusal *refusal)
{
	return refusal->error == EWOULDBLOCK;
}

static bool is_off(const struct refusal *refusal)
{
	return refusal->kprobes_off;
}

#define BIT(step) (1u << (step))
#define ANY_STEP ~0u
#define AFTER_MOUNT (ANY_STEP & ~BIT(REFUSAL_MOUNT))

/* The first that applies is said. */
static const struct {
	unsigned steps;
	bool (*applies)(const struct refusal *refusal);
	const char *sentence;
} sentences[] = {
	{ ANY_STEP, not_root, "tracing needs root: run it with sudo" },
	{ ANY_STEP, locked_down, LOCKED_DOWN },
	{ BIT(REFUSAL_MOUNT), always,
	  "tracefs is not mounted and cannot be: "
	  "mount -t tracefs tracefs /sys/kernel/tracing" },
	{ AFTER_MOUNT, no_kprobes,
	  "this kernel is built without kprobe events: "
	  "tcpwho needs one with CONFIG_KPROBE_EVENTS=y" },
	{ BIT(REFUSAL_INSTANCE), is_held,
	  "another tcpwho has been setting up for ten seconds: "
	  "end it, or try again" },
	{ BIT(REFUSAL_BUFFER), no_memory,
	  "the ring buffers are too large for this machine's memory: "
	  "ask for less with -b" },
	{ BIT(REFUSAL_DEFINE), no_function,
	  "this kernel has no function " FIELDS_FUNCTION ": "
	  "tcpwho needs one with TCP over IPv4 (CONFIG_INET=y)" },
	{ BIT(REFUSAL_DEFINE), always,
	  "this kernel does not let " FIELDS_FUNCTION " be probed: "
	  "see kprobes/blacklist in debugfs" },
	{ BIT(REFUSAL_ENABLE), is_off,
	  "kprobes are switched off: "
	  "echo 1 > /sys/kernel/debug/kprobes/enabled" },
	{ BIT(REFUSAL_ENABLE), always,
	  "the kernel did not enable the probe on " FIELDS_FUNCTION },
	{ ANY_STEP, always,
	  "the kernel did not let our trace instance be made" },
};

void refusal_format(char *buf, const struct refusal *refusal)
{
	size_t i = 0;

	while (!(sentences[i].steps & BIT(refusal->step)) ||
	       !sentences[i].applies(refusal))
		i++;
	if (sentences[i].applies != always)
		snprintf(buf, REFUSAL_SIZE, "%s", sentences[i].sentence);
	else
		snprintf(buf, REFUSAL_SIZE, "%s (%s)", sentences[i].sentence,
			 refusal->kernel_text ? refusal->kernel_text :
						strerror(refusal->error));
}

static bool file_contains(const char *path, const char *text)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	bool found = false;

	if (!file)
		return false;
	while (!found && getline(&line, &size, file) > 0)
		found = strstr(line, text) != NULL;
	free(line);
	fclose(file);
	return found;
}

/*
 * Locked down, tracefs mounts but stays empty (6.1, 6.12); securityfs, which
 * would say so, is often not mounted.
 */
static bool is_locked_down(void)
{
	return file_contains("/sys/kernel/security/lockdown",
			     "[confidentiality]") ||
	       (mount_is_visible() &&
		!tracefs_file_exists(NULL, "trace_clock"));
}

/*
 * A mount of debugfs that nobody else sees and that ends with its
 * descriptor: the switch works also where debugfs is not mounted.
 */
static int open_debugfs(void)
{
	int fs = fsopen("debugfs", FSOPEN_CLOEXEC);
	int mount = -1;

	if (fs >= 0 && !fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		mount = fsmount(fs, FSMOUNT_CLOEXEC, 0);
	if (fs >= 0)
		close(fs);
	/* Before 5.2 there is no fsopen. */
	return mount >= 0 ? mount :
			    open("/sys/kernel/debug",
				 O_PATH | O_DIRECTORY | O_CLOEXEC);
}

bool refusal_kprobes_off(void)
{
	int debugfs = open_debugfs();
	char enabled = '1';
	int fd;

	if (debugfs < 0)
		return false;
	fd = openat(debugfs, "kprobes/enabled", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		if (read(fd, &enabled, 1) != 1)
			enabled = '1';
		close(fd);
	}
	close(debugfs);
	return enabled == '0';
}

/* "[ 12.3] trace_kprobe: error: Failed to …\n  Command: …" to its middle. */
static char *kernel_text(void)
{
	char *text = tracefs_error_last(NULL);
	char *reason = text ? strstr(text, "error: ") : NULL;
	char *line = NULL;

	if (reason) {
		reason += strlen("error: ");
		line = strndup(reason, strcspn(reason, "\n"));
	}
	free(text);
	return line;
}

void refusal_report(enum refusal_step step, int error)
{
	char *text = step == REFUSAL_DEFINE ? kernel_text() : NULL;
	struct refusal refusal = {
		.step = step,
		.error = error,
		.is_root = geteuid() == 0,
		.is_locked_down = is_locked_down(),
		.has_kprobe_events = tracefs_file_exists(NULL, "kprobe_events"),
		.has_function = file_contains("/proc/kallsyms",
					      " " FIELDS_FUNCTION "\n"),
		.kprobes_off = step == REFUSAL_ENABLE && refusal_kprobes_off(),
		.kernel_text = text,
	};
	char sentence[REFUSAL_SIZE];

	refusal_format(sentence, &refusal);
	log_error("%s", sentence);
	free(text);
}
