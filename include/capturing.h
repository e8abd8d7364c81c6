/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inside of a capture, for the two modules that make it.
 */
#ifndef TCPWHO_CAPTURING_H
#define TCPWHO_CAPTURING_H

#include "capture.h"
#include "decode.h"
#include "meter.h"
#include "pair.h"
#include "reader.h"
#include "selftest.h"
#include "trail.h"

struct capture {
	struct probe *probe;
	struct reader *reader;
	struct decoder decoder;
	struct selftest selftest;
	struct capture_proof proof;
	struct meter meter;
	struct pair pair;
	struct trail *trail; /* with tracepoints, else NULL */
	uint64_t missed;     /* up to now, as of the reader */
	uint64_t metered;    /* of these, those that stats were asked about */
	bool is_stopped;
	uint64_t told[CALLS_HOWS];
	capture_conn conn;
	void *context;
	uint64_t undecoded, handshakes;
};

/** capturing_told - take a connection that tracepoints have told of */
void capturing_told(void *capture, struct conn *conn, enum calls_how how);

#endif
