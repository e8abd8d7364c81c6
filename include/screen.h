/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A terminal to draw on.
 */
#ifndef TCPWHO_SCREEN_H
#define TCPWHO_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

/* Of more lines, or of more columns, only so many are used. */
#define SCREEN_LINES 500
#define SCREEN_COLUMNS 1000

enum screen_style { SCREEN_PLAIN, SCREEN_BOLD, SCREEN_REVERSE, SCREEN_ALARM };

/* Keys that are no byte. */
enum screen_key {
	SCREEN_NO_KEY = -1,
	SCREEN_UP = 256,
	SCREEN_DOWN,
	SCREEN_LEFT,
	SCREEN_RIGHT,
	SCREEN_PAGE_UP,
	SCREEN_PAGE_DOWN,
	SCREEN_HOME,
	SCREEN_END,
	SCREEN_ERASE,
	SCREEN_OTHER,
};

/**
 * screen_check - whether stdin and stdout are a terminal to draw on
 *
 * Changes nothing. Returns 0, or -1 after it has said why not, and what to
 * use instead.
 */
int screen_check(void);

/** screen_open - take over the terminal; 0, or -1 after it has said why not */
int screen_open(void);

/** screen_close - give it back as it was; does nothing where it is not ours */
void screen_close(void);

/** screen_is_utf8 - whether what is put may be UTF-8; else ASCII alone */
bool screen_is_utf8(void);

/** screen_size - as it is by now; also after it was resized */
void screen_size(int *lines, int *columns);

/** screen_leave - for a while, while we are stopped */
void screen_leave(void);

/** screen_forget - somebody else wrote on it: draw all of it again */
void screen_forget(void);

/**
 * screen_clear - empty, then screen_put what is to be there, then screen_show
 * the difference
 */
void screen_clear(void);
void screen_put(int line, int column, enum screen_style style, const char *text,
		size_t length);
void screen_show(void);

/** screen_key - the next byte or enum screen_key that was typed */
int screen_key(void);

#endif
