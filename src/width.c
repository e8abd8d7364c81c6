/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Knows which characters take two columns. Pure, and independent of the
 * locale, which a static file has not; never draws.
 */
#include "width.h"

#include <stdint.h>

#include "utf8.h"

/*
 * Blocks in which characters are wide (Unicode 17, East Asian Width W and F),
 * as a whole: of the symbols among them some are not. What has become wide
 * since is narrow where the terminal is older.
 */
static const struct {
	uint32_t first, last;
} wide[] = {
	{ 0x1100, 0x115f },   /* Hangul initials */
	{ 0x231a, 0x231b },   /* watches */
	{ 0x2329, 0x232a },   /* angle brackets */
	{ 0x23e9, 0x23f3 },   /* keys of players */
	{ 0x25fd, 0x25fe },   /* squares */
	{ 0x2600, 0x27bf },   /* symbols */
	{ 0x2b1b, 0x2b55 },   /* more of them */
	{ 0x2e80, 0xa4cf },   /* Chinese, Japanese, Yi */
	{ 0xa960, 0xa97f },   /* Hangul initials */
	{ 0xac00, 0xd7a3 },   /* Hangul */
	{ 0xf900, 0xfaff },   /* Chinese, for compatibility */
	{ 0xfe10, 0xfe6f },   /* forms */
	{ 0xff01, 0xff60 },   /* full width */
	{ 0xffe0, 0xffe6 },   /* full width */
	{ 0x16fe0, 0x1b2ff }, /* Tangut, Khitan, Nushu, kana */
	{ 0x1d300, 0x1d376 }, /* counting rods: since Unicode 16 */
	{ 0x1f000, 0x1faff }, /* pictures */
	{ 0x20000, 0x3fffd }, /* Chinese */
};

int width_of(const char *text, size_t length, size_t *bytes)
{
	uint32_t code;
	size_t n = 1;

	while (n < length && n < 4 && ((uint8_t)text[n] & 0xc0) == 0x80)
		n++;
	*bytes = n;
	if (!utf8_character(text, n, &code))
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
		if (code >= wide[i].first && code <= wide[i].last)
			return 2;
	return 1;
}
