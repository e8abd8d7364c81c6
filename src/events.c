/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes and switches our own events. Never removes one: that is the sweep's.
 */
#include "events.h"

#include <errno.h>
#include <stdlib.h>
#include <tracefs.h>

#include "conn.h"
#include "define.h"
#include "eventfilter.h"
#include "refusal.h"

/* One that is being made. */
struct making {
	const struct instance *instance;
	const struct fields_kernel *kernel;
	struct pushdown *pushdown;
	bool *is_there;
};

/* Returns 0, also when the kernel refuses what is optional. */
static int make(const struct making *making, enum fields_event event,
		bool is_optional)
{
	if (define_event(making->kernel, making->instance->name, event,
			 is_optional))
		return is_optional ? 0 : -1;
	making->is_there[event] = true;
	if (!eventfilter_set(making->instance, event, making->is_there,
			     making->kernel, making->pushdown))
		return 0;
	refusal_report(REFUSAL_INSTANCE, errno, NULL);
	return -1;
}

/*
 * A return probe whose pool cannot be made large enough misses most of what
 * waits (before 4.12): beside a graft it would only tell of its own gaps.
 */
static bool is_of_use(const struct making *making)
{
	return making->kernel->syntax & SYNTAX_MAXACTIVE ||
	       !making->is_there[FIELDS_GRAFT];
}

/* Graft first: the accept event is leaner beside it. */
int events_make(const struct instance *instance, struct fields_kernel *kernel,
		const struct probe_config *config, struct pushdown *pushdown,
		bool is_there[FIELDS_EVENTS])
{
	const struct making making = { instance, kernel, pushdown, is_there };
	bool wants_accept = config->wanted & CONN_ACCEPT;
	bool needs_all = config->wants_all;

	if (config->wanted & CONN_GRAFT &&
	    make(&making, FIELDS_GRAFT, !needs_all && wants_accept))
		return -1;
	kernel->has_both = is_there[FIELDS_GRAFT];
	if (!wants_accept || (!needs_all && !is_of_use(&making)))
		return 0;
	return make(&making, FIELDS_ACCEPT,
		    !needs_all && is_there[FIELDS_GRAFT]);
}

int events_learn(const struct instance *instance, enum fields_event event,
		 const struct fields_kernel *kernel, struct decoder *decoder)
{
	int length, result;
	char *text = tracefs_event_file_read(instance->tracefs, instance->name,
					     fields_event_name(event), "format",
					     &length);

	if (!text)
		return -1;
	decoder->ignored = eventfilter_only(event, kernel);
	result = decode_init(decoder, event, text, length);
	free(text);
	return result;
}

int events_enable(const struct instance *instance, enum fields_event event,
		  bool is_on)
{
	return instance_write_event(instance, instance->name,
				    fields_event_name(event), "enable",
				    is_on ? "1" : "0");
}
