/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Says what can follow on a command line, out of the same tables by which it
 * is read, so that no shell's completion can lag behind. Judges nothing: what
 * is wrong is left out.
 */
#include "complete.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "listening.h"
#include "num.h"
#include "opts.h"
#include "optvalue.h"
#include "subcommand.h"
#include "users.h"

/* Longer than the name of any column. */
#define NAME_SIZE 32

/* The word under the cursor: what stays of it, and what is completed. */
struct word {
	const char *text;
	const char *list;    /* inside text: the argument of an option */
	const char *partial; /* inside text */
};

static bool is_there(const struct word *word, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = word->list; at && at < word->partial;
	     at += strcspn(at, ",") + 1)
		if (strcspn(at, ",") == length &&
		    !strncasecmp(at, name, length))
			return true;
	return false;
}

static void offer(const struct word *word, const char *name, const char *help)
{
	if (!strncmp(name, word->partial, strlen(word->partial)) &&
	    !is_there(word, name))
		printf("%.*s%s\t%s\n", (int)(word->partial - word->text),
		       word->text, name, help);
}

/* In lower case to whom types lower case. */
static void offer_columns(const struct word *word)
{
	bool is_lower = islower((unsigned char)*word->partial);
	const struct column *column;
	char name[NAME_SIZE];

	for (size_t i = 0; (column = column_at(i)) != NULL; i++) {
		snprintf(name, sizeof(name), "%s", column->name);
		for (char *at = name; is_lower && *at; at++)
			*at = tolower((unsigned char)*at);
		offer(word, name, column->help);
	}
}

static void offer_user(void *word, const char *name)
{
	offer(word, name, "user");
}

static void offer_users(const struct word *word)
{
	users_each(USERS_FILE, offer_user, (void *)word);
}

static void offer_port(void *word, uint16_t port)
{
	char name[NAME_SIZE];

	name[num_format(name, port)] = '\0';
	offer(word, name, "listening");
}

static void offer_ports(const struct word *word)
{
	listening_each(offer_port, (void *)word);
}

static void offer_probes(const struct word *word)
{
	const char *name;

	for (size_t i = 0; (name = optvalue_probe_at(i)) != NULL; i++)
		offer(word, name, "witnesses");
}

/* What the argument of an option can be, where that is known. */
static const struct argument {
	const char *option;
	const char *kind;
	void (*offer_all)(const struct word *word);
} arguments[] = {
	{ "output", "list", offer_columns }, { "by", "list", offer_columns },
	{ "uid", "list", offer_users },	     { "port", "list", offer_ports },
	{ "probe", "words", offer_probes },
};

static void offer_argument(struct word *word, const struct opts_help *option)
{
	const struct argument *found = NULL;
	const char *comma;

	for (size_t i = 0; i < sizeof(arguments) / sizeof(*arguments); i++)
		if (!strcmp(option->name, arguments[i].option))
			found = &arguments[i];
	if (!found) {
		puts(strcmp(option->argument, "FILE") != 0 ? "words" : "files");
		return;
	}
	/* Add to the default; all but these. */
	word->list += *word->list == '+' || *word->list == '!';
	comma = strrchr(word->list, ',');
	word->partial = comma ? comma + 1 : word->list;
	puts(found->kind);
	found->offer_all(word);
}

static void offer_options(const struct word *word, enum opts_action action)
{
	struct opts_help option;
	char name[NAME_SIZE];

	puts("words");
	for (size_t i = 0; !opts_at(i, &option); i++) {
		if (!opts_takes(action, i))
			continue;
		snprintf(name, sizeof(name), "--%s", option.name);
		offer(word, name, option.help);
		snprintf(name, sizeof(name), "-%c", option.letter);
		if (option.letter > ' ' && word->text[1] != '-')
			offer(word, name, option.help);
	}
}

static void offer_commands(const struct word *word)
{
	const struct subcommand *command;

	puts("words");
	for (size_t i = 1; (command = subcommand_at(i)) != NULL; i++)
		if (command->help)
			offer(word, command->word, command->help);
}

static bool is_option(const struct opts_help *option, const char *name,
		      size_t length)
{
	return strlen(option->name) == length &&
	       !strncmp(option->name, name, length);
}

/*
 * Whether @text has an option that takes an argument; then @argument is where
 * that begins, NULL for in the next word.
 */
static bool takes_argument(const char *text, struct opts_help *option,
			   const char **argument)
{
	size_t length = strcspn(text, "=");
	bool is_long = text[0] == '-' && text[1] == '-';
	bool is_short = text[0] == '-' && !is_long;

	for (size_t i = 0; is_long && !opts_at(i, option); i++) {
		*argument = text[length] ? text + length + 1 : NULL;
		if (option->argument && is_option(option, text + 2, length - 2))
			return true;
	}
	for (text++; is_short && *text; text++)
		for (size_t i = 0; !opts_at(i, option); i++) {
			*argument = text[1] ? text + 1 : NULL;
			if (option->letter == *text && option->argument)
				return true;
		}
	return false;
}

static void offer_word(struct word *word, enum opts_action action,
		       bool is_first)
{
	struct opts_help option;
	const char *argument;

	if (takes_argument(word->text, &option, &argument) && argument) {
		word->list = argument;
		offer_argument(word, &option);
	} else if (*word->text == '-') {
		offer_options(word, action);
	} else if (is_first) {
		offer_commands(word);
	} else {
		puts(action == OPTS_REPORT ? "files" : "words");
	}
}

int complete_print(char **words, size_t count)
{
	const char *text = count ? words[count - 1] : "";
	struct word word = { .text = text, .partial = text };
	size_t at = 0, last = count ? count - 1 : 0;
	const struct subcommand *command;
	struct opts_help option;
	const char *argument;

	command = subcommand_find(last ? words[0] : NULL);
	for (; at < last && strcmp(words[at], "--") != 0; at++) {
		if (!takes_argument(words[at], &option, &argument) || argument)
			continue;
		if (++at == last) {
			word.list = text;
			offer_argument(&word, &option);
		}
	}
	if (at < last) /* behind -- */
		puts(command->action == OPTS_RUN ? "command" : "files");
	else if (at == last)
		offer_word(&word, command->action, !last);
	return fflush(stdout) || ferror(stdout) ? -1 : 0;
}
