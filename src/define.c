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

/* Twenty that end at once are done removing within a second. */
#define LIST_TRIES 1000

/*
 * The kernel hands out a page at a time and counts lines from the first one
 * anew for each: when somebody's go in between, others are skipped.
 */
char *define_list(void)
{
	char *text = NULL, *before;
	bool is_same = false;

	for (int i = 0; i < LIST_TRIES && !is_same; i++) {
		before = text;
		text = tracefs_instance_file_read(NULL, "kprobe_events", NULL);
		/* NULL when nobody has defined one, too. */
		is_same = !text || (before && !strcmp(before, text));
		free(before);
	}
	return text;
}

/* Of the kernel's log of refused commands; it is everybody's. */
static bool is_error_log_empty(void)
{
	int length = 0;

	free(tracefs_instance_file_read(NULL, "error_log", &length));
	return length == 0;
}

static int append(const char *definition)
{
	log_debug("%s", definition);
	return tracefs_instance_file_append(NULL, "kprobe_events", definition) <
			       0 ?
		       -1 :
		       0;
}

int define(const char *definition, const char *function)
{
	bool was_empty = is_error_log_empty();
	int result = append(definition);
	int error = errno;

	if (result && function)
		refusal_report(REFUSAL_DEFINE, error, function);
	/* The kernel has noted what it refused, for everybody to see. */
	if (was_empty && !is_error_log_empty())
		tracefs_error_clear(NULL);
	errno = error;
	return result;
}

int define_event(const struct fields_kernel *kernel, const char *group,
		 enum fields_event event, bool is_optional)
{
	const char *function = fields_event_function(event);
	char definition[FIELDS_DEFINITION_SIZE];
	int result;

	errno = EOPNOTSUPP;
	result = fields_definition(definition, event, group, kernel);
	if (!result)
		result = define(definition, is_optional ? NULL : function);
	else if (!is_optional)
		refusal_report(REFUSAL_DEFINE, errno, function);
	if (result && is_optional)
		log_debug("no %s: %s", function, strerror(errno));
	return result;
}
