/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A walk through a text that must be what is expected.
 */
#ifndef TCPWHO_SCAN_H
#define TCPWHO_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where we are; at is NULL once something was not as it must be. */
struct scan {
	const char *at, *end;
};

/** scan_has - whether there are so many bytes left */
bool scan_has(const struct scan *scan, size_t length);

/** scan_is_at - whether @word comes next */
bool scan_is_at(const struct scan *scan, const char *word);

/** scan_skip - move on by so many bytes, which must be there */
void scan_skip(struct scan *scan, size_t length);

/** scan_skip_blanks - move on to what is no blank */
void scan_skip_blanks(struct scan *scan);

/** scan_want - move on behind @word, which must come next */
void scan_want(struct scan *scan, const char *word);

/** scan_number - one of at least one digit, hexadecimal ones in lower case */
uint64_t scan_number(struct scan *scan, unsigned base);

#endif
