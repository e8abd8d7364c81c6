/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks at what the kernel says of itself. Tries nothing out and changes
 * nothing.
 */
#include "kernel.h"

#include <stdlib.h>
#include <sys/utsname.h>
#include <tracefs.h>
#include <unistd.h>

#include "probe_syntax.h"

static unsigned parse_version(const char *release)
{
	unsigned major, minor;
	char *end;

	major = strtoul(release, &end, 10);
	minor = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;
	return FIELDS_VERSION(major, minor);
}

static int learn_format(struct subbuf_format *format)
{
	int length, result;
	char *text =
		tracefs_instance_file_read(NULL, "events/header_page", &length);

	if (!text)
		return -1;
	result = subbuf_parse_format(format, text, length);
	free(text);
	return result;
}

int kernel_learn(struct fields_kernel *kernel, struct subbuf_format *format)
{
	char *readme = tracefs_instance_file_read(NULL, "README", NULL);
	struct utsname name;

	uname(&name);
	kernel->version = parse_version(name.release);
	kernel->has_net_ns = access("/proc/self/ns/net", F_OK) == 0;
	probe_syntax_learn(kernel, readme ? readme : "", name.machine);
	free(readme);
	if (learn_format(format))
		return -1;
	kernel->long_size = format->long_size;
	return 0;
}
