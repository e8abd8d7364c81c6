/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes of strangers made safe to print.
 */
#ifndef TCPWHO_ESCAPE_H
#define TCPWHO_ESCAPE_H

#include <stddef.h>

/* What one byte can grow to: \xNN. */
#define ESCAPE_GROWTH 4

/**
 * escape - copy @text so that it cannot drive a terminal
 * @buf: at least ESCAPE_GROWTH * @length bytes; not terminated
 * @text: any bytes
 * @length: how many
 *
 * Printable characters in valid UTF-8 stay; every other byte, and the
 * backslash, becomes \xNN. Controls, bidirectional and invisible format
 * characters, line separators and noncharacters do not count as printable.
 * Returns the length of what was written.
 */
size_t escape(char *buf, const char *text, size_t length);

/**
 * escape_printable - how long the character is that @text starts with
 *
 * Returns 0 where it could drive a terminal, as with escape(), but for the
 * backslash.
 */
size_t escape_printable(const char *text, size_t length);

/**
 * escape_json - write printable text as a JSON string (RFC 8259)
 * @buf: at least 2 * @length + 2 bytes; not terminated
 * @text: as escape() makes it
 *
 * Returns the length of what was written, quotes included.
 */
size_t escape_json(char *buf, const char *text, size_t length);

#endif
