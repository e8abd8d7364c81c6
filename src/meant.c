/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks for what somebody may have meant who has typed what there is not. Knows
 * names of options and users, not what they do; never prints.
 */
#include "meant.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "suggest.h"
#include "users.h"

/* More of them are better looked up. */
#define MOST_NAMES 3

/* What ps(1), ss(8), tcpdump(8), top(1) and other tracers call it. */
static const struct {
	const char *word, *name;
} elsewhere[] = {
	{ "user", "uid" },	   { "comm", "cmd" },
	{ "command", "cmd" },	   { "process", "pid" },
	{ "src", "source" },	   { "address", "source" },
	{ "columns", "output" },   { "fields", "output" },
	{ "format", "output" },	   { "timestamp", "time" },
	{ "timeout", "duration" }, { "delay", "interval" },
	{ "lines", "count" },	   { "group", "by" },
};

/* The next option from *@i on that the command takes, or NULL. */
static const char *next_name(enum opts_action action, size_t *i)
{
	struct opts_help option;

	while (!opts_at(*i, &option))
		if (opts_takes(action, (*i)++))
			return option.name;
	return NULL;
}

/* "--pid, --port or --probe", of those that begin like that; how many. */
static size_t list_beginnings(char *buf, enum opts_action action,
			      const char *name, size_t length)
{
	const char *found[MOST_NAMES], *whole;
	size_t count = 0, used = 0;

	for (size_t i = 0; (whole = next_name(action, &i)) != NULL;) {
		if (strncmp(whole, name, length) != 0)
			continue;
		if (count == MOST_NAMES)
			return 0;
		found[count++] = whole;
	}
	for (size_t i = 0; i < count; i++)
		used += snprintf(buf + used, MEANT_SIZE - used, "%s--%s",
				 !i	       ? "" :
				 i + 1 < count ? ", " :
						 " or ",
				 found[i]);
	return count;
}

static const char *find_elsewhere(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(*elsewhere); i++)
		if (!strncmp(elsewhere[i].word, name, length) &&
		    !elsewhere[i].word[length])
			return elsewhere[i].name;
	return NULL;
}

static bool takes(enum opts_action action, const char *name)
{
	const char *its;

	for (size_t i = 0; (its = next_name(action, &i)) != NULL;)
		if (!strcmp(its, name))
			return true;
	return false;
}

static const char *nearest(enum opts_action action, const char *name,
			   size_t length)
{
	struct suggest suggest;
	const char *its;

	suggest_begin(&suggest, name, length);
	for (size_t i = 0; (its = next_name(action, &i)) != NULL;)
		suggest_try(&suggest, its);
	return suggest_end(&suggest);
}

void meant_name(char *buf, enum opts_action action, const char *name,
		size_t length)
{
	char names[MEANT_SIZE];
	const char *one = find_elsewhere(name, length);

	if (length && list_beginnings(names, action, name, length)) {
		snprintf(buf, MEANT_SIZE, "did you mean %.100s?", names);
		return;
	}
	if (!one || !takes(action, one))
		one = nearest(action, name, length);
	if (one)
		snprintf(buf, MEANT_SIZE, "did you mean --%s?", one);
	else
		snprintf(buf, MEANT_SIZE, "see tcpwho --help");
}

void meant_letter(char *buf, enum opts_action action, int letter)
{
	int byte = (unsigned char)letter;
	int other = islower(byte) ? toupper(byte) : tolower(byte);
	struct opts_help option;

	snprintf(buf, MEANT_SIZE, "see tcpwho --help");
	for (size_t i = 0; !opts_at(i, &option); i++)
		if (option.letter == other && other != byte &&
		    opts_takes(action, i))
			snprintf(buf, MEANT_SIZE, "did you mean -%c, --%s?",
				 other, option.name);
}

bool meant_long(enum opts_action action, const char *word)
{
	return word[0] == '-' && word[1] != '-' && takes(action, word + 1);
}

struct user_search {
	struct suggest suggest;
	char *buf;
	size_t size;
};

/* A name lives only as long as the call. */
static void try_user(void *context, const char *name)
{
	struct user_search *search = context;

	suggest_try(&search->suggest, name);
	if (search->suggest.best != name)
		return;
	snprintf(search->buf, search->size, "%s", name);
	search->suggest.best = search->buf;
}

int meant_user(char *buf, size_t size, const char *path, const char *name)
{
	struct user_search search = { .buf = buf, .size = size };

	suggest_begin(&search.suggest, name, strlen(name));
	users_each(path, try_user, &search);
	return suggest_end(&search.suggest) ? 0 : -1;
}
