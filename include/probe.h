/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Our probe event and instance in the kernel, from sweep to removal.
 */
#ifndef TCPWHO_PROBE_H
#define TCPWHO_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "conn.h"
#include "decode.h"
#include "fields.h"
#include "filter.h"
#include "points.h"
#include "subbuf.h"

struct probe;

/* Accepts that the kernel could not hand over. */
struct probe_losses {
	uint64_t buffer; /* overwritten or dropped in the ring buffers */
	/*
	 * Calls of accept that found the kretprobe's pool empty; some may
	 * have ended without a connection. 0 also where the kernel's count
	 * cannot be believed.
	 */
	uint64_t unwatched;
	bool is_filtered; /* as its facts have it */
};

/* What there is to be said of one. */
struct probe_facts {
	unsigned witnesses; /* armed: CONN_ACCEPT, CONN_GRAFT; CONN_TRACE */
	struct fields_kernel kernel;
	uint64_t buffer_kb; /* per CPU, as the kernel made it */
	unsigned cpus;	    /* those that have a buffer */
	uint64_t calibration_ns;
	/* The kernel drops what is not asked for, and does not count it. */
	bool is_filtered;
};

/* What is asked of a probe. */
struct probe_config {
	uint64_t buffer_kb; /* ring buffer per CPU */
	/* Witnesses; CONN_TRACE beside others: where these are not to be had */
	unsigned wanted;
	bool wants_all;	 /* of them; else one of them is enough */
	bool can_prove;	 /* we know the records of our own children */
	unsigned extras; /* of extra.h; those that are refuted are left out */
	const struct filter *filter; /* what rows must pass; NULL: all do */
	struct offsets offsets;
};

/**
 * probe_create - sweep what killed runs left, then make the instance and the
 * events, not yet enabled
 * @config: its offsets are completed as far as can be
 *
 * Returns NULL after it has said why and removed what it had made; freed
 * with probe_destroy.
 */
struct probe *probe_create(struct probe_config *config);

/** probe_witnesses - those that the kernel has */
unsigned probe_witnesses(const struct probe *probe);

/** probe_describe - what it has found out about the kernel */
void probe_describe(const struct probe *probe, struct probe_facts *facts);

/** probe_instance_dir - the instance's directory, the probe's own string */
const char *probe_instance_dir(const struct probe *probe);

/**
 * probe_layout - how sub-buffers and records of the events look
 *
 * Returns 0, or -1 after it has said why.
 */
int probe_layout(struct probe *probe, struct subbuf_format *format,
		 struct decoder *decoder);

/** probe_points - how records of the tracepoints look, where it has these */
const struct points *probe_points(const struct probe *probe);

/** probe_start - enable the events; 0, or -1 after it has said why */
int probe_start(struct probe *probe);

/**
 * probe_is_touched, probe_complaint - what somebody did to us since
 * probe_start; see watch_is_touched and watch_complaint
 *
 * trace-cmd reset, for one, disables and removes everybody's events.
 */
bool probe_is_touched(const struct probe *probe);
const char *probe_complaint(const struct probe *probe, bool is_thorough);

/** probe_stop - record nothing more; what is in the buffers stays */
void probe_stop(struct probe *probe);

/** probe_losses - what was lost so far; exact once stopped and drained */
void probe_losses(struct probe *probe, struct probe_losses *losses);

/**
 * probe_destroy - remove all that is ours from the kernel
 *
 * Takes NULL and half-made probes. The reader must be closed first. Every
 * step is tried; returns 0, or -1 after it has said what is left.
 */
int probe_destroy(struct probe *probe);

#endif
