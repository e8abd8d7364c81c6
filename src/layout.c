/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the kernel's description of an event, the only place that does.
 * Pure. Not by libtraceevent, which on the way to the offsets parses the
 * print format as well: of a recording that is a stranger's text, and 1.7.1
 * frees twice on some.
 */
#include "layout.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* A part of the text; nothing in it is terminated. */
struct text {
	const char *at;
	const char *end;
};

static bool next_line(struct text *rest, struct text *line)
{
	const char *newline;

	if (rest->at == rest->end)
		return false;
	newline = memchr(rest->at, '\n', rest->end - rest->at);
	*line = (struct text){ rest->at, newline ? newline : rest->end };
	rest->at = newline ? newline + 1 : rest->end;
	return true;
}

/* Move behind @word if the text starts with it. */
static bool skip_word(struct text *text, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(text->end - text->at) < length ||
	    memcmp(text->at, word, length) != 0)
		return false;
	text->at += length;
	return true;
}

static void skip_blanks(struct text *text)
{
	while (text->at < text->end && (*text->at == '\t' || *text->at == ' '))
		text->at++;
}

/* Of a field; larger ones are no part of anything. */
#define MAX_NUMBER (1 << 24)

/* The number behind @key, or -1. */
static int number(struct text *text, const char *key)
{
	int value = -1;

	skip_blanks(text);
	if (!skip_word(text, key))
		return -1;
	skip_blanks(text);
	while (text->at < text->end && *text->at >= '0' && *text->at <= '9') {
		value = (value < 0 ? 0 : value) * 10 + *text->at++ - '0';
		if (value > MAX_NUMBER)
			return -1;
	}
	return value;
}

/* The last word of a declaration, without what an array has behind it. */
static struct text find_name(struct text declaration)
{
	struct text name = declaration;

	if (name.end > name.at && name.end[-1] == ']')
		while (name.end > name.at && *--name.end != '[')
			;
	name.at = name.end;
	while (name.at > declaration.at && name.at[-1] != ' ' &&
	       name.at[-1] != '\t' && name.at[-1] != '*')
		name.at--;
	return name;
}

struct field {
	struct text name;
	int offset, size;
};

/* "\tfield:TYPE NAME;\toffset:N;\tsize:N;\tsigned:N;" */
static bool parse_field(struct text line, struct field *field)
{
	const char *semicolon;

	skip_blanks(&line);
	if (!skip_word(&line, "field:"))
		return false;
	semicolon = memchr(line.at, ';', line.end - line.at);
	if (!semicolon)
		return false;
	field->name = find_name((struct text){ line.at, semicolon });
	line.at = semicolon + 1;
	field->offset = number(&line, "offset:");
	if (field->offset < 0 || !skip_word(&line, ";"))
		return false;
	field->size = number(&line, "size:");
	return field->size >= 0;
}

static bool is_called(struct text name, const char *wanted)
{
	return skip_word(&name, wanted) && name.at == name.end;
}

static void keep(const struct field *field, const char *const *names,
		 size_t count, struct layout_span *spans)
{
	if (field->offset > UINT16_MAX || field->size > UINT16_MAX)
		return;
	for (size_t i = 0; i < count; i++)
		if (!spans[i].size && is_called(field->name, names[i]))
			spans[i] = (struct layout_span){ field->offset,
							 field->size };
}

int layout_parse(const char *format, size_t length, const char *const *names,
		 size_t count, struct layout_span *spans)
{
	struct text line, rest = { format, format + length };
	struct field field;
	int id = 0;

	memset(spans, 0, count * sizeof(*spans));
	while (next_line(&rest, &line) && !skip_word(&line, "print fmt:"))
		if (parse_field(line, &field))
			keep(&field, names, count, spans);
		else if (id <= 0)
			id = number(&line, "ID:");
	if (id > 0)
		return id;
	errno = EINVAL;
	return -1;
}

size_t layout_name(const char *format, size_t length, const char **name)
{
	struct text line, rest = { format, format + length };

	*name = format;
	if (!next_line(&rest, &line) || !skip_word(&line, "name:"))
		return 0;
	skip_blanks(&line);
	*name = line.at;
	return line.end - line.at;
}

int layout_parse_page(const char *text, size_t length, size_t *size,
		      unsigned *long_size)
{
	struct text line, rest = { text, text + length };
	struct field field;

	*size = *long_size = 0;
	while (next_line(&rest, &line)) {
		if (!parse_field(line, &field))
			continue;
		if (is_called(field.name, "data"))
			*size = field.offset + field.size;
		if (is_called(field.name, "commit"))
			*long_size = field.size;
	}
	if (*size && *long_size)
		return 0;
	errno = EINVAL;
	return -1;
}

struct layout_number layout_number(struct layout_span span)
{
	size_t end = (size_t)span.offset + span.size;
	unsigned bits = span.size * 8;

	if ((bits != 8 && bits != 16 && bits != 32 && bits != 64) ||
	    end < LAYOUT_COMMON_SIZE)
		return (struct layout_number){ .mask = 0 };
	return (struct layout_number){
		.mask = UINT64_MAX >> (64 - bits),
		.at = end - sizeof(uint64_t),
		.shift = 64 - bits,
	};
}
