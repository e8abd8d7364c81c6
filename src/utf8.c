/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decodes UTF-8, one character at a time. Pure, and independent of the locale;
 * what is printable, and how wide, is for others.
 */
#include "utf8.h"

/* Lead bytes of UTF-8 sequences (RFC 3629) and the smallest code of each. */
static const struct {
	uint8_t mask, lead;
	uint32_t min;
} sequences[] = {
	{ 0x80, 0x00, 0 },
	{ 0xe0, 0xc0, 0x80 },
	{ 0xf0, 0xe0, 0x800 },
	{ 0xf8, 0xf0, 0x10000 },
};

size_t utf8_character(const char *text, size_t length, uint32_t *code)
{
	const uint8_t *bytes = (const uint8_t *)text;

	for (size_t n = 1; n <= 4 && n <= length; n++) {
		if ((bytes[0] & sequences[n - 1].mask) != sequences[n - 1].lead)
			continue;
		*code = bytes[0] & ~sequences[n - 1].mask;
		for (size_t i = 1; i < n; i++) {
			if ((bytes[i] & 0xc0) != 0x80)
				return 0;
			*code = *code << 6 | (bytes[i] & 0x3f);
		}
		return *code >= sequences[n - 1].min ? n : 0;
	}
	return 0;
}
