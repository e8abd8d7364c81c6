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
	/* One write, so that lines of several programs do not mix. */
	if (is_heard() && write(STDERR_FILENO, line, length) < 0) {
		/* Nowhere left to say so. */
	}
	errno = saved;
}
