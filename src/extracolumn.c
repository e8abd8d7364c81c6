/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the values of those columns are written that are only known when they
 * are asked for. Knows neither names nor widths of columns.
 */
#include "extracolumn.h"

#include <netinet/tcp.h>
#include <string.h>

#include "duration.h"
#include "escape.h"
#include "names.h"
#include "num.h"

static size_t name_text(char *buf, uint32_t name)
{
	const char *text = names_text(name);

	return escape(buf, text, strlen(text));
}

size_t extracolumn_user_text(char *buf, const struct conn *conn)
{
	return name_text(buf, conn->user);
}

size_t extracolumn_cgroup_text(char *buf, const struct conn *conn)
{
	return name_text(buf, conn->cgroup);
}

size_t extracolumn_if_text(char *buf, const struct conn *conn)
{
	return name_text(buf, conn->if_name);
}

size_t extracolumn_netns_text(char *buf, const struct conn *conn)
{
	return conn->netns ? num_format(buf, conn->netns) : 0;
}

size_t extracolumn_wait_text(char *buf, const struct conn *conn)
{
	return conn->wait_ns ? duration_short(buf, conn->wait_ns) : 0;
}

size_t extracolumn_wait_seconds(char *buf, const struct conn *conn)
{
	return conn->wait_ns ? duration_seconds(buf, conn->wait_ns) : 0;
}

/* Of which one more is kept than there are, for 0 is unknown. */
size_t extracolumn_queue_text(char *buf, const struct conn *conn)
{
	return conn->queue ? num_format(buf, conn->queue - 1) : 0;
}

size_t extracolumn_backlog_text(char *buf, const struct conn *conn)
{
	return conn->backlog ? num_format(buf, conn->backlog - 1) : 0;
}

/* Those that a socket may have that nobody has accepted yet. */
size_t extracolumn_state_text(char *buf, const struct conn *conn)
{
	static const char names[][4] = {
		[TCP_ESTABLISHED] = "est",
		[TCP_SYN_RECV] = "tfo",
		[TCP_CLOSE] = "rst",
		[TCP_CLOSE_WAIT] = "fin",
	};
	size_t length = conn->state < sizeof(names) / sizeof(*names) ?
				strlen(names[conn->state]) :
				0;

	memcpy(buf, names[length ? conn->state : 0], length);
	return length;
}
