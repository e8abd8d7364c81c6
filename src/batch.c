/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes rows in large pieces until they end or a signal says to. Knows
 * nothing of where they come from.
 */
#include "batch.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "sigs.h"

/* Rows are written in pieces of this size. */
#define FLUSH_SIZE (1 << 16)

int batch_open(struct batch *batch)
{
	batch->sigs_fd = sigs_open();
	if (batch->sigs_fd < 0)
		batch_fail(batch, "cannot start");
	return batch->sigs_fd < 0 ? -1 : 0;
}

void batch_close(struct batch *batch)
{
	rows_close(&batch->rows);
	if (batch->sigs_fd >= 0)
		close(batch->sigs_fd);
}

void batch_fail(struct batch *batch, const char *what)
{
	log_error("%s: %s", what, strerror(errno));
	batch->has_failed = batch->must_stop = true;
}

static void take_signal(struct batch *batch)
{
	if (sigs_read(batch->sigs_fd).what == SIGS_STOP)
		batch->must_stop = true;
}

/* Returns whether all was written. */
static bool flush(struct batch *batch)
{
	enum out_result result;

	do {
		result = rows_flush(&batch->rows, batch->sigs_fd, OUT_NO_LIMIT);
		if (result == OUT_BLOCKED)
			take_signal(batch);
	} while (result == OUT_BLOCKED && !batch->must_stop);
	batch->has_failed |= result == OUT_FAILED;
	if (result != OUT_OK) {
		rows_drop(&batch->rows);
		batch->must_stop = true;
	}
	return result == OUT_OK;
}

static void check_memory(struct batch *batch)
{
	if (batch->rows.is_out_of_memory)
		batch_fail(batch, "cannot hold a row");
}

void batch_begin(struct batch *batch, uint64_t now_ns)
{
	if (rows_begin(&batch->rows, now_ns))
		batch_fail(batch, "cannot hold the header");
}

void batch_step(struct batch *batch)
{
	check_memory(batch);
	if (batch->rows.out.used >= FLUSH_SIZE)
		flush(batch);
	take_signal(batch);
}

void batch_end(struct batch *batch, uint64_t now_ns)
{
	rows_end(&batch->rows, now_ns);
	check_memory(batch);
	flush(batch);
	if (batch->rows.counted.given)
		unseen_say(&batch->rows.unseen);
}

bool batch_page(struct batch *batch, const struct page_losses *losses)
{
	if (!batch->rows.sink.page)
		return false;
	rows_end_page(&batch->rows, losses);
	check_memory(batch);
	return flush(batch) && !batch->rows.is_out_of_memory;
}
