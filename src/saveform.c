/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sorts the records of a log by CPU, in two passes over it, the first of
 * which only finds out how much there is for each. Memory is bounded however
 * long the log is.
 */
#include "saveform.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datfile.h"
#include "datwrite.h"
#include "rowevent.h"
#include "rowformat.h"
#include "savefile.h"

/* Names are for trace-cmd; of more threads some go without one. */
#define NAMES 65536

struct name {
	uint32_t tid;
	char cmd[CONN_CMD_SIZE];
};

struct part {
	struct subwrite page;
	uint64_t pages; /* up to now, the last one included */
	uint64_t at;	/* of its first sub-buffer */
};

struct form {
	int fd;
	bool is_writing;
	struct rowevent events;
	struct part *parts; /* for each CPU */
	uint32_t cpus;
	struct name *names;
};

static int make_parts(struct form *form, uint32_t cpus)
{
	struct part *grown = reallocarray(form->parts, cpus, sizeof(*grown));

	if (!grown)
		return -1;
	form->parts = grown;
	for (; form->cpus < cpus; form->cpus++) {
		subwrite_start(&grown[form->cpus].page);
		grown[form->cpus].pages = 0;
	}
	return 0;
}

static int end_page(struct form *form, struct part *part)
{
	if (!form->is_writing || part->page.used == SUBWRITE_HEAD)
		return 0;
	return savefile_write(form->fd, part->page.bytes, SUBWRITE_SIZE,
			      part->at + (part->pages - 1) * SUBWRITE_SIZE);
}

static int add(struct form *form, struct part *part,
	       const struct rawrec *record)
{
	if (!part->pages)
		part->pages = 1;
	if (!subwrite_add(&part->page, record->ts_ns, record->data,
			  record->size))
		return 0;
	if (end_page(form, part))
		return -1;
	part->pages++;
	subwrite_start(&part->page);
	return subwrite_add(&part->page, record->ts_ns, record->data,
			    record->size);
}

static void keep_name(struct form *form, const struct conn *conn)
{
	struct name *name = &form->names[conn->tid % NAMES];

	if (!conn->cmd[0])
		return;
	name->tid = conn->tid;
	memcpy(name->cmd, conn->cmd, sizeof(name->cmd));
}

static int take(void *context, const struct rawrec *record)
{
	struct form *form = context;
	struct conn conn = { .cpu = 0 };
	struct losses losses;
	char host[HOST_SIZE];

	if (rowevent_decode(&form->events, record, &conn, host, &losses) ==
		    DECODE_OK &&
	    !form->is_writing)
		keep_name(form, &conn);
	/* What is of no CPU, or of one that cannot be, is with the first. */
	if (conn.cpu >= DATFILE_MAX_CPUS)
		conn.cpu = 0;
	if (conn.cpu >= form->cpus && make_parts(form, conn.cpu + 1))
		return -1;
	return add(form, &form->parts[conn.cpu], record);
}

/* Lines of text, so nothing in a name may end one. */
static void put_name(FILE *to, const struct name *name)
{
	fprintf(to, "%u ", name->tid);
	for (size_t i = 0; i < CONN_CMD_SIZE && name->cmd[i]; i++)
		fputc((unsigned char)name->cmd[i] < ' ' ? '?' : name->cmd[i],
		      to);
	fputc('\n', to);
}

static int make_cmdlines(const struct form *form, char **text, size_t *length)
{
	FILE *to = open_memstream(text, length);

	if (!to)
		return -1;
	for (size_t i = 0; i < NAMES; i++)
		if (form->names[i].cmd[0])
			put_name(to, &form->names[i]);
	return fclose(to);
}

/* Now that it is known how many sub-buffers each CPU has. */
static int write_head(struct form *form, const char *uname, bool has_date)
{
	struct datwrite what = { .uname = uname,
				 .has_date = has_date,
				 .cpus = form->cpus };
	uint64_t *pages = calloc(form->cpus, sizeof(*pages));
	struct datwrite_head head = { .bytes = NULL };
	char *cmdlines = NULL;
	int result = -1;

	for (uint32_t i = 0; pages && i < form->cpus; i++)
		pages[i] = form->parts[i].pages;
	what.pages = pages;
	if (pages && !make_cmdlines(form, &cmdlines, &what.cmdlines_length)) {
		what.cmdlines = cmdlines;
		result = datwrite_head(&head, &what);
	}
	if (!result)
		result = savefile_write(form->fd, head.bytes, head.size, 0);
	for (uint32_t i = 0; !result && i < form->cpus; i++) {
		form->parts[i].at = head.size;
		head.size += pages[i] * SUBWRITE_SIZE;
	}
	free(head.bytes);
	free(cmdlines);
	free(pages);
	return result;
}

static void start_over(struct form *form)
{
	form->is_writing = true;
	for (uint32_t i = 0; i < form->cpus; i++) {
		form->parts[i].pages = 0;
		subwrite_start(&form->parts[i].page);
	}
}

static int learn(struct form *form)
{
	char format[ROWEVENT_FORMAT_SIZE];

	for (int kind = 0; kind < ROWEVENT_KINDS; kind++) {
		size_t length = rowformat_text(format, kind);

		rowformat_learn(&form->events, ROWEVENT_SYSTEM, format, length);
	}
	form->names = calloc(NAMES, sizeof(*form->names));
	return form->names && !make_parts(form, 1) ? 0 : -1;
}

int saveform_write(int fd, const struct savelog *log, const char *uname,
		   bool has_date)
{
	struct form form = { .fd = fd };
	int result = learn(&form);

	if (!result)
		result = savelog_walk(log, take, &form);
	if (!result)
		result = write_head(&form, uname, has_date);
	if (!result) {
		start_over(&form);
		result = savelog_walk(log, take, &form);
	}
	for (uint32_t i = 0; !result && i < form.cpus; i++)
		result = end_page(&form, &form.parts[i]);
	free(form.parts);
	free(form.names);
	return result;
}
