/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the filters of our events. Both witnesses drop the same accepts, and
 * never those of a self-test, which may be made at any time.
 */
#include "eventfilter.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "loopback.h"

void eventfilter_plan(struct pushdown *pushdown, const struct filter *filter,
		      struct fields_kernel *kernel)
{
	pushdown->text[0] = '\0';
	pushdown->fields = 0;
	/* Those before 4.20 have each field by itself, and are too few. */
	if (filter && fields_has_pairs(kernel))
		pushdown_make(
			pushdown, filter,
			offsets_have(&kernel->offsets, OFFSET_INET_SPORT));
	kernel->tested = pushdown->fields;
}

unsigned eventfilter_only(enum fields_event event,
			  const struct fields_kernel *kernel)
{
	return event == FIELDS_ACCEPT && kernel->has_both ? kernel->tested : 0;
}

static int write_filter(const struct instance *instance,
			enum fields_event event,
			const struct fields_kernel *kernel, const char *pushed)
{
	char text[PUSHDOWN_SIZE + 256];

	snprintf(text, sizeof(text), "%s%s%s%s",
		 fields_event_filter(event, kernel), *pushed ? "&&((" : "",
		 pushed, *pushed ? ")||COMM==\"" LOOPBACK_CMD "\")" : "");
	return instance_write_event(instance, instance->name,
				    fields_event_name(event), "filter", text);
}

int eventfilter_set(const struct instance *instance, enum fields_event event,
		    const bool has_event[FIELDS_EVENTS],
		    const struct fields_kernel *kernel,
		    struct pushdown *pushdown)
{
	if (!write_filter(instance, event, kernel, pushdown->text))
		return 0;
	if (!pushdown->text[0])
		return -1;
	log_debug("the kernel does not filter by %s: %s", pushdown->text,
		  strerror(errno));
	pushdown->text[0] = '\0';
	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (has_event[i] && write_filter(instance, i, kernel, ""))
			return -1;
	return 0;
}
