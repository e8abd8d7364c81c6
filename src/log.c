/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages to stderr. Owns the line format and the level; never exits and
 * never writes to stdout. Gives a line up rather than wait for long.
 */
#include "log.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "escape.h"

#define PREFIX "tcpwho: "

static enum log_level shown = LOG_NOTE;

void log_set_level(enum log_level level)
{
	shown = level;
}

/* While something else is on the terminal: lines that wait, terminated. */
static char held[8192];
static size_t held_length;
static unsigned held_lost;
static bool holds;

static void hold(const char *line, size_t length)
{
	if (length >= sizeof(held) - held_length) {
		held_lost++;
		return;
	}
	memcpy(held + held_length, line, length + 1);
	held_length += length;
}

void log_hold(void)
{
	holds = true;
}

const char *log_last(void)
{
	const char *last = "";

	for (const char *at = held; *at; at = strchr(at, '\n') + 1)
		last = at + strlen(PREFIX);
	return last;
}

static void tame(char *text)
{
	while (*text) {
		size_t length = escape_printable(text, strlen(text));

		if (!length)
			*text = '?';
		text += length ? length : 1;
	}
}

/*
 * Whether stderr takes a line. A pipe whose reader sleeps must not keep us
 * from our end: it is waited for once.
 */
static bool is_heard(void)
{
	static int patience_ms = 1000;
	struct pollfd fd = { .fd = STDERR_FILENO, .events = POLLOUT };

	if (poll(&fd, 1, patience_ms))
		return true;
	patience_ms = 0;
	return false;
}

void log_line(enum log_level level, const char *format, ...)
{
	char line[1024] = PREFIX;
	const size_t start = sizeof(PREFIX) - 1;
	int saved = errno;
	va_list args;
	size_t length;

	if (level > shown)
		return;
	va_start(args, format);
	vsnprintf(line + start, sizeof(line) - start - 1, format, args);
	va_end(args);
	tame(line);
	length = strlen(line);
	line[length++] = '\n';
	line[length] = '\0';
	if (holds)
		hold(line, length);
	/* One write, so that lines of several programs do not mix. */
	else if (is_heard() && write(STDERR_FILENO, line, length) < 0) {
		/* Nowhere left to say so. */
	}
	errno = saved;
}

void log_release(void)
{
	holds = false;
	if (held_length && is_heard() &&
	    write(STDERR_FILENO, held, held_length) < 0) {
		/* Nowhere left to say so. */
	}
	if (held_lost)
		log_error("%u more messages", held_lost);
	held_length = 0;
	held_lost = 0;
	held[0] = '\0';
}
