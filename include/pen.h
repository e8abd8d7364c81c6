/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text on a screen, piece by piece.
 */
#ifndef TCPWHO_PEN_H
#define TCPWHO_PEN_H

#include <stdbool.h>
#include <stddef.h>

#include "screen.h"

/* Of one piece, at most: none is shown that is wider. */
#define PEN_TEXT_SIZE 2048

/* As screen_put. */
typedef void pen_put(int line, int column, enum screen_style style,
		     const char *text, size_t length);

/* Where the next piece goes. */
struct pen {
	int line, column, columns;
	enum screen_style style;
	bool is_utf8; /* may be put */
	pen_put *put;
};

/** pen_width - how many columns it takes */
int pen_width(const char *text, size_t length);

/**
 * pen_ascii - write each byte beyond ASCII as \xNN
 * @buf: @size bytes; not terminated
 *
 * Where UTF-8 is not understood such bytes may mean anything. Returns the
 * length.
 */
size_t pen_ascii(char *buf, size_t size, const char *text, size_t length);

/** pen_text - as much as has room up to the edge */
void pen_text(struct pen *pen, const char *text, size_t length);

/** pen_format - the same, as printf */
void pen_format(struct pen *pen, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** pen_next_line - go on at its start, and plain */
void pen_next_line(struct pen *pen);

#endif
