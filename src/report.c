/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table out of recordings: wires files, rows and the account together.
 * Nothing here needs privileges, and they are dropped before the first byte
 * of a stranger's file is looked at, by all but the keeper of a file's name.
 */
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch.h"
#include "datmap.h"
#include "keeper.h"
#include "log.h"
#include "page.h"
#include "progress.h"
#include "savefile.h"
#include "smallfile.h"
#include "source.h"
#include "tally.h"
#include "weave.h"

/* Of the kernel's documentation: an id that nobody's files have. */
#define NOBODY 65534

struct report {
	const struct opts *opts;
	size_t count;
	struct datmap *maps;
	struct source **sources; /* those that could be opened */
	size_t source_count;
	struct batch batch;
	struct weave *weave;
	int fd;		      /* where rows go */
	struct keeper keeper; /* if that is a page's file */
};

static const char *display_name(const char *name)
{
	return strcmp(name, "-") != 0 ? name : "standard input";
}

/* Returns whether there is something to read. */
static bool map_files(struct report *report)
{
	bool has_data = false;

	for (size_t i = 0; i < report->count; i++) {
		const char *name = report->opts->files[i];
		int result = datmap_open(&report->maps[i], name);

		if (!result && report->maps[i].data) {
			has_data = true;
			continue;
		}
		log_error("cannot read %s: %s", display_name(name),
			  result ? strerror(errno) : "it is empty");
		report->batch.has_failed = true;
	}
	return has_data;
}

/* What is open stays so; nothing else is needed from here on. */
static void drop_privileges(struct report *report)
{
	if (geteuid() != 0)
		return;
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		batch_fail(&report->batch,
			   "cannot drop root's privileges: run tcpwho report "
			   "as another user");
}

static void open_sources(struct report *report)
{
	for (size_t i = 0; i < report->count && !report->batch.must_stop; i++) {
		const struct datmap *map = &report->maps[i];
		const char *name = display_name(report->opts->files[i]);
		struct source *source;

		if (!map->data)
			continue;
		source = source_open(name, map->data, map->size, true);
		if (source)
			report->sources[report->source_count++] = source;
		else
			report->batch.has_failed = true;
	}
}

/* Times of several clocks are in no order with each other. */
static void warn_of_clocks(const struct report *report)
{
	size_t dated = 0;

	for (size_t i = 0; i < report->source_count; i++)
		dated += source_has_date(report->sources[i]);
	if (report->source_count > 1 && dated < report->source_count)
		log_note("not all of the files have wall-clock times (of "
			 "trace-cmd record --date): their rows may be in the "
			 "wrong order with each other's");
}

/* Arguments are easily swapped, and a recording cannot be made again. */
static bool may_be_replaced(const char *path)
{
	char start[sizeof(PAGE_START)];
	struct stat st;

	if (stat(path, &st) || !st.st_size)
		return true;
	smallfile_read(AT_FDCWD, path, start, sizeof(start));
	return !strcmp(start, PAGE_START);
}

/* Beside its name, which it gets when it is complete. */
static int create_page(struct keeper *keeper, const char *path)
{
	char *temp = NULL;
	int fd;

	if (savefile_check(path))
		return -1;
	if (!may_be_replaced(path)) {
		log_error("%s is there and is no page: name another, or remove "
			  "it",
			  path);
		return -1;
	}
	fd = savefile_create(path, &temp);
	if (fd >= 0 && !keeper_start(keeper, &temp, path))
		return fd;
	log_error("cannot write %s: %s", path, strerror(errno));
	savefile_remove(temp);
	if (fd >= 0)
		close(fd);
	return -1;
}

static int open_rows(struct report *report)
{
	const struct opts *opts = report->opts;

	report->fd = STDOUT_FILENO;
	if (opts->html && strcmp(opts->html, "-") != 0)
		report->fd = create_page(&report->keeper, opts->html);
	return report->fd < 0 || rows_open(&report->batch.rows, opts,
					   report->fd) ?
		       -1 :
		       0;
}

static int set_up(struct report *report)
{
	report->count = report->opts->file_count;
	report->maps = calloc(report->count, sizeof(*report->maps));
	report->sources = calloc(report->count, sizeof(struct source *));
	if (batch_open(&report->batch))
		return -1;
	if (!report->maps || !report->sources) {
		batch_fail(&report->batch, "cannot start");
		return -1;
	}
	/* First, for what is written may take the place of one of them. */
	if (!map_files(report))
		return -1;
	if (open_rows(report)) {
		report->batch.has_failed = true;
		return -1;
	}
	drop_privileges(report);
	open_sources(report);
	if (!report->source_count || report->batch.must_stop)
		return -1;
	warn_of_clocks(report);
	report->weave = weave_new(report->sources, report->source_count,
				  &report->batch.rows);
	if (!report->weave)
		batch_fail(&report->batch, "cannot start");
	return report->weave ? 0 : -1;
}

static void tear_down(struct report *report)
{
	weave_free(report->weave);
	batch_close(&report->batch);
	for (size_t i = 0; i < report->source_count; i++)
		source_close(report->sources[i]);
	for (size_t i = 0; report->maps && i < report->count; i++)
		datmap_close(&report->maps[i]);
	free(report->sources);
	free(report->maps);
	if (report->fd > STDERR_FILENO)
		close(report->fd);
	keeper_end(&report->keeper);
}

static void show_progress(const struct report *report,
			  struct progress *progress)
{
	uint64_t done = 0, all = 0, of;

	if (!progress_is_due(progress))
		return;
	for (size_t i = 0; i < report->source_count; i++) {
		done += recording_position(source_recording(report->sources[i]),
					   &of);
		all += of;
	}
	progress_show(progress, done, all);
}

static void run(struct report *report)
{
	struct batch *batch = &report->batch;
	struct progress progress;
	bool has_more = true;

	progress_init(&progress);
	batch_begin(batch, 0);
	while (has_more && !batch->must_stop) {
		has_more = weave_some(report->weave);
		batch_step(batch);
		show_progress(report, &progress);
	}
	progress_clear(&progress);
	batch_end(batch, 0);
}

static void publish_page(struct report *report)
{
	if (!report->keeper.pid || !keeper_publish(&report->keeper))
		return;
	log_error("cannot write %s: %s", report->opts->html, strerror(errno));
	report->batch.has_failed = true;
}

static void account(struct report *report)
{
	struct page_losses losses;
	struct tally tally = { .rows = report->batch.rows.counted };

	for (size_t i = 0; i < report->source_count; i++)
		tally_add(&tally, report->sources[i]);
	weave_told(report->weave, &tally.told);
	tally.lost = weave_lost(report->weave, tally.missed);
	tally_losses(&tally, &losses.all);
	losses.events = tally.missed;
	losses.lost = tally.is_mixed ? 0 : tally.lost;
	rows_save_losses(&report->batch.rows, &losses.all);
	if (batch_page(&report->batch, &losses))
		publish_page(report);
	/* First, for the account is the last word. */
	report->batch.has_failed |= rows_close(&report->batch.rows) != 0;
	tally_report(&tally);
}

int report_run(const struct opts *opts)
{
	struct report report = { .opts = opts, .batch.sigs_fd = -1 };

	if (!set_up(&report)) {
		run(&report);
		account(&report);
	}
	tear_down(&report);
	return report.batch.has_failed ? 1 : 0;
}
