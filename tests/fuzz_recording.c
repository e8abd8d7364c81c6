/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For libFuzzer: any bytes as a recording, through every stage from the
 * headers to the text of rows. `make fuzz` starts it from tests/data/recordings.
 */
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "source.h"
#include "tally.h"
#include "weave.h"

#define COLUMNS "+TIME,TID,PORT_SOURCE,IP_LOCAL,FAMILY,CPU,HOST"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print_rows(struct source *source, struct rows *rows)
{
	struct weave *weave = weave_new(&source, 1, rows);
	struct tally tally = { .rows.given = 0 };

	while (weave && weave_some(weave))
		rows_drop(rows);
	tally_add(&tally, source);
	if (weave)
		tally.lost = weave_lost(weave, tally.missed);
	tally_report(&tally);
	weave_free(weave);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct opts opts = { .is_json = size & 1 };
	struct rows rows = { .limit = 0 };
	struct source *source;
	const char *bad;
	size_t length;

	column_default(&opts.columns);
	column_parse(&opts.columns, COLUMNS, &bad, &length);
	if (rows_open(&rows, &opts, STDOUT_FILENO))
		return 0;
	source = source_open("fuzz", data, size, false);
	if (source)
		print_rows(source, &rows);
	source_close(source);
	rows_close(&rows);
	return 0;
}
