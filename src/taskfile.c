/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads what /proc/TID says in its own text (proc(5)). Remembers nothing.
 */
#include "taskfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "num.h"
#include "smallfile.h"

#define SECOND_NS 1000000000ULL

/* Of /proc/TID/stat, counted from 1. */
#define START_FIELD 22

/* Tgid and Uid stand in the first few lines of status; stat is one line. */
#define TEXT_SIZE 512

static void read_file(int proc_fd, uint32_t tid, const char *name, char *buf,
		      size_t size)
{
	char path[32];

	snprintf(path, sizeof(path), "%u/%s", tid, name);
	smallfile_read(proc_fd, path, buf, size);
}

/*
 * The first number of the line that starts with @key, or @unknown. A name
 * cannot fake a line: the kernel escapes newlines in it.
 */
static uint32_t find_number(const char *status, const char *key,
			    uint32_t unknown)
{
	const char *line = strstr(status, key);
	uint64_t value;
	char digits[12];
	size_t length;

	if (!line)
		return unknown;
	line += strlen(key);
	length = strspn(line, "0123456789");
	if (length >= sizeof(digits))
		return unknown;
	memcpy(digits, line, length);
	digits[length] = '\0';
	return num_parse(digits, 0, UINT32_MAX, &value) ? unknown : value;
}

void taskfile_status(int proc_fd, uint32_t tid, uint32_t *pid, uint32_t *uid)
{
	char status[TEXT_SIZE];

	read_file(proc_fd, tid, "status", status, sizeof(status));
	*pid = find_number(status, "\nTgid:\t", 0);
	*uid = find_number(status, "\nUid:\t", CONN_UID_UNKNOWN);
}

uint64_t taskfile_start_ns(int proc_fd, uint32_t tid)
{
	char stat[TEXT_SIZE];
	const char *field;

	read_file(proc_fd, tid, "stat", stat, sizeof(stat));
	/* The name, field 2, may hold anything; the start is in ticks. */
	field = strrchr(stat, ')');
	for (int i = 2; i < START_FIELD && field; i++) {
		field = strchr(field, ' ');
		if (field)
			field++;
	}
	return field ? strtoull(field, NULL, 10) * SECOND_NS /
			       sysconf(_SC_CLK_TCK) :
		       UINT64_MAX;
}

void taskfile_name(int proc_fd, uint32_t tid, char cmd[CONN_CMD_SIZE])
{
	char comm[CONN_CMD_SIZE + 1];
	char *end;

	read_file(proc_fd, tid, "comm", comm, sizeof(comm));
	/* The last newline is the file's, any other is the name's. */
	end = strrchr(comm, '\n');
	if (!end)
		return;
	memset(end, '\0', comm + sizeof(comm) - end);
	memcpy(cmd, comm, CONN_CMD_SIZE - 1);
	cmd[CONN_CMD_SIZE - 1] = '\0';
}
