/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages to stderr, one write a line, "tcpwho: " in front.
 */
#ifndef TCPWHO_LOG_H
#define TCPWHO_LOG_H

enum log_level {
	LOG_ERROR, /* it could not be done: shown always */
	LOG_NOTE,  /* the account and warnings: not with -q */
	LOG_DEBUG, /* what is done to the kernel: only with -v */
};

/** log_set_level - show messages up to @level (LOG_NOTE at the start) */
void log_set_level(enum log_level level);

/**
 * log_line - write one line
 * @level: how much it matters
 * @format: as printf's, without "tcpwho: " and the newline
 *
 * Control characters in the text are replaced by '?': parts of it may come
 * from the command line or the kernel. errno is left as it was.
 */
void log_line(enum log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * log_hold - keep lines, 8 KB at most, for the terminal shows something else
 * log_last - the last one that is kept, up to its newline, without "tcpwho: "
 * log_release - write them, and from now on each at once
 */
void log_hold(void);
const char *log_last(void);
void log_release(void);

#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_note(...) log_line(LOG_NOTE, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

#endif
