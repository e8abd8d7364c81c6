/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Characters of UTF-8.
 */
#ifndef TCPWHO_UTF8_H
#define TCPWHO_UTF8_H

#include <stddef.h>
#include <stdint.h>

/**
 * utf8_character - the character at the start of @text
 * @length: of @text, in bytes
 * @code: its code point
 *
 * Returns its length in bytes, or 0 where there is none that is valid (RFC
 * 3629, but for surrogates, which have a code as well).
 */
size_t utf8_character(const char *text, size_t length, uint32_t *code);

#endif
