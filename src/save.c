/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turns rows into a file: a log that can be read at any time, and at the end
 * its final form in its place. Knows neither the kernel nor where rows come
 * from.
 */
#include "save.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "host.h"
#include "keeper.h"
#include "log.h"
#include "rowevent.h"
#include "savefile.h"
#include "saveform.h"
#include "savelog.h"
#include "walltime.h"

#define UNAME_SIZE 512

struct save {
	char *path;
	char *temp;   /* of what is not yet called so */
	bool is_kept; /* that is the keeper's instead */
	struct keeper keeper;
	int form; /* for the final form; -1: one that takes the name */
	struct savelog log;
	char uname[UNAME_SIZE];
	char host[HOST_SIZE]; /* rows of others say so */
	struct losses losses; /* that were written */
	uint64_t shift_ns;    /* from the clock of rows to the wall's */
	uint64_t last_ns;
	bool has_row;
	bool is_undated; /* some rows do not know the time */
	int error;	 /* errno of the first failure */
	bool has_failed; /* and it was told */
};

static void name_us(struct save *save)
{
	struct utsname name;

	if (uname(&name))
		return;
	snprintf(save->uname, sizeof(save->uname), "%s %s %s %s", name.sysname,
		 name.nodename, name.release, name.machine);
	snprintf(save->host, sizeof(save->host), "%s", name.nodename);
}

/* A machine of which no more is known; words end at blanks. */
static void name_other(struct save *save, const char *host)
{
	if (strchr(host, ' '))
		host = "";
	snprintf(save->host, sizeof(save->host), "%s", host);
	snprintf(save->uname, sizeof(save->uname), "%s%s",
		 *host ? "Linux " : "", host);
}

/* What others will name, and for its final form a file without a name. */
static int create_kept(struct save *save)
{
	save->log.fd = savefile_create(save->path, &save->temp);
	if (save->log.fd < 0)
		return -1;
	save->form = savefile_create(save->path, NULL);
	if (save->form < 0)
		return -1;
	if (savelog_start(&save->log, save->log.fd, save->uname) ||
	    keeper_start(&save->keeper, &save->temp, save->path))
		return -1;
	save->is_kept = true;
	return 0;
}

static int create(struct save *save)
{
	save->log.fd = savefile_create(save->path, &save->temp);
	if (save->log.fd < 0)
		return -1;
	return savelog_start(&save->log, save->log.fd, save->uname);
}

static void release(struct save *save)
{
	savefile_remove(save->temp);
	keeper_end(&save->keeper);
	if (save->form >= 0)
		close(save->form);
	if (save->log.fd >= 0)
		close(save->log.fd);
	free(save->path);
	free(save);
}

struct save *save_open(const char *path, bool is_kept)
{
	struct save *save;

	if (savefile_check(path))
		return NULL;
	save = calloc(1, sizeof(*save));
	if (!save) {
		log_error("out of memory: free some");
		return NULL;
	}
	save->form = save->log.fd = -1;
	save->path = strdup(path);
	name_us(save);
	if (save->path && !(is_kept ? create_kept(save) : create(save)))
		return save;
	log_error("cannot write %s: %s", path, strerror(errno));
	release(save);
	return NULL;
}

/*
 * One sequence in the order of the rows, whatever their times are: a row that
 * waited in vain for its other witness comes late. Its own time is a field.
 */
static uint64_t stamp(struct save *save, uint64_t ts_ns)
{
	ts_ns += save->shift_ns;
	if (ts_ns <= save->last_ns && save->last_ns < UINT64_MAX)
		ts_ns = save->last_ns + 1;
	save->last_ns = ts_ns;
	return ts_ns;
}

static void append(struct save *save, uint64_t ts_ns, const void *data,
		   size_t size)
{
	if (save->error)
		return;
	if (savelog_add(&save->log, stamp(save, ts_ns), data, size))
		save->error = errno;
}

static void begin(struct save *save, const struct conn *conn)
{
	save->has_row = true;
	if (conn->time_ns)
		save->shift_ns = conn->time_ns - conn->ts_ns;
	if (conn->host != HOST_OURS)
		name_other(save, host_name(conn->host));
}

void save_row(struct save *save, const struct conn *conn)
{
	const char *host = host_name(conn->host);
	uint8_t record[ROWEVENT_SIZE];
	size_t size;

	if (!save->has_row)
		begin(save, conn);
	save->is_undated |= !conn->time_ns;
	size = rowevent_put(record, conn,
			    strcmp(host, save->host) != 0 ? host : "");
	append(save, conn->ts_ns, record, size);
}

static bool has_changed(const struct save *save, enum loss loss,
			const struct losses *losses)
{
	if (loss == LOSS_GAPS)
		return losses->gaps.count != save->losses.gaps.count;
	return losses->count[loss] != save->losses.count[loss];
}

void save_losses(struct save *save, const struct losses *losses)
{
	uint8_t record[ROWEVENT_SIZE];

	if (!save->last_ns)
		save->last_ns = walltime_mono_ns() + walltime_offset_ns(0);
	for (int loss = 0; loss < LOSS_COUNT; loss++) {
		size_t size;

		if (!has_changed(save, loss, losses))
			continue;
		size = rowevent_put_lost(record, loss, losses);
		append(save, save->last_ns - save->shift_ns, record, size);
	}
	save->losses = *losses;
}

static bool is_published(const struct save *save)
{
	return !save->temp && !save->is_kept;
}

static int publish(struct save *save)
{
	if (is_published(save))
		return 0;
	if (!save->is_kept)
		return savefile_rename(&save->temp, save->path);
	save->is_kept = false;
	return keeper_publish(&save->keeper);
}

int save_flush(struct save *save)
{
	if (save->has_failed)
		return 0;
	if (!save->error && (savelog_flush(&save->log) || publish(save)))
		save->error = errno;
	if (!save->error)
		return 0;
	save->has_failed = true;
	log_error("cannot write the recording %s: %s", save->path,
		  strerror(save->error));
	return -1;
}

static int write_form(struct save *save, int fd)
{
	return saveform_write(fd, &save->log, save->uname, !save->is_undated);
}

static void complain_of_order(const struct save *save)
{
	log_note("%s is complete, but could not be sorted by CPU (%s): "
		 "tcpwho report -w NEW %s does that elsewhere",
		 save->path, strerror(errno), save->path);
}

/* In the place of the log, which stays where that cannot be. */
static void exchange(struct save *save)
{
	char *temp = NULL;
	int fd;

	if (!savefile_is(save->log.fd, save->path))
		return; /* somebody has moved it away */
	fd = savefile_create(save->path, &temp);
	if (fd < 0 || write_form(save, fd) || fdatasync(fd) ||
	    savefile_rename(&temp, save->path))
		complain_of_order(save);
	savefile_remove(temp);
	if (fd >= 0)
		close(fd);
}

/* Over the log, for no privileges are left to give it the name. */
static void overwrite(struct save *save)
{
	if (write_form(save, save->form) ||
	    savefile_copy(save->log.fd, save->form))
		complain_of_order(save);
}

static int finish(struct save *save)
{
	save_flush(save);
	if (save->has_failed)
		return -1;
	if (save->form >= 0)
		overwrite(save);
	else
		exchange(save);
	return 0;
}

int save_close(struct save *save)
{
	int result = 0;

	if (!save)
		return 0;
	if (is_published(save))
		result = finish(save);
	release(save);
	return result;
}
