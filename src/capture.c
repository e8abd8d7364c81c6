/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts probe, reader and decode together and proves them before the first
 * row. Owns which witnesses are believed; knows nothing of rows.
 */
#include "capturing.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "caveats.h"
#include "extra.h"
#include "log.h"
#include "protocols.h"
#include "prove.h"
#include "turn.h"
#include "walltime.h"

static int start(struct capture *capture, unsigned extras)
{
	if (probe_witnesses(capture->probe) == CONN_TRACE) {
		capture->missed = 0;
		capture->trail = trail_open(probe_points(capture->probe),
					    extras, capturing_told, capture);
		if (!capture->trail) {
			log_error("cannot start: %s", strerror(errno));
			return -1;
		}
	}
	if (probe_start(capture->probe))
		return -1;
	if (capture->trail)
		trail_begin(capture->trail);
	return 0;
}

static int arm(struct capture *capture, struct probe_config *config)
{
	struct subbuf_format format;

	capture->probe = probe_create(config);
	if (capture->probe)
		probe_describe(capture->probe, &capture->proof.probe);
	if (!capture->probe ||
	    probe_layout(capture->probe, &format, &capture->decoder))
		return -1;
	capture->reader =
		reader_open(probe_instance_dir(capture->probe), &format);
	if (!capture->reader) {
		log_error("cannot open the ring buffers: %s", strerror(errno));
		return -1;
	}
	capture->meter.instance_dir = probe_instance_dir(capture->probe);
	return start(capture, config->extras);
}

static int disarm(struct capture *capture)
{
	int result;

	trail_close(capture->trail);
	capture->trail = NULL;
	reader_close(capture->reader);
	meter_close(&capture->meter);
	result = probe_destroy(capture->probe);
	capture->reader = NULL;
	capture->probe = NULL;
	return result;
}

/* All records of the child are in the buffers when it has ended. */
static int try_selftest(struct capture *capture)
{
	uint64_t started_ns = walltime_mono_ns();

	if (selftest_run(&capture->selftest, &capture->proof.probe.kernel)) {
		log_note("the self-test could not be made (%s): rows are not "
			 "proven",
			 strerror(errno));
		return -1;
	}
	capture_begin(capture);
	while (capture_pass(capture))
		;
	if (capture->trail)
		trail_end(capture->trail);
	/* The child has ended: its id may come round to somebody else. */
	capture->selftest.tid = 0;
	capture->proof.selftest_ns = walltime_mono_ns() - started_ns;
	log_debug("the self-test took %" PRIu64 " ms",
		  capture->proof.selftest_ns / 1000000);
	capture->proof.verdict = selftest_judge(&capture->selftest,
						capture->proof.probe.witnesses);
	return 0;
}

/*
 * By tracepoints another tcpwho can be in the way: while it looks at a
 * connection it is an owner, and who closes that meanwhile is not seen.
 */
#define TRIES 4

static bool was_disturbed(const struct capture_proof *proof)
{
	const struct selftest_verdict *found = &proof->verdict;

	return proof->probe.witnesses == CONN_TRACE && found->missed &&
	       !found->has_wrong_tuple && !found->has_wrong_time;
}

static int run_selftest(struct capture *capture)
{
	int tries = 0;

	do {
		if (try_selftest(capture))
			return -1;
	} while (was_disturbed(&capture->proof) && ++tries < TRIES);
	return 0;
}

static int begin_rows(struct capture *capture)
{
	if (capture->trail)
		trail_proven(capture->trail);
	return 0;
}

static int open_proven(struct capture *capture, struct probe_config *config)
{
	for (;;) {
		enum prove_result result;

		if (arm(capture, config))
			return -1;
		if (!config->can_prove || run_selftest(capture))
			return begin_rows(capture);
		result = prove_judge(&capture->proof.verdict,
				     capture->proof.probe.witnesses, config);
		if (result == PROVE_PROVEN)
			return begin_rows(capture);
		if (result != PROVE_RETRY)
			return -1;
		if (disarm(capture))
			return -1;
	}
}

static void drop_conn(void *context, struct conn *conn)
{
	(void)context;
	(void)conn;
}

int capture_check(const struct probe_config *config,
		  struct capture_proof *proof)
{
	struct capture *capture = calloc(1, sizeof(*capture));
	struct probe_config tried = *config;
	int result;

	*proof = (struct capture_proof){ .selftest_ns = 0 };
	if (!capture)
		return -1;
	capture->conn = drop_conn;
	capture->proof.probe.kernel.offsets = config->offsets;
	result = open_proven(capture, &tried);
	*proof = capture->proof;
	return capture_close(capture) || result ? -1 : 0;
}

struct capture *capture_open(const struct probe_config *config,
			     capture_conn conn, void *context)
{
	struct capture *capture = calloc(1, sizeof(*capture));
	struct probe_config tried = *config;

	if (!capture) {
		log_error("out of memory: free some");
		return NULL;
	}
	capture->conn = conn;
	capture->context = context;
	if (open_proven(capture, &tried)) {
		capture_close(capture);
		return NULL;
	}
	if (capture->trail)
		caveats_say_points(config->extras);
	else
		caveats_say(probe_witnesses(capture->probe),
			    &capture->proof.probe.kernel);
	return capture;
}

/* Without a self-test that has shown them. */
static void teach_protocols(struct join *join)
{
	uint64_t prots[PROTOCOLS_MAX];
	size_t count = protocols_find(PROTOCOLS_KALLSYMS, prots);

	for (size_t i = 0; i < count; i++)
		join_learn(join, prots[i]);
}

void capture_teach(const struct capture *capture, struct join *join)
{
	unsigned both = CONN_ACCEPT | CONN_GRAFT;

	/* Tracepoints tell of nothing but TCP. */
	if (capture->trail)
		return;
	join->has_both = probe_witnesses(capture->probe) == both;
	join->has_waits = capture->proof.probe.kernel.extras & EXTRA_WAIT;
	for (unsigned i = 0; i < capture->selftest.taken; i++)
		join_learn(join, capture->selftest.records[i].prot);
	if (!capture->selftest.taken)
		teach_protocols(join);
}

unsigned capture_witnesses(const struct capture *capture)
{
	return probe_witnesses(capture->probe);
}

const struct probe_facts *capture_facts(const struct capture *capture)
{
	return &capture->proof.probe;
}

bool capture_is_touched(const struct capture *capture)
{
	return probe_is_touched(capture->probe);
}

/* A page tells that some are missing before it, its CPU's stats how many. */
static bool has_lost(struct capture *capture)
{
	uint64_t missed = reader_missed(capture->reader);
	bool is_news = missed != capture->metered;

	capture->metered = missed;
	return is_news;
}

const char *capture_complaint(struct capture *capture, bool is_thorough,
			      size_t cpu_limit)
{
	const char *complaint = probe_complaint(capture->probe, is_thorough);

	if (complaint)
		return complaint;
	if (has_lost(capture))
		cpu_limit = SIZE_MAX;
	else if (!is_thorough)
		return NULL;
	return meter_look(&capture->meter, cpu_limit) ?
		       NULL :
		       "somebody has emptied our ring buffers";
}

bool capture_prove(struct capture *capture)
{
	return run_selftest(capture) ||
	       capture->proof.verdict.missed != probe_witnesses(capture->probe);
}

void capture_stop(struct capture *capture)
{
	capture->is_stopped = true;
	probe_stop(capture->probe);
}

int capture_close(struct capture *capture)
{
	int result;

	if (!capture)
		return 0;
	result = disarm(capture);
	free(capture);
	return result;
}

int capture_sweep(void)
{
	return turn_sweep();
}
