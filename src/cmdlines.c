/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds a thread's name in the text of saved_cmdlines. Pure.
 */
#include "cmdlines.h"

#include <stdlib.h>
#include <string.h>

/* Ids are below 2^22 (include/linux/threads.h, PID_MAX_LIMIT). */
#define MAX_ENTRIES (1 << 20)
#define MAX_DIGITS 10

struct cmdlines_entry {
	uint32_t tid;
	uint32_t length;
	const char *name;
};

static int compare(const void *left, const void *right)
{
	const struct cmdlines_entry *a = left, *b = right;

	if (a->tid != b->tid)
		return a->tid < b->tid ? -1 : 1;
	/* Of two, the later one, which is the newer. */
	return a->name > b->name ? -1 : 1;
}

static size_t parse_line(struct cmdlines_entry *entry, const char *line,
			 const char *end)
{
	uint64_t tid = 0;
	int digits = 0;

	for (; line < end && *line >= '0' && *line <= '9'; line++, digits++)
		if (digits < MAX_DIGITS)
			tid = tid * 10 + *line - '0';
	if (!digits || digits > MAX_DIGITS || tid > UINT32_MAX || line == end ||
	    *line != ' ')
		return 0;
	*entry = (struct cmdlines_entry){ tid, end - line - 1, line + 1 };
	/* What the kernel says where it has forgotten. */
	if (entry->length == 5 && !memcmp(entry->name, "<...>", 5))
		return 0;
	return entry->length;
}

static size_t count_lines(const char *text, size_t length)
{
	size_t count = 1;

	for (size_t i = 0; i < length; i++)
		count += text[i] == '\n';
	return count < MAX_ENTRIES ? count : MAX_ENTRIES;
}

int cmdlines_parse(struct cmdlines *cmdlines, const char *text, size_t length)
{
	size_t room = count_lines(text, length);
	const char *end = text + length;

	*cmdlines = (struct cmdlines){ .count = 0 };
	cmdlines->entries = calloc(room, sizeof(*cmdlines->entries));
	if (!cmdlines->entries)
		return -1;
	while (text < end && cmdlines->count < room) {
		const char *newline = memchr(text, '\n', end - text);
		const char *stop = newline ? newline : end;

		if (parse_line(&cmdlines->entries[cmdlines->count], text, stop))
			cmdlines->count++;
		text = newline ? newline + 1 : end;
	}
	qsort(cmdlines->entries, cmdlines->count, sizeof(*cmdlines->entries),
	      compare);
	return 0;
}

void cmdlines_free(struct cmdlines *cmdlines)
{
	free(cmdlines->entries);
	*cmdlines = (struct cmdlines){ .count = 0 };
}

size_t cmdlines_find(const struct cmdlines *cmdlines, uint32_t tid,
		     const char **name)
{
	size_t low = 0, high = cmdlines->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cmdlines->entries[middle].tid < tid)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == cmdlines->count || cmdlines->entries[low].tid != tid)
		return 0;
	*name = cmdlines->entries[low].name;
	return cmdlines->entries[low].length;
}

static void copy(char *cmd, const char *name, size_t length)
{
	if (length >= CONN_CMD_SIZE)
		length = CONN_CMD_SIZE - 1;
	memset(cmd, 0, CONN_CMD_SIZE);
	if (length)
		memcpy(cmd, name, length);
}

void cmdlines_copy(struct cmdlines *cmdlines, uint32_t tid, char *cmd)
{
	struct cmdlines_known *known = &cmdlines->known[tid % CMDLINES_KNOWN];
	const char *name = "";
	size_t length;

	if (known->tid != tid) {
		length = cmdlines_find(cmdlines, tid, &name);
		known->tid = tid;
		copy(known->cmd, name, length);
	}
	memcpy(cmd, known->cmd, CONN_CMD_SIZE);
}
