/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The life cycle of our event and instance. The only writer of tracefs, with
 * sweep for what dead runs left; touches nothing that does not carry our
 * name and never truncates kprobe_events, which would delete everybody's.
 */
#include "probe.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>
#include <unistd.h>

#include "calibrate.h"
#include "eventfilter.h"
#include "events.h"
#include "extra.h"
#include "fields.h"
#include "instance.h"
#include "kernel.h"
#include "log.h"
#include "pointprobe.h"
#include "reaper.h"
#include "refusal.h"
#include "stats.h"
#include "sweep.h"
#include "tracepoint.h"
#include "turn.h"
#include "watch.h"

#define SHARES_READERS_UNTIL FIELDS_VERSION(5, 9)

struct probe {
	pid_t reaper;
	struct instance instance;
	struct fields_kernel kernel;
	struct subbuf_format format;
	bool has_event[FIELDS_EVENTS];
	struct pushdown pushdown;
	bool has_points;
	struct points points;
	struct watch watch;
	uint64_t calibration_ns;
};

static int refuse(enum refusal_step step)
{
	refusal_report(step, errno, NULL);
	return -1;
}

/* Rows are worth having without. */
static void prepare_extras(struct probe *probe)
{
	if (probe->kernel.extras & EXTRA_WAIT &&
	    tracepoint_prepare(&probe->instance))
		probe->kernel.extras &= ~EXTRA_WAIT;
}

static void find_offsets(struct probe *probe, struct probe_config *config)
{
	bool has_graft =
		config->wanted & CONN_GRAFT && probe->kernel.arguments[0];

	if (config->can_prove)
		probe->calibration_ns =
			calibrate(&probe->instance, config->buffer_kb,
				  &probe->format, &probe->kernel, has_graft);
	if (probe->calibration_ns)
		log_debug("calibration took %" PRIu64 " ms",
			  probe->calibration_ns / 1000000);
	config->offsets = probe->kernel.offsets;
}

static int make_points(struct probe *probe)
{
	/* What these tell of a socket is no more than its ends. */
	probe->kernel.extras = 0;
	probe->pushdown.text[0] = '\0';
	probe->has_points = !pointprobe_learn(&probe->instance, &probe->points);
	return probe->has_points ? 0 : refuse(REFUSAL_POINTS);
}

static int remove_events(struct probe *probe)
{
	bool is_there = false;

	for (int i = 0; i < FIELDS_EVENTS; i++)
		is_there |= probe->has_event[i];
	memset(probe->has_event, 0, sizeof(probe->has_event));
	if (!is_there || !sweep_remove_group(probe->instance.name))
		return 0;
	log_error("event group %s stays, somebody uses it (%s): "
		  "the next tcpwho removes it",
		  probe->instance.name, strerror(errno));
	return -1;
}

/* By the best that this kernel has. */
static int make_any(struct probe *probe, struct probe_config *config)
{
	bool may_trace = config->wanted & CONN_TRACE;

	if (config->wanted != CONN_TRACE &&
	    !(may_trace && !tracefs_file_exists(NULL, "kprobe_events"))) {
		find_offsets(probe, config);
		prepare_extras(probe);
		eventfilter_plan(&probe->pushdown, config->filter,
				 &probe->kernel);
		if (!events_make(&probe->instance, &probe->kernel, config,
				 &probe->pushdown, probe->has_event))
			return 0;
		if (!may_trace)
			return -1;
		/* The kernel may have refused but the second one. */
		remove_events(probe);
	}
	if (config->wanted != CONN_TRACE)
		log_note("no kprobes here: rows come from tracepoints, see "
			 "tcpwho check");
	config->wanted = CONN_TRACE;
	return make_points(probe);
}

static int set_up(struct probe *probe, struct probe_config *config)
{
	int lock_fd = turn_take();
	int result;

	if (lock_fd < 0)
		return -1;
	sweep(tracefs_tracing_dir());
	probe->reaper = reaper_start();
	result = instance_create(&probe->instance, config->buffer_kb);
	if (!result && kernel_learn(&probe->kernel, &probe->format))
		result = refuse(REFUSAL_INSTANCE);
	probe->instance.shares_readers =
		probe->kernel.version < SHARES_READERS_UNTIL;
	if (!result)
		result = make_any(probe, config);
	close(lock_fd);
	return result;
}

struct probe *probe_create(struct probe_config *config)
{
	struct probe *probe = calloc(1, sizeof(*probe));

	if (!probe) {
		log_error("out of memory: free some");
		return NULL;
	}
	probe->instance.free_buffer_fd = -1;
	probe->watch.touch_fd = -1;
	probe->kernel.offsets = config->offsets;
	probe->kernel.extras = config->extras;
	probe->kernel.has_pairs = true;
	if (set_up(probe, config)) {
		probe_destroy(probe);
		return NULL;
	}
	return probe;
}

const char *probe_instance_dir(const struct probe *probe)
{
	return probe->instance.dir;
}

unsigned probe_witnesses(const struct probe *probe)
{
	unsigned witnesses = 0;

	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (probe->has_event[i])
			witnesses |= FIELDS_WITNESS(i);
	return probe->has_points ? CONN_TRACE : witnesses;
}

void probe_describe(const struct probe *probe, struct probe_facts *facts)
{
	*facts = (struct probe_facts){
		.witnesses = probe_witnesses(probe),
		.kernel = probe->kernel,
		.calibration_ns = probe->calibration_ns,
		.cpus = instance_cpus(),
		.buffer_kb = instance_buffer_kb(&probe->instance),
		.is_filtered = probe->pushdown.text[0] != '\0',
	};
}

int probe_layout(struct probe *probe, struct subbuf_format *format,
		 struct decoder *decoder)
{
	*format = probe->format;
	*decoder = (struct decoder){ .extras = probe->kernel.extras };
	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (probe->has_event[i] &&
		    events_learn(&probe->instance, i, &probe->kernel, decoder))
			return refuse(REFUSAL_INSTANCE);
	if (probe->kernel.extras & EXTRA_WAIT &&
	    tracepoint_learn(&probe->instance, &decoder->handshake))
		return refuse(REFUSAL_INSTANCE);
	return 0;
}

static int enable(struct probe *probe, enum fields_event event, bool is_on)
{
	return probe->has_event[event] ?
		       events_enable(&probe->instance, event, is_on) :
		       0;
}

const struct points *probe_points(const struct probe *probe)
{
	return &probe->points;
}

static int start_events(struct probe *probe)
{
	/* A switched-off kprobe is enabled without an error and never fires. */
	errno = ECANCELED;
	if (refusal_kprobes_off() ||
	    (probe->kernel.extras & EXTRA_WAIT &&
	     tracepoint_enable(&probe->instance, true)))
		return -1;
	/* Graft first: it tells all, an accept without it next to nothing. */
	if (enable(probe, FIELDS_GRAFT, true) ||
	    enable(probe, FIELDS_ACCEPT, true))
		return -1;
	return 0;
}

int probe_start(struct probe *probe)
{
	if (probe->has_points ? pointprobe_enable(&probe->instance, true) :
				start_events(probe))
		return refuse(REFUSAL_ENABLE);
	/* Only now: what we write ourselves is not to be seen. */
	watch_open(&probe->watch, &probe->instance, probe->has_event,
		   probe->has_points, probe->kernel.extras & EXTRA_WAIT);
	return 0;
}

bool probe_is_touched(const struct probe *probe)
{
	return watch_is_touched(&probe->watch);
}

const char *probe_complaint(const struct probe *probe, bool is_thorough)
{
	return watch_complaint(&probe->watch, is_thorough);
}

void probe_stop(struct probe *probe)
{
	if (probe->has_points)
		pointprobe_enable(&probe->instance, false);
	if (probe->kernel.extras & EXTRA_WAIT)
		tracepoint_enable(&probe->instance, false);
	for (int i = 0; i < FIELDS_EVENTS; i++)
		if (enable(probe, i, false))
			log_debug("cannot disable %s: %s", fields_event_name(i),
				  strerror(errno));
}

void probe_losses(struct probe *probe, struct probe_losses *losses)
{
	losses->buffer = stats_buffer_losses(probe->instance.dir);
	/* The graft event has no pool, and sees what accept does not. */
	if (probe->has_event[FIELDS_GRAFT] || probe->has_points ||
	    stats_pool_misses(probe->instance.name, probe->kernel.version,
			      &losses->unwatched))
		losses->unwatched = 0;
}

int probe_destroy(struct probe *probe)
{
	int result;

	if (!probe)
		return 0;
	probe_stop(probe);
	watch_close(&probe->watch);
	/* Removing the instance disables its events, if that has failed. */
	result = instance_destroy(&probe->instance);
	result |= remove_events(probe);
	/* What others had to leave while we were reading. */
	if (probe->instance.shares_readers)
		turn_sweep();
	reaper_end(probe->reaper);
	free(probe);
	return result;
}
