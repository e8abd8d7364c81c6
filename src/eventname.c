/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Recognises witnesses among a recording's events. Pure; the name has to do,
 * for a format does not tell what it probes.
 */
#include "eventname.h"

#include <string.h>

#include "layout.h"

static bool is_text(const char *text, size_t length, const char *wanted)
{
	return length == strlen(wanted) && !memcmp(text, wanted, length);
}

bool eventname_is(const char *name, size_t length, enum fields_event event)
{
	const char *function = fields_event_function(event);

	return is_text(name, length, fields_event_name(event)) ||
	       memmem(name, length, function, strlen(function));
}

bool eventname_is_probed(const char *format, size_t length,
			 enum fields_event event)
{
	const char *name =
		event == FIELDS_ACCEPT ? "__probe_ret_ip" : "__probe_ip";
	struct layout_span span;

	return layout_parse(format, length, &name, 1, &span) > 0 && span.size;
}
