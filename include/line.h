/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One line of figures, as cells: the same for a table and for JSON.
 */
#ifndef TCPWHO_LINE_H
#define TCPWHO_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "column.h"
#include "out.h"

/* Every column, and as many figures behind. */
#define LINE_MAX_CELLS (2 * COLUMN_MAX)

/* One value of a line. */
struct cell {
	const char *name, *key;
	int width;
	bool is_number;
	size_t length; /* 0: unknown */
	char text[COLUMN_TEXT_SIZE];
};

struct line {
	size_t count;
	struct cell cells[LINE_MAX_CELLS];
};

/** line_add - one more cell, whose value is unknown */
struct cell *line_add(struct line *line, const char *name, const char *key,
		      int width, bool is_number);

/**
 * line_print - as a line of a table
 * line_print_names - its header
 * line_print_json - as an object of JSON
 *
 * All return 0, or -1 when there is no memory.
 */
int line_print(const struct line *line, struct out *out);
int line_print_names(const struct line *line, struct out *out);
int line_print_json(const struct line *line, struct out *out);

#endif
