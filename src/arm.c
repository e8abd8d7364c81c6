/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Events that stay: the group tcpwho, which trace-cmd and perf record. Only
 * defines and removes them; enables nothing and reads no buffer.
 */
#include "arm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>
#include <unistd.h>

#include "capture.h"
#include "config.h"
#include "define.h"
#include "holders.h"
#include "log.h"
#include "sweep.h"
#include "turn.h"

#define GROUP "tcpwho"

/* What is, or is to be, in the kernel: a line for each event, in any order. */
struct armed {
	char line[FIELDS_EVENTS][FIELDS_DEFINITION_SIZE]; /* "": none */
};

static int find_event(const char *line)
{
	char key[64];

	for (int i = 0; i < FIELDS_EVENTS; i++) {
		snprintf(key, sizeof(key), ":" GROUP "/%s ",
			 fields_event_name(i));
		if (strstr(line, key))
			return i;
	}
	return -1;
}

static void read_armed(struct armed *armed)
{
	char *text = tracefs_instance_file_read(NULL, "kprobe_events", NULL);
	char *state, *line = text ? strtok_r(text, "\n", &state) : NULL;

	memset(armed, 0, sizeof(*armed));
	for (; line; line = strtok_r(NULL, "\n", &state)) {
		int event = find_event(line);

		if (event >= 0)
			snprintf(armed->line[event], sizeof(armed->line[event]),
				 "%s", line);
	}
	free(text);
}

static bool is_armed(const struct armed *armed)
{
	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (armed->line[i][0])
			return true;
	return false;
}

static bool is_same(const struct armed *a, const struct armed *b)
{
	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (strcmp(a->line[i], b->line[i]) != 0)
			return false;
	return true;
}

static void make_armed(struct armed *armed, const struct probe_facts *probe)
{
	struct fields_kernel kernel = probe->kernel;

	/* Who records one wants to know, and to read, all that it can tell. */
	kernel.has_both = false;
	kernel.has_pairs = false;
	memset(armed, 0, sizeof(*armed));
	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (probe->witnesses & FIELDS_WITNESS(i))
			fields_definition(armed->line[i], i, GROUP, &kernel);
}

static int define_all(const struct armed *armed, bool is_new)
{
	int result = 0;

	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (armed->line[i][0] &&
		    define(armed->line[i],
			   is_new ? fields_event_function(i) : NULL))
			result = -1;
	return result;
}

/* All of it or nothing. */
static int remove_armed(const struct armed *armed)
{
	char who[HOLDERS_SIZE];

	if (!holders_find(who, tracefs_tracing_dir(), GROUP) &&
	    !sweep_remove_group(GROUP))
		return 0;
	define_all(armed, false);
	log_error("the events stay as they are, somebody uses them: %s",
		  who[0] ? who : strerror(errno));
	return -1;
}

static int say_line(void)
{
	puts("trace-cmd record -e " GROUP " -f 'skaddr!=0'");
	if (!fflush(stdout) && !ferror(stdout))
		return 0;
	log_error("cannot write: %s", strerror(errno));
	return 1;
}

static int replace(const struct armed *wanted)
{
	struct armed found;

	read_armed(&found);
	if (is_same(&found, wanted)) {
		log_note("armed already, nothing changed");
		return 0;
	}
	if (is_armed(&found) && remove_armed(&found))
		return -1;
	return define_all(wanted, true);
}

int arm_run(const struct opts *opts)
{
	struct probe_config config = config_make(opts, config_is_blind());
	struct capture_proof proof;
	struct armed wanted;
	int lock_fd, result;

	if (capture_check(&config, &proof))
		return 1;
	make_armed(&wanted, &proof.probe);
	lock_fd = turn_take();
	if (lock_fd < 0)
		return 1;
	result = replace(&wanted);
	close(lock_fd);
	return result ? 1 : say_line();
}

int disarm_run(const struct opts *opts)
{
	struct armed found;
	int lock_fd = turn_take();
	int result = 0;

	(void)opts;
	if (lock_fd < 0)
		return 1;
	read_armed(&found);
	if (is_armed(&found))
		result = remove_armed(&found);
	else
		log_note("not armed, nothing changed");
	close(lock_fd);
	return result ? 1 : 0;
}
