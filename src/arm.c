/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Events that stay: the group tcpwho, which trace-cmd, perf and the flight
 * recorder record. Only defines and removes them and says when there is to be
 * a recorder; reads no buffer.
 */
#include "arm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>
#include <unistd.h>

#include "capture.h"
#include "caveats.h"
#include "config.h"
#include "define.h"
#include "extra.h"
#include "faults.h"
#include "handshake.h"
#include "holders.h"
#include "log.h"
#include "recorder.h"
#include "sweep.h"
#include "turn.h"

#define GROUP RECORDER_NAME

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
	char *text = define_list();
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

/* Up to 4.19 the kernel lists r4096:… as r:…. */
static const char *behind_maxactive(const char *line)
{
	return line + (line[0] == 'r' ? 1 + strspn(line + 1, "0123456789") : 0);
}

static bool is_same(const struct armed *a, const struct armed *b)
{
	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (strcmp(behind_maxactive(a->line[i]),
			   behind_maxactive(b->line[i])) != 0)
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

static int refuse_removal(const char *who)
{
	log_error("the events stay as they are, somebody uses them: %s",
		  who[0] ? who : strerror(errno));
	return -1;
}

/* All of it or nothing. What uses them last is the recorder, which we pause. */
static int remove_armed(const struct armed *armed)
{
	char who[HOLDERS_SIZE];

	if (holders_find(who, tracefs_tracing_dir(), GROUP))
		return refuse_removal(who);
	if (recorder_exists())
		recorder_enable(false);
	if (!sweep_remove_group(GROUP))
		return recorder_exists() ? recorder_remove() : 0;
	refuse_removal(who);
	define_all(armed, false);
	if (recorder_exists())
		recorder_enable(true);
	return -1;
}

static void print_line(const struct opts *opts, unsigned extras)
{
	if (opts->has_recorder && extras & EXTRA_WAIT)
		log_note("the recorder keeps nothing of WAIT, which tcpwho "
			 "alone, or trace-cmd, can record");
	if (opts->has_recorder)
		puts("tcpwho dump");
	else
		printf("trace-cmd record -e " GROUP " -f 'skaddr!=0'%s\n",
		       extras & EXTRA_WAIT ? " -e " HANDSHAKE_SYSTEM
					     ":" HANDSHAKE_EVENT
					     " -f '" HANDSHAKE_FILTER "'" :
					     "");
}

/* @extras: those that the kernel has turned out to have */
static int say_line(const struct opts *opts, unsigned extras)
{
	print_line(opts, extras);
	if (!fflush(stdout) && !ferror(stdout))
		return 0;
	log_error("cannot write: %s", strerror(errno));
	return 1;
}

static int replace_events(const struct armed *wanted)
{
	struct armed found;

	read_armed(&found);
	if (is_armed(&found) && remove_armed(&found))
		return -1;
	if (!define_all(wanted, true))
		return 0;
	sweep_remove_group(GROUP);
	return -1;
}

/* Who does not say how large it is to be takes it as it is. */
static bool has_size(const struct opts *opts, uint64_t buffer_kb)
{
	return !opts->buffer_kb || recorder_buffer_kb() == buffer_kb;
}

static int replace_recorder(const struct opts *opts, uint64_t buffer_kb)
{
	const char *complaint;

	if (!recorder_exists())
		return recorder_make(buffer_kb);
	complaint = faults_find();
	if (!complaint)
		return has_size(opts, buffer_kb) ? 0 :
						   recorder_resize(buffer_kb);
	log_note("the recorder is made anew: %s", complaint);
	return recorder_remove() ? -1 : recorder_make(buffer_kb);
}

static bool is_recorder_same(const struct opts *opts, uint64_t buffer_kb)
{
	if (!opts->has_recorder || !recorder_exists())
		return opts->has_recorder == recorder_exists();
	return has_size(opts, buffer_kb) && !faults_find();
}

/* @buffer_kb: as the kernel has rounded it for the proof */
static int replace(const struct armed *wanted, const struct opts *opts,
		   uint64_t buffer_kb)
{
	struct armed found;
	bool has_events;
	int result;

	read_armed(&found);
	has_events = is_same(&found, wanted);
	if (has_events && is_recorder_same(opts, buffer_kb)) {
		log_note("armed already, nothing changed");
		return 0;
	}
	if (!has_events && replace_events(wanted))
		return -1;
	if (opts->has_recorder)
		result = replace_recorder(opts, buffer_kb);
	else
		result = recorder_exists() ? recorder_remove() : 0;
	/* Nothing is left of what could not be finished. */
	if (result && !has_events)
		sweep_remove_group(GROUP);
	return result;
}

int arm_run(const struct opts *opts)
{
	struct probe_config config = config_make(opts, config_is_blind());
	struct capture_proof proof;
	struct armed wanted;
	int lock_fd, result;

	config.wanted &= CONN_ACCEPT | CONN_GRAFT;
	if (!config.wanted) {
		log_error("tracepoints are in the kernel already: arm is for "
			  "kprobes, give another --probe");
		return 1;
	}
	if (capture_check(&config, &proof))
		return 1;
	caveats_say_missing(&proof.probe.kernel);
	make_armed(&wanted, &proof.probe);
	lock_fd = turn_take();
	if (lock_fd < 0)
		return 1;
	result = replace(&wanted, opts, proof.probe.buffer_kb);
	close(lock_fd);
	return result ? 1 : say_line(opts, proof.probe.kernel.extras);
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
	else if (recorder_exists())
		result = recorder_remove();
	else
		log_note("not armed, nothing changed");
	close(lock_fd);
	return result ? 1 : 0;
}
