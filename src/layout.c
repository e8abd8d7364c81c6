/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the kernel's description of an event with libtraceevent, the only
 * place that does. Keeps nothing of it but offsets.
 */
#include "layout.h"

#include <errno.h>
#include <event-parse.h>

/* Of one format at a time, so the system's name does not matter. */
#define SYSTEM "tcpwho"

static struct layout_span find_span(struct tep_event *event, const char *name)
{
	struct tep_format_field *field = tep_find_any_field(event, name);
	struct layout_span span = { 0, 0 };

	if (field && field->offset >= 0 && field->offset <= UINT16_MAX &&
	    field->size > 0 && field->size <= UINT16_MAX)
		span = (struct layout_span){ field->offset, field->size };
	return span;
}

int layout_parse(const char *format, size_t length, const char *const *names,
		 size_t count, struct layout_span *spans)
{
	struct tep_event *event = NULL;
	struct tep_handle *tep;
	int id = -1;

	/* No plugins: they come from whoever's home directory runs sudo. */
	tep_set_loglevel(TEP_LOG_NONE);
	tep = tep_alloc();
	if (!tep)
		return -1;
	if (!tep_parse_event(tep, format, length, SYSTEM))
		event = tep_get_first_event(tep);
	if (event && event->id > 0) {
		id = event->id;
		for (size_t i = 0; i < count; i++)
			spans[i] = find_span(event, names[i]);
	}
	tep_free(tep);
	errno = EINVAL;
	return id;
}
