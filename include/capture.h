/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Witnesses that are armed and proven, and what they see.
 */
#ifndef TCPWHO_CAPTURE_H
#define TCPWHO_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "conn.h"
#include "join.h"
#include "calls.h"
#include "probe.h"
#include "selftest.h"

struct capture;

/*
 * What one witness saw, in time order for each CPU only. It may be completed
 * in place and is gone after the call.
 */
typedef void (*capture_conn)(void *context, struct conn *conn);

/* What did not become a struct conn. */
struct capture_losses {
	struct probe_losses kernel;
	uint64_t undecoded; /* records shorter than their format */
	uint64_t damaged;   /* sub-buffers that could not be read to the end */
	/* By tracepoints alone: */
	uint64_t others; /* events, accepts or not, lost by the kernel */
	uint64_t told[CALLS_HOWS]; /* how rows were told */
};

/* What set-up has found out and proven. */
struct capture_proof {
	struct probe_facts probe;
	struct selftest_verdict verdict; /* all absent: none was made */
	uint64_t selftest_ns;
};

/**
 * capture_check - arm and prove as capture_open does, then remove it all
 * @proof: filled as far as it went, also on failure
 *
 * Returns 0, or -1 after it has said why rows could not be printed.
 */
int capture_check(const struct probe_config *config,
		  struct capture_proof *proof);

/**
 * capture_open - arm the witnesses and prove them by a self-test
 * @config: what is asked for; a witness that fails the proof is left out
 *	where @config can do without
 * @conn: called, now and later, for each record of a connection
 *
 * Returns NULL after it has said why; closed with capture_close.
 */
struct capture *capture_open(const struct probe_config *config,
			     capture_conn conn, void *context);

/** capture_teach - tell @join what is known of witnesses and protocols */
void capture_teach(const struct capture *capture, struct join *join);

/** capture_fd - readable when there are records; see reader_fd */
int capture_fd(const struct capture *capture);

/** capture_rescan - see reader_rescan */
void capture_rescan(struct capture *capture);

/** capture_begin, capture_pass - a round, as of a reader */
void capture_begin(struct capture *capture);
bool capture_pass(struct capture *capture);

/** capture_holds - whether connections may come of what was read */
bool capture_holds(const struct capture *capture);

/** capture_horizon - as of a reader, and so long before; 0 at least */
uint64_t capture_horizon(const struct capture *capture, uint64_t hold_ns);

/** capture_witnesses - those that are armed */
unsigned capture_witnesses(const struct capture *capture);

/** capture_tells_user - whether records say whose the thread was */
bool capture_tells_user(const struct capture *capture);

/** capture_facts - what is known of its probe, the capture's own */
const struct probe_facts *capture_facts(const struct capture *capture);

/** capture_records - how many were read so far, of all witnesses */
uint64_t capture_records(const struct capture *capture);

/** capture_is_touched - see probe_is_touched */
bool capture_is_touched(const struct capture *capture);

/**
 * capture_complaint - what somebody did that may hide accepts, or NULL
 * @is_thorough: look at what is dear to look at, too
 * @cpu_limit: and then at so many CPUs' buffers; at all, whenever some
 *	records were lost
 */
const char *capture_complaint(struct capture *capture, bool is_thorough,
			      size_t cpu_limit);

/**
 * capture_prove - whether a witness sees accepts of our own
 *
 * True also when they cannot be made. Records of others go where they always
 * go.
 */
bool capture_prove(struct capture *capture);

/** capture_stop - record nothing more; what is in the buffers stays */
void capture_stop(struct capture *capture);

/** capture_losses - exact once stopped and read to the end */
void capture_losses(struct capture *capture, struct capture_losses *losses);

/** capture_lost - records overwritten, as capture_complaint has found */
uint64_t capture_lost(const struct capture *capture);

/**
 * capture_close - remove all of it from the kernel
 *
 * Takes NULL. Returns 0, or -1 after it has said what is left.
 */
int capture_close(struct capture *capture);

/** capture_sweep - remove what a capture had to leave; 0, or -1 */
int capture_sweep(void);

#endif
