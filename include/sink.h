/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where rows go: a table or JSON Lines.
 */
#ifndef TCPWHO_SINK_H
#define TCPWHO_SINK_H

#include "column.h"
#include "conn.h"
#include "out.h"

struct sink;

struct sink_ops {
	/* Both return 0, or -1 when there is no memory. */
	int (*header)(struct sink *sink);
	int (*row)(struct sink *sink, const struct conn *conn);
};

struct sink {
	const struct sink_ops *ops;
	const struct column_list *columns;
	struct out *out;
};

/* `%6s %16s %6s %6s %16s`, as tcp_connections.stp prints. */
extern const struct sink_ops sink_table;

/* One JSON object a line; keys are the names of the columns. */
extern const struct sink_ops sink_json;

#endif
