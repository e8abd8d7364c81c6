/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Notes which of the columns asked for no row has. A column of nothing but
 * dashes does not tell whether it was not recorded.
 */
#include "unseen.h"

#include <stdio.h>
#include <string.h>

#include "log.h"

/* Unknown they are 0. IF is not among them: most listeners have none. */
static const char *const recorded[] = { "WAIT", "STATE", "NETNS", "QUEUE",
					"BACKLOG" };

static bool is_listed(const struct column_list *list,
		      const struct column *column)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->column[i] == column)
			return true;
	return false;
}

static bool is_counted_by(const struct by *by, const struct column *column)
{
	for (size_t i = 0; i < by->count; i++)
		if (by->columns[i].column == column)
			return true;
	return by->has_waits && !strcmp(column->name, "WAIT");
}

void unseen_begin(struct unseen *unseen, const struct opts *opts)
{
	*unseen = (struct unseen){ .is_recorder = opts->action == OPTS_DUMP };
	if (opts->follows ||
	    (opts->action != OPTS_REPORT && !unseen->is_recorder))
		return;
	for (size_t i = 0; i < sizeof(recorded) / sizeof(*recorded); i++) {
		const struct column *column =
			column_find(recorded[i], strlen(recorded[i]));

		if (opts->is_summary ? is_counted_by(&opts->by, column) :
				       is_listed(&opts->columns, column))
			unseen->columns[unseen->count++] = column;
	}
}

static bool has(const struct conn *conn, const struct column *column)
{
	const char *at = (const char *)conn + column->offset;

	for (size_t i = 0; i < column->size; i++)
		if (at[i])
			return true;
	return false;
}

void unseen_look(struct unseen *unseen, const struct conn *conn)
{
	size_t kept = 0;

	for (size_t i = 0; i < unseen->count; i++)
		if (!has(conn, unseen->columns[i]))
			unseen->columns[kept++] = unseen->columns[i];
	unseen->count = kept;
}

void unseen_say(const struct unseen *unseen)
{
	char names[64] = "";

	for (size_t i = 0; i < unseen->count; i++) {
		size_t used = strlen(names);

		snprintf(names + used, sizeof(names) - used, "%s%s",
			 used ? "," : "", unseen->columns[i]->name);
	}
	if (!*names)
		return;
	if (unseen->is_recorder)
		log_note("no row has %s: the recorder keeps what arm "
			 "--recorder -o names, and never WAIT",
			 names);
	else
		log_note("no row has %s: what is recorded is what was asked "
			 "for, by tcpwho -o +%s -w FILE, or by trace-cmd of "
			 "what tcpwho arm -o +%s makes",
			 names, names, names);
}
