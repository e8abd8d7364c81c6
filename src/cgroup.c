/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Chooses among the control groups that a process has, one in each hierarchy.
 * Pure.
 */
#include "cgroup.h"

#include <stdbool.h>
#include <string.h>

/* "ID:CONTROLLERS:PATH" (cgroups(7)); a newline in it comes as \012. */
struct line {
	const char *id, *controllers, *path, *end;
};

static bool next_line(const char **rest, struct line *line)
{
	const char *colon;

	if (!**rest)
		return false;
	line->id = *rest;
	line->end = strchrnul(line->id, '\n');
	*rest = *line->end ? line->end + 1 : line->end;
	line->controllers = line->path = line->end;
	colon = memchr(line->id, ':', line->end - line->id);
	if (!colon)
		return true;
	line->controllers = colon + 1;
	colon = memchr(colon + 1, ':', line->end - colon - 1);
	if (colon)
		line->path = colon + 1;
	return true;
}

static bool starts(const char *at, const char *word)
{
	return !strncmp(at, word, strlen(word));
}

/* Of two hierarchies the higher one tells more. */
static int rank(const struct line *line)
{
	if (line->end == line->path)
		return 0;
	if (line->end - line->path == 1)
		return 1;
	return starts(line->id, "0::")			  ? 4 :
	       starts(line->controllers, "name=systemd:") ? 3 :
							    2;
}

const char *cgroup_find(const char *text, size_t *length)
{
	struct line line, best = { text, text, text, text };

	while (next_line(&text, &line))
		if (rank(&line) > rank(&best))
			best = line;
	*length = best.end - best.path;
	return best.path;
}
