/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A capture that is armed: from its records to connections, and what of them
 * is lost. Knows nothing of how it was set up.
 */
#include "capturing.h"

#include <string.h>

/* In the pair's room. */
static void take_conn(struct capture *capture, struct conn *conn)
{
	if (conn->witnesses == CONN_ESTABLISHED)
		capture->handshakes++;
	if (!selftest_take(&capture->selftest, conn))
		pair_push(&capture->pair, conn, capture->conn,
			  capture->context);
}

/* Nothing is known of what is untold, not even that it was TCP. */
void capturing_told(void *context, struct conn *conn, enum calls_how how)
{
	struct capture *capture = context;

	if (selftest_take(&capture->selftest, conn))
		return;
	capture->told[how]++;
	if (how != CALLS_UNTOLD)
		capture->conn(capture->context, conn);
}

static void take_record(void *context, const struct rawrec *record)
{
	struct capture *capture = context;
	struct conn *conn = pair_room(&capture->pair);

	meter_count(&capture->meter, record->cpu);
	switch (decode(&capture->decoder, record, conn)) {
	case DECODE_OK: take_conn(capture, conn); break;
	case DECODE_BAD: capture->undecoded++; break;
	case DECODE_SKIP:
	case DECODE_OTHER: break;
	}
}

/* Of tracepoints, that have to be paired before there is a connection. */
static void take_point(void *context, const struct rawrec *record)
{
	struct capture *capture = context;

	meter_count(&capture->meter, record->cpu);
	capture->undecoded +=
		trail_record(capture->trail, record) == DECODE_BAD;
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
	if (capture->trail)
		trail_forget(capture->trail);
	reader_begin(capture->reader);
}

bool capture_pass(struct capture *capture)
{
	bool has_more =
		reader_pass(capture->reader,
			    capture->trail ? take_point : take_record, capture);
	uint64_t missed = reader_missed(capture->reader);

	pair_flush(&capture->pair, capture->conn, capture->context);
	if (!capture->trail)
		return has_more;
	if (missed != capture->missed)
		trail_lost(capture->trail);
	capture->missed = missed;
	trail_pass(capture->trail, reader_horizon(capture->reader));
	if (capture->is_stopped && !has_more)
		trail_end(capture->trail);
	return has_more;
}

bool capture_holds(const struct capture *capture)
{
	return capture->trail && trail_holds(capture->trail);
}

uint64_t capture_horizon(const struct capture *capture, uint64_t hold_ns)
{
	uint64_t horizon_ns = reader_horizon(capture->reader);

	if (capture->trail)
		return trail_horizon(capture->trail);
	/* A CPU whose first page had no record has no time yet. */
	return horizon_ns > hold_ns ? horizon_ns - hold_ns : 0;
}

uint64_t capture_records(const struct capture *capture)
{
	return capture->meter.records - capture->handshakes;
}

bool capture_tells_user(const struct capture *capture)
{
	const struct fields_kernel *kernel = &capture->proof.probe.kernel;

	return probe_witnesses(capture->probe) & CONN_GRAFT &&
	       offsets_have(&kernel->offsets, OFFSET_FILE_CRED);
}

void capture_losses(struct capture *capture, struct capture_losses *losses)
{
	/* First, for it may find that a buffer was emptied. */
	meter_look(&capture->meter, SIZE_MAX);
	probe_losses(capture->probe, &losses->kernel);
	losses->kernel.buffer += meter_forgotten(&capture->meter);
	losses->undecoded = capture->undecoded;
	losses->damaged = reader_damaged(capture->reader);
	losses->others = 0;
	memcpy(losses->told, capture->told, sizeof(losses->told));
	if (!capture->trail)
		return;
	losses->others = losses->kernel.buffer;
	losses->kernel.buffer = 0;
}

uint64_t capture_lost(const struct capture *capture)
{
	return capture->trail ? 0 : meter_lost(&capture->meter);
}
