/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Escapes bytes that could drive a terminal. Pure, and independent of the
 * locale: the same row reads the same on every machine.
 */
#include "escape.h"

#include <stdbool.h>
#include <stdint.h>

#include "utf8.h"

/* Code points that move the cursor, reorder text or show nothing. */
static const struct {
	uint32_t first, last;
} unprintable[] = {
	{ 0x00, 0x1f },	       /* C0 */
	{ '\\', '\\' },	       /* ours */
	{ 0x7f, 0x9f },	       /* DEL, C1 */
	{ 0xad, 0xad },	       /* soft hyphen */
	{ 0x61c, 0x61c },      /* Arabic letter mark */
	{ 0x180e, 0x180e },    /* Mongolian vowel separator */
	{ 0x200b, 0x200f },    /* zero width, direction marks */
	{ 0x2028, 0x202e },    /* line and paragraph ends, embeddings */
	{ 0x2060, 0x206f },    /* word joiner, isolates */
	{ 0xd800, 0xdfff },    /* surrogates: not UTF-8 */
	{ 0xe000, 0xf8ff },    /* private use */
	{ 0xfdd0, 0xfdef },    /* noncharacters */
	{ 0xfe00, 0xfe0f },    /* variation selectors */
	{ 0xfeff, 0xfeff },    /* byte order mark */
	{ 0xfff9, 0xffff },    /* interlinear, replacement, noncharacters */
	{ 0xe0000, 0x10ffff }, /* tags, private use planes; no more after */
};

static bool is_printable(uint32_t code)
{
	for (size_t i = 0; i < sizeof(unprintable) / sizeof(*unprintable); i++)
		if (code >= unprintable[i].first && code <= unprintable[i].last)
			return false;
	return (code & 0xfffe) != 0xfffe && code <= 0x10ffff;
}

static char *put_hex(char *out, uint8_t byte)
{
	static const char hex[] = "0123456789abcdef";

	*out++ = '\\';
	*out++ = 'x';
	*out++ = hex[byte >> 4];
	*out++ = hex[byte & 15];
	return out;
}

static bool is_plain(uint8_t byte)
{
	return byte >= ' ' && byte < 0x7f && byte != '\\';
}

size_t escape(char *buf, const char *text, size_t length)
{
	const uint8_t *in = (const uint8_t *)text;
	char *out = buf;

	while (length > 0) {
		uint32_t code = 0;
		size_t n;

		if (is_plain(*in)) { /* most names: worth a short way */
			*out++ = *in++;
			length--;
			continue;
		}
		n = utf8_character((const char *)in, length, &code);
		if (n && is_printable(code)) {
			for (size_t i = 0; i < n; i++)
				*out++ = in[i];
		} else {
			n = 1;
			out = put_hex(out, *in);
		}
		in += n;
		length -= n;
	}
	return out - buf;
}

size_t escape_printable(const char *text, size_t length)
{
	uint32_t code = 0;
	size_t n = utf8_character(text, length, &code);

	return n && (code == '\\' || is_printable(code)) ? n : 0;
}

/* Of printable UTF-8 quote and backslash are all that JSON wants escaped. */
size_t escape_json(char *buf, const char *text, size_t length)
{
	char *end = buf;

	*end++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"' || text[i] == '\\')
			*end++ = '\\';
		*end++ = text[i];
	}
	*end++ = '"';
	return end - buf;
}
