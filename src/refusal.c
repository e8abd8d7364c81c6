/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Explains failures of set-up. Reads what tells about the machine; changes
 * nothing on it.
 */
#include "refusal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tracefs.h>
#include <unistd.h>

#include "log.h"
#include "mount.h"
#include "smallfile.h"
#include "sweep.h"

/* include/linux/proc_ns.h, PROC_USER_INIT_INO: the same since 3.8. */
#define INIT_USER_NAMESPACE 0xeffffffd

#define LOCKED_DOWN                                            \
	"this kernel is locked down in confidentiality mode, " \
	"which forbids all tracing: boot it with lockdown=integrity or none"

static bool always(const struct refusal *refusal)
{
	(void)refusal;
	return true;
}

static bool is_forbidden(const struct refusal *refusal)
{
	return refusal->error == EACCES || refusal->error == EPERM;
}

static bool not_root(const struct refusal *refusal)
{
	return !refusal->is_root && is_forbidden(refusal);
}

static bool is_contained(const struct refusal *refusal)
{
	return refusal->in_user_namespace && is_forbidden(refusal);
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
	{ ANY_STEP, is_contained,
	  "root of a user namespace may not trace: "
	  "run tcpwho outside of the container" },
	{ ANY_STEP, not_root, "tracing needs root: run it with sudo" },
	{ ANY_STEP, locked_down, LOCKED_DOWN },
	{ BIT(REFUSAL_MOUNT), always,
	  "tracefs is not mounted and cannot be: "
	  "mount -t tracefs tracefs /sys/kernel/tracing" },
	{ BIT(REFUSAL_POINTS), no_kprobes,
	  "this kernel has neither kprobe events nor the tracepoints: "
	  "tcpwho needs one with CONFIG_KPROBE_EVENTS=y, or with "
	  "CONFIG_FTRACE_SYSCALLS=y and sock:inet_sock_set_state" },
	{ BIT(REFUSAL_POINTS), always,
	  "this kernel lacks the tracepoints of syscalls or "
	  "sock:inet_sock_set_state: try --probe=auto" },
	{ BIT(REFUSAL_DEFINE), no_kprobes,
	  "this kernel is built without kprobe events: "
	  "tcpwho needs one with CONFIG_KPROBE_EVENTS=y" },
	{ BIT(REFUSAL_INSTANCE), is_held,
	  "another tcpwho is setting up and does not come to an end: "
	  "end it, or try again" },
	{ BIT(REFUSAL_BUFFER), no_memory,
	  "the ring buffers are too large for this machine's memory: "
	  "ask for less with -b" },
	{ BIT(REFUSAL_DEFINE), no_function,
	  "this kernel has no such function: "
	  "tcpwho needs it, try --probe=accept or --probe=graft" },
	{ BIT(REFUSAL_DEFINE), always,
	  "this kernel does not let it be probed: "
	  "see kprobes/blacklist in debugfs" },
	{ BIT(REFUSAL_ENABLE), is_off,
	  "kprobes are switched off: "
	  "echo 1 > /sys/kernel/debug/kprobes/enabled" },
	{ BIT(REFUSAL_ENABLE), always, "the kernel did not enable the probes" },
	{ ANY_STEP, always,
	  "the kernel did not let our trace instance be made" },
};

/* Where no sentence of ours knows why, the kernel's own is all there is. */
static void append_reason(char *buf, const struct refusal *refusal)
{
	size_t used = strlen(buf);

	snprintf(buf + used, REFUSAL_SIZE - used, " (%s)",
		 refusal->kernel_text ? refusal->kernel_text :
					strerror(refusal->error));
}

void refusal_format(char *buf, const struct refusal *refusal)
{
	size_t i = 0;

	while (!(sentences[i].steps & BIT(refusal->step)) ||
	       !sentences[i].applies(refusal))
		i++;
	snprintf(buf, REFUSAL_SIZE, "%s%s%s",
		 refusal->function ? refusal->function : "",
		 refusal->function ? ": " : "", sentences[i].sentence);
	if (sentences[i].applies == always)
		append_reason(buf, refusal);
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

/* The start of a file in a file system that need not be mounted, or "". */
static void read_unmounted(const char *name, const char *where,
			   const char *file, char *buf, size_t size)
{
	int root = mount_open(name, where);

	buf[0] = '\0';
	if (root < 0)
		return;
	smallfile_read(root, file, buf, size);
	close(root);
}

bool refusal_locked_down(void)
{
	char lockdown[64];

	read_unmounted("securityfs", "/sys/kernel/security", "lockdown",
		       lockdown, sizeof(lockdown));
	return strstr(lockdown, "[confidentiality]") != NULL;
}

int refusal_kprobes_switch(void)
{
	return mount_open_file("debugfs", "/sys/kernel/debug",
			       "kprobes/enabled");
}

bool refusal_switched_off(int fd)
{
	char value = '1';

	return pread(fd, &value, 1, 0) == 1 && value == '0';
}

bool refusal_kprobes_off(void)
{
	int fd = refusal_kprobes_switch();
	bool is_off = refusal_switched_off(fd);

	if (fd >= 0)
		close(fd);
	return is_off;
}

/*
 * "[ 12.3] trace_kprobe: error: Failed to …\n  Command: …" to its middle,
 * if it is about a command of ours: the log is everybody's.
 */
static char *kernel_text(const char *function)
{
	char *text = tracefs_error_last(NULL);
	char *reason = text && strstr(text, ":" SWEEP_PREFIX) &&
				       strstr(text, function) ?
			       strstr(text, "error: ") :
			       NULL;
	char *line = NULL;

	if (reason) {
		reason += strlen("error: ");
		line = strndup(reason, strcspn(reason, "\n"));
	}
	free(text);
	return line;
}

static bool in_user_namespace(void)
{
	struct stat st;

	return !stat("/proc/self/ns/user", &st) &&
	       st.st_ino != INIT_USER_NAMESPACE;
}

static bool has_function(const char *function)
{
	char line[64];

	snprintf(line, sizeof(line), " %s\n", function);
	return file_contains("/proc/kallsyms", line);
}

void refusal_report(enum refusal_step step, int error, const char *function)
{
	char *text = step == REFUSAL_DEFINE ? kernel_text(function) : NULL;
	struct refusal refusal = {
		.step = step,
		.error = error,
		.is_root = geteuid() == 0,
		.in_user_namespace = in_user_namespace(),
		.is_locked_down = refusal_locked_down(),
		.has_kprobe_events = tracefs_file_exists(NULL, "kprobe_events"),
		.has_function = function && has_function(function),
		.kprobes_off = step == REFUSAL_ENABLE && refusal_kprobes_off(),
		.function = function,
		.kernel_text = text,
	};
	char sentence[REFUSAL_SIZE];

	refusal_format(sentence, &refusal);
	log_error("%s", sentence);
	free(text);
}
