/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stands in for ncurses in static builds, which it would make 370 KB larger:
 * there is no screen. Never part of the ordinary program.
 */
#include "screen.h"

#include "log.h"

int screen_check(void)
{
	log_error("this static tcpwho is without top: use tcpwho -i 2 instead");
	return -1;
}

int screen_open(void)
{
	return -1;
}

void screen_close(void)
{
}

bool screen_is_utf8(void)
{
	return false;
}

void screen_size(int *lines, int *columns)
{
	*lines = *columns = 0;
}

void screen_leave(void)
{
}

void screen_forget(void)
{
}

void screen_clear(void)
{
}

void screen_put(int line, int column, enum screen_style style, const char *text,
		size_t length)
{
	(void)line;
	(void)column;
	(void)style;
	(void)text;
	(void)length;
}

void screen_show(void)
{
}

int screen_key(void)
{
	return SCREEN_NO_KEY;
}
