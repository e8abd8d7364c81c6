/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts probe, reader and decode together and proves them before the first
 * row. Owns which witnesses are believed; knows nothing of rows.
 */
#include "capture.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "log.h"
#include "prove.h"
#include "reader.h"
#include "selftest.h"
#include "waiting.h"
#include "walltime.h"

struct capture {
	struct probe *probe;
	struct reader *reader;
	struct decoder decoder;
	struct selftest selftest;
	struct capture_proof proof;
	capture_conn conn;
	void *context;
	uint64_t undecoded;
};

static void take_record(void *context, const struct rawrec *record)
{
	struct capture *capture = context;
	struct conn conn;

	switch (decode(&capture->decoder, record, &conn)) {
	case DECODE_OK:
		if (!selftest_take(&capture->selftest, &conn))
			capture->conn(capture->context, &conn);
		break;
	case DECODE_BAD: capture->undecoded++; break;
	case DECODE_SKIP:
	case DECODE_OTHER: break;
	}
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
	return probe_start(capture->probe);
}

static int disarm(struct capture *capture)
{
	int result;

	reader_close(capture->reader);
	result = probe_destroy(capture->probe);
	capture->reader = NULL;
	capture->probe = NULL;
	return result;
}

/* All records of the child are in the buffers when it has ended. */
static int run_selftest(struct capture *capture)
{
	uint64_t started_ns = walltime_mono_ns();

	if (selftest_run(&capture->selftest)) {
		log_note("the self-test could not be made (%s): rows are not "
			 "proven",
			 strerror(errno));
		return -1;
	}
	capture_begin(capture);
	while (capture_pass(capture))
		;
	capture->proof.selftest_ns = walltime_mono_ns() - started_ns;
	log_debug("the self-test took %" PRIu64 " ms",
		  capture->proof.selftest_ns / 1000000);
	capture->proof.verdict = selftest_judge(&capture->selftest,
						capture->proof.probe.witnesses);
	return 0;
}

static int open_proven(struct capture *capture, struct probe_config *config)
{
	for (;;) {
		enum prove_result result;

		if (arm(capture, config))
			return -1;
		if (!config->can_prove || run_selftest(capture))
			return 0;
		result = prove_judge(&capture->proof.verdict,
				     capture->proof.probe.witnesses, config);
		if (result != PROVE_RETRY)
			return result == PROVE_PROVEN ? 0 : -1;
		if (disarm(capture))
			return -1;
	}
}

/* What a kretprobe alone cannot see is said beforehand. */
static void warn_of_waiting(const struct capture *capture)
{
	long waiting;

	if (probe_witnesses(capture->probe) & CONN_GRAFT)
		return;
	waiting = waiting_count();
	if (waiting > 0)
		log_note("threads waiting in accept now: %ld, they are seen "
			 "from their second connection on",
			 waiting);
}

/* A wrong one has been said to be; this is of what was never found. */
static void warn_of_unknown(const struct capture *capture,
			    const struct offsets *offsets)
{
	const struct offset *of = offsets->of;

	if (probe_witnesses(capture->probe) & CONN_GRAFT &&
	    (of[OFFSET_SOCKET_FILE].source == OFFSET_UNKNOWN ||
	     of[OFFSET_FILE_CRED].source == OFFSET_UNKNOWN))
		log_note("this kernel does not tell where it keeps the user "
			 "of a file: UID is looked up in /proc instead");
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
	warn_of_waiting(capture);
	warn_of_unknown(capture, &tried.offsets);
	return capture;
}

void capture_teach(const struct capture *capture, struct join *join)
{
	unsigned both = CONN_ACCEPT | CONN_GRAFT;

	join->has_both = probe_witnesses(capture->probe) == both;
	for (unsigned i = 0; i < capture->selftest.taken; i++)
		join_learn(join, capture->selftest.records[i].prot);
}

int capture_fd(const struct capture *capture)
{
	return reader_fd(capture->reader);
}

void capture_rescan(struct capture *capture)
{
	reader_rescan(capture->reader);
}

void capture_begin(struct capture *capture)
{
	reader_begin(capture->reader);
}

bool capture_pass(struct capture *capture)
{
	return reader_pass(capture->reader, take_record, capture);
}

uint64_t capture_horizon(const struct capture *capture)
{
	return reader_horizon(capture->reader);
}

bool capture_is_armed(const struct capture *capture)
{
	return probe_is_armed(capture->probe);
}

void capture_stop(struct capture *capture)
{
	probe_stop(capture->probe);
}

void capture_losses(struct capture *capture, struct capture_losses *losses)
{
	probe_losses(capture->probe, &losses->kernel);
	losses->undecoded = capture->undecoded;
	losses->damaged = reader_damaged(capture->reader);
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
