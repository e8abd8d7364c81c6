/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text that grows inside a buffer, and knows when it did not fit.
 */
#ifndef TCPWHO_TEXT_H
#define TCPWHO_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *buf;
	size_t size, used;
	bool is_cut;
};

/** text_put - append, as printf(3) does; what does not fit is cut off */
void text_put(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
