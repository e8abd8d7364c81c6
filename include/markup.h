/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HTML, piece by piece.
 */
#ifndef TCPWHO_MARKUP_H
#define TCPWHO_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "out.h"

/* The longest piece; what is longer is cut off. */
#define MARKUP_SIZE 2048

struct markup {
	struct out *out;
	bool has_failed; /* there was no memory */
};

/** markup_put - as printf; nothing of strangers, which is not escaped here */
void __attribute__((format(printf, 2, 3), cold))
markup_put(struct markup *markup, const char *format, ...);

/** markup_raw - all of @text as it is */
__attribute__((cold)) void markup_raw(struct markup *markup, const char *text);

/** markup_text - what anybody may have written, as text or in quotes */
__attribute__((cold)) void markup_text(struct markup *markup, const char *text,
				       size_t length);

/** markup_number - with a comma between each three digits */
__attribute__((cold)) void markup_number(struct markup *markup,
					 uint64_t number);

#endif
