/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Switches an event that the kernel has anyway, in our instance alone: it is
 * off again when that is removed, and nobody else's is touched.
 */
#include "tracepoint.h"

#include <stdlib.h>
#include <tracefs.h>

#include "log.h"

static int write_text(const struct instance *instance, const char *file,
		      const char *text)
{
	return instance_write_event(instance, HANDSHAKE_SYSTEM, HANDSHAKE_EVENT,
				    file, text);
}

int tracepoint_prepare(const struct instance *instance)
{
	if (!write_text(instance, "filter", HANDSHAKE_FILTER))
		return 0;
	log_note("this kernel has no event " HANDSHAKE_SYSTEM
		 ":" HANDSHAKE_EVENT ", as others have from 4.16 on: WAIT is "
		 "not known");
	return -1;
}

int tracepoint_learn(const struct instance *instance,
		     struct handshake *handshake)
{
	int length;
	char *text =
		tracefs_event_file_read(instance->tracefs, HANDSHAKE_SYSTEM,
					HANDSHAKE_EVENT, "format", &length);
	bool is_learnt = text && handshake_learn(handshake, HANDSHAKE_SYSTEM,
						 text, length);

	free(text);
	return is_learnt ? 0 : -1;
}

int tracepoint_enable(const struct instance *instance, bool is_on)
{
	return write_text(instance, "enable", is_on ? "1" : "0");
}
