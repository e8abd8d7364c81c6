/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of columns and lists of them. Owns how each value is written;
 * never decides how rows are laid out.
 */
#include "column.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "addr.h"
#include "escape.h"
#include "extra.h"
#include "host.h"
#include "extracolumn.h"
#include "names.h"
#include "num.h"
#include "walltime.h"

/* Of a host's name; a value has room for four times as many escaped. */
#define HOST_SHOWN (HOST_SIZE - 1)

static size_t number_or_unknown(char *buf, uint64_t value)
{
	return value ? num_format(buf, value) : 0;
}

static size_t uid_text(char *buf, const struct conn *conn)
{
	if (conn->uid == CONN_UID_UNKNOWN)
		return 0;
	return num_format(buf, conn->uid);
}

static size_t cmd_text(char *buf, const struct conn *conn)
{
	size_t length = 0;

	while (length < CONN_CMD_SIZE && conn->cmd[length])
		length++;
	return escape(buf, conn->cmd, length);
}

static size_t pid_text(char *buf, const struct conn *conn)
{
	return number_or_unknown(buf, conn->pid);
}

static size_t port_text(char *buf, const struct conn *conn)
{
	return number_or_unknown(buf, conn->port);
}

static size_t ip_text(char *buf, const struct in6_addr *addr)
{
	return IN6_IS_ADDR_UNSPECIFIED(addr) ? 0 : addr_format(buf, addr);
}

static size_t ip_source_text(char *buf, const struct conn *conn)
{
	return ip_text(buf, &conn->ip_source);
}

static size_t time_text(char *buf, const struct conn *conn)
{
	return conn->time_ns ? walltime_short(buf, conn->time_ns) : 0;
}

static size_t time_iso(char *buf, const struct conn *conn)
{
	return conn->time_ns ? walltime_iso(buf, conn->time_ns) : 0;
}

static size_t tid_text(char *buf, const struct conn *conn)
{
	return number_or_unknown(buf, conn->tid);
}

static size_t port_source_text(char *buf, const struct conn *conn)
{
	return number_or_unknown(buf, conn->port_source);
}

static size_t ip_local_text(char *buf, const struct conn *conn)
{
	return ip_text(buf, &conn->ip_local);
}

static size_t family_text(char *buf, const struct conn *conn)
{
	return number_or_unknown(buf, conn->family);
}

static size_t cpu_text(char *buf, const struct conn *conn)
{
	return conn->cpu == CONN_CPU_UNKNOWN ? 0 : num_format(buf, conn->cpu);
}

static size_t host_text(char *buf, const struct conn *conn)
{
	const char *name = host_name(conn->host);
	size_t length = strlen(name);

	return escape(buf, name, length > HOST_SHOWN ? HOST_SHOWN : length);
}

/* The first five are the default, in the widths of tcp_connections.stp. */
#define DEFAULT_COUNT 5

#define EXTRA(member, extras)                                              \
	offsetof(struct conn, member), sizeof(((struct conn *)0)->member), \
		extras
#define FIELD(member) EXTRA(member, 0)

static const struct column columns[] = {
	{ "UID", "uid", 6, true, uid_text, NULL,
	  "real user id of the accepting thread", FIELD(uid) },
	{ "CMD", "cmd", 16, false, cmd_text, NULL,
	  "name of the accepting thread", FIELD(cmd) },
	{ "PID", "pid", 6, true, pid_text, NULL, "its process (thread group)",
	  FIELD(pid) },
	{ "PORT", "port", 6, true, port_text, NULL, "local port", FIELD(port) },
	{ "IP_SOURCE", "ip_source", 16, false, ip_source_text, NULL,
	  "remote address", FIELD(ip_source) },
	{ "TIME", "time", 12, false, time_text, time_iso, "wall clock",
	  FIELD(time_ns) },
	{ "TID", "tid", 6, true, tid_text, NULL, "the accepting thread",
	  FIELD(tid) },
	{ "PORT_SOURCE", "port_source", 11, true, port_source_text, NULL,
	  "remote port", FIELD(port_source) },
	{ "IP_LOCAL", "ip_local", 16, false, ip_local_text, NULL,
	  "local address", FIELD(ip_local) },
	{ "FAMILY", "family", 6, true, family_text, NULL,
	  "4 or 6; IPv4-mapped is 4", FIELD(family) },
	{ "WAIT", "wait", 6, true, extracolumn_wait_text,
	  extracolumn_wait_seconds, "time in the accept queue",
	  EXTRA(wait_ns, EXTRA_WAIT) },
	{ "QUEUE", "queue", 5, true, extracolumn_queue_text, NULL,
	  "how many were waiting before it", EXTRA(queue, EXTRA_QUEUE) },
	{ "BACKLOG", "backlog", 7, true, extracolumn_backlog_text, NULL,
	  "how many may wait, as given to listen(2)",
	  EXTRA(backlog, EXTRA_QUEUE) },
	{ "STATE", "state", 5, false, extracolumn_state_text, NULL,
	  "est, or before it was accepted: fin, rst, tfo",
	  EXTRA(state, EXTRA_STATE) },
	{ "IF", "if", 8, false, extracolumn_if_text, NULL,
	  "interface it is bound to", EXTRA(if_name, EXTRA_IF | EXTRA_NETNS) },
	{ "NETNS", "netns", 10, true, extracolumn_netns_text, NULL,
	  "inode of the network namespace", EXTRA(netns, EXTRA_NETNS) },
	{ "USER", "user", 8, false, extracolumn_user_text, NULL, "name of UID",
	  EXTRA(user, EXTRA_USER) },
	{ "CGROUP", "cgroup", 16, false, extracolumn_cgroup_text, NULL,
	  "control group of its process", EXTRA(cgroup, EXTRA_CGROUP) },
	{ "CPU", "cpu", 3, true, cpu_text, NULL, "where it was recorded",
	  FIELD(cpu) },
	{ "HOST", "host", 16, false, host_text, NULL,
	  "machine on which it was recorded", FIELD(host) },
};

#define COLUMN_COUNT (sizeof(columns) / sizeof(*columns))
_Static_assert(COLUMN_COUNT <= COLUMN_MAX, "a list must hold every column");
_Static_assert(COLUMN_TEXT_SIZE >= ESCAPE_GROWTH * CONN_CMD_SIZE &&
		       COLUMN_TEXT_SIZE >= ESCAPE_GROWTH * HOST_SHOWN &&
		       COLUMN_TEXT_SIZE >= ESCAPE_GROWTH * NAMES_LENGTH &&
		       COLUMN_TEXT_SIZE >= INET6_ADDRSTRLEN &&
		       COLUMN_TEXT_SIZE >= WALLTIME_SIZE,
	       "every value must fit");

const struct column *column_at(size_t index)
{
	return index < COLUMN_COUNT ? &columns[index] : NULL;
}

const struct column *column_find(const char *name, size_t length)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		if (strlen(columns[i].name) == length &&
		    !strncasecmp(columns[i].name, name, length))
			return &columns[i];
	return NULL;
}

static void add(struct column_list *list, const struct column *column)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->column[i] == column)
			return;
	list->column[list->count++] = column;
}

void column_default(struct column_list *list)
{
	list->count = 0;
	for (size_t i = 0; i < DEFAULT_COUNT; i++)
		add(list, &columns[i]);
}

int column_parse(struct column_list *list, const char *text, const char **bad,
		 size_t *bad_length)
{
	struct column_list parsed = { .count = 0 };

	if (*text == '+') {
		parsed = *list;
		text++;
	}
	for (;; text++) {
		size_t length = strcspn(text, ",");
		const struct column *column = column_find(text, length);

		if (!column) {
			*bad = text;
			*bad_length = length;
			return -1;
		}
		add(&parsed, column);
		text += length;
		if (!*text)
			break;
	}
	*list = parsed;
	return 0;
}

unsigned column_extras(const struct column_list *list)
{
	unsigned extras = 0;

	for (size_t i = 0; i < list->count; i++)
		extras |= list->column[i]->extras;
	return extras;
}

void column_first(struct column_list *list, const char *name)
{
	struct column_list moved = { .count = 0 };

	add(&moved, column_find(name, strlen(name)));
	for (size_t i = 0; i < list->count; i++)
		add(&moved, list->column[i]);
	*list = moved;
}

void column_names(char *buf, size_t size)
{
	size_t used = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < COLUMN_COUNT && used < size; i++)
		used += snprintf(buf + used, size - used, "%s%s", i ? " " : "",
				 columns[i].name);
}
