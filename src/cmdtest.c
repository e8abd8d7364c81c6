/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Translates globs. The kernel's field COMM is the name of who runs: it need
 * not be fetched, and is no field of ours. Pure.
 */
#include "cmdtest.h"

#include <ctype.h>
#include <string.h>

#include "threads.h"

/* Longer than any name, with room for stars. */
#define GLOB_SIZE 64

/* A glob of literal characters and stars alone. */
struct glob {
	char text[GLOB_SIZE];
	bool is_exact; /* matches what it came from, and no more */
	bool has_star;
};

/* Of which fnmatch(3), the kernel and its parser think alike. */
static bool is_literal(char c)
{
	return (unsigned char)c < 0x80 &&
	       (isalnum((unsigned char)c) || (c && strchr("_-./:+@, =", c)));
}

static void put_star(struct glob *glob, size_t *used)
{
	glob->has_star = true;
	if (!*used || glob->text[*used - 1] != '*')
		glob->text[(*used)++] = '*';
}

/*
 * What is neither a literal character nor a star becomes a star, which
 * matches more; a bracket or backslash takes all the rest with it. Returns
 * -1 for one that is too long.
 */
static int translate(struct glob *glob, const char *text)
{
	size_t used = 0;

	*glob = (struct glob){ .is_exact = true };
	for (; *text && used + 1 < sizeof(glob->text); text++) {
		if (is_literal(*text)) {
			glob->text[used++] = *text;
			continue;
		}
		glob->is_exact &= *text == '*';
		put_star(glob, &used);
		if (strchr("[\\", *text))
			return 0;
	}
	return *text ? -1 : 0;
}

static bool is_all(const struct glob *glob)
{
	return !strcmp(glob->text, "*");
}

/*
 * A star in front makes the kernel look at the end of all 16 bytes, whatever
 * is behind the name, and a digit makes it look for a number. A bracket has
 * the whole glob done by glob_match, which ends where the name does.
 */
static void put_glob(struct text *text, const struct glob *glob)
{
	bool is_special =
		glob->text[0] == '*' || isdigit((unsigned char)glob->text[0]);
	size_t stars = strspn(glob->text, "*");

	if (!glob->has_star)
		text_put(text, "COMM==\"%s\"", glob->text);
	else if (is_special)
		text_put(text, "COMM~\"%.*s[%c]%s\"", (int)stars, glob->text,
			 glob->text[stars], glob->text + stars + 1);
	else
		text_put(text, "COMM~\"%s\"", glob->text);
}

/* Returns -1 where one of them stands for all names. */
static int put_wanted(struct text *text, const struct filter_globs *globs)
{
	for (size_t i = 0; i < globs->count; i++) {
		struct glob glob;

		if (translate(&glob, globs->globs[i]) || is_all(&glob))
			return -1;
		text_put(text, "%s", i ? "||" : "");
		put_glob(text, &glob);
	}
	return 0;
}

/* Only those are dropped that none but the unwanted are called. */
static void put_unwanted(struct text *text, const struct filter_globs *globs)
{
	for (size_t i = 0; i < globs->count; i++) {
		struct glob glob;

		/* What has no name is in no list, and "*" is true of it. */
		if (translate(&glob, globs->globs[i]) || !glob.is_exact ||
		    is_all(&glob))
			continue;
		text_put(text, "%s", text->used ? "||" : "");
		put_glob(text, &glob);
	}
}

void cmdtest_put(struct text *text, const struct filter_globs *globs)
{
	char buf[512] = "";
	struct text list = { buf, sizeof(buf), 0, false };

	if (!globs->is_negated && put_wanted(&list, globs))
		return;
	if (globs->is_negated)
		put_unwanted(&list, globs);
	if (!list.used || list.is_cut)
		return;
	/* A row has the name of the process instead. */
	text_put(text, "COMM~\"" THREADS_HELPER "*\"||%s(%s)",
		 globs->is_negated ? "!" : "", buf);
}
