/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Defines our events in the kernel. Appends to kprobe_events and never opens
 * it otherwise: with O_TRUNC that would delete everybody's.
 */
#include "define.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>

#include "log.h"
#include "refusal.h"

/* Of the kernel's log of refused commands; it is everybody's. */
static bool is_error_log_empty(void)
{
	int length = 0;

	free(tracefs_instance_file_read(NULL, "error_log", &length));
	return length == 0;
}

static int write_definition(struct fields_kernel *kernel, const char *group,
			    enum fields_event event)
{
	char definition[FIELDS_DEFINITION_SIZE];

	fields_definition(definition, event, group, kernel);
	log_debug("%s", definition);
	return tracefs_instance_file_append(NULL, "kprobe_events", definition) <
			       0 ?
		       -1 :
		       0;
}

/* 32-bit ARM and MIPS have no $arg1; the accept event can do without. */
static int write_either(struct fields_kernel *kernel, const char *group,
			enum fields_event event)
{
	int error;

	if (!write_definition(kernel, group, event))
		return 0;
	error = errno;
	if (event != FIELDS_ACCEPT || error != EINVAL)
		return -1;
	kernel->has_arguments = false;
	return write_definition(kernel, group, event);
}

int define_event(struct fields_kernel *kernel, const char *group,
		 enum fields_event event, bool is_optional)
{
	const char *function = fields_event_function(event);
	bool was_empty = is_error_log_empty();
	int result = write_either(kernel, group, event);
	int error = errno;

	if (result && is_optional)
		log_debug("no %s: %s", function, strerror(error));
	else if (result)
		refusal_report(REFUSAL_DEFINE, error, function);
	/* The kernel has noted what it refused, for everybody to see. */
	if (was_empty && !is_error_log_empty())
		tracefs_error_clear(NULL);
	return result;
}
