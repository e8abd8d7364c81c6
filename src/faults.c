/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What others have done to the flight recorder. Changes nothing; live runs
 * have watch for that, which is told of changes.
 */
#include "faults.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fields.h"
#include "recorder.h"

#define TEXT_SIZE 1024

/* Into TEXT_SIZE bytes; nothing where there is no such event. */
static void read_event(enum fields_event event, const char *file, char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "events/" RECORDER_NAME "/%s/%s",
		 fields_event_name(event), file);
	recorder_read(path, text, TEXT_SIZE);
}

static const char *event_complaint(enum fields_event event)
{
	const char *filter = fields_event_filter(event, NULL);
	char text[TEXT_SIZE];

	read_event(event, "enable", text);
	if (text[0] != '1')
		return "somebody has disabled its events";
	read_event(event, "filter", text);
	return strncmp(text, filter, strlen(filter)) != 0 ||
			       strcmp(text + strlen(filter), "\n") != 0 ?
		       "somebody has changed the filter of its events" :
		       NULL;
}

/* Whose text may be anybody's, and could look like ours. */
static bool has_strange_events(void)
{
	char text[TEXT_SIZE], *state, *line;

	recorder_read("set_event", text, sizeof(text));
	for (line = strtok_r(text, "\n", &state); line;
	     line = strtok_r(NULL, "\n", &state))
		if (strncmp(line, RECORDER_NAME ":",
			    strlen(RECORDER_NAME ":")) != 0)
			return true;
	return false;
}

static bool has_pids(const char *file)
{
	char text[TEXT_SIZE];

	recorder_read(file, text, sizeof(text));
	return text[0] >= '0' && text[0] <= '9';
}

/* In hexadecimal digits, with commas between them. */
static bool lacks_cpus(void)
{
	long cpus = 0;
	char text[TEXT_SIZE];

	recorder_read("tracing_cpumask", text, sizeof(text));
	for (const char *at = text; *at; at++)
		if (isxdigit((unsigned char)*at))
			cpus += __builtin_popcount(
				*at <= '9' ? *at - '0' : (*at | 32) - 'a' + 10);
	return cpus < sysconf(_SC_NPROCESSORS_CONF);
}

static bool is_restricted(void)
{
	return has_pids("set_event_pid") || has_pids("set_event_notrace_pid") ||
	       lacks_cpus();
}

const char *faults_find(void)
{
	char text[TEXT_SIZE];
	bool has_one = false;

	recorder_read("tracing_on", text, sizeof(text));
	if (text[0] != '1')
		return "somebody has turned tracing off in it";
	recorder_read("options/overwrite", text, sizeof(text));
	if (text[0] == '0')
		return "somebody has it keep the oldest, not the last";
	recorder_read("trace_clock", text, sizeof(text));
	if (!strstr(text, "[mono]"))
		return "somebody has changed its clock";
	for (int i = 0; i < FIELDS_EVENTS; i++) {
		const char *complaint;

		read_event(i, "enable", text);
		if (!text[0])
			continue;
		has_one = true;
		complaint = event_complaint(i);
		if (complaint)
			return complaint;
	}
	if (!has_one)
		return "somebody has removed its events";
	if (has_strange_events())
		return "somebody records other events in it";
	return is_restricted() ? "somebody has changed what it records" : NULL;
}
