/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The help, on a screen of 24 lines, of which the prompt takes one, and 80
 * columns, out of the tables of commands, options and columns. Owns the layout
 * and the headings; never tells what an option does.
 */
#include "help.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "opts.h"
#include "subcommand.h"

#define WIDTH 80
#define HALF (WIDTH / 2)

/* Where what a command does begins. */
#define USAGE_WIDTH 40

/* Half of the screen; more lines than it has are cut off. */
#define LINES 23

struct half {
	char lines[LINES][HALF + 1];
	int used;
};

/* Before the option of that name. */
static const struct {
	const char *name;
	const char *heading;
	bool is_right;
} headings[] = {
	{ "output", "What is printed:", false },
	{ "pid", "Which accepts (!LIST: all but these):", false },
	{ "summary", "Summaries:", true },
	{ "count", "How:", true },
};

#define HEADINGS (sizeof(headings) / sizeof(*headings))

static void __attribute__((format(printf, 2, 3)))
add_line(struct half *half, const char *format, ...)
{
	va_list args;

	if (half->used == LINES)
		return;
	va_start(args, format);
	vsnprintf(half->lines[half->used++], HALF + 1, format, args);
	va_end(args);
}

static void add_option(struct half *half, const struct opts_help *option)
{
	char names[32], letter[4] = "  ";

	snprintf(names, sizeof(names), "--%s%s%s", option->name,
		 option->argument ? " " : "",
		 option->argument ? option->argument : "");
	if (option->letter > ' ')
		snprintf(letter, sizeof(letter), "-%c", option->letter);
	add_line(half, " %s %-16s %s", letter, names, option->help);
}

/* Where the option goes: below its heading, or where the one before went. */
static struct half *half_of(struct half *halves, struct half *half,
			    const char *name)
{
	for (size_t i = 0; i < HEADINGS; i++) {
		if (strcmp(name, headings[i].name) != 0)
			continue;
		half = &halves[headings[i].is_right];
		add_line(half, "%s", headings[i].heading);
	}
	return half;
}

static void print_options(void)
{
	struct half halves[2] = { { .used = 0 }, { .used = 0 } };
	struct half *half = halves;
	struct opts_help option;

	for (size_t i = 0; !opts_at(i, &option); i++) {
		half = half_of(halves, half, option.name);
		add_option(half, &option);
	}
	for (int i = 0; i < halves[0].used || i < halves[1].used; i++)
		if (*halves[1].lines[i])
			printf("%-*s%s\n", HALF, halves[0].lines[i],
			       halves[1].lines[i]);
		else
			puts(halves[0].lines[i]);
}

static void print_columns(void)
{
	const struct column *column;
	int at = printf("Columns:");

	for (size_t i = 0; (column = column_at(i)) != NULL; i++) {
		if (at + 1 + strlen(column->name) > WIDTH)
			at = printf("\n        ") - 1;
		at += printf(" %s", column->name);
	}
	puts("");
}

static void print_usage(void)
{
	const struct subcommand *command;

	for (size_t i = 0; (command = subcommand_at(i)) != NULL; i++) {
		char usage[WIDTH];

		if (!command->usage)
			continue;
		snprintf(usage, sizeof(usage), "tcpwho%s%s %s",
			 *command->word ? " " : "", command->word,
			 command->usage);
		printf("%s %-*s %s\n", i ? "      " : "Usage:", USAGE_WIDTH,
		       usage, command->help);
	}
}

int help_print(void)
{
	print_usage();
	print_options();
	print_columns();
	return fflush(stdout) || ferror(stdout) ? -1 : 0;
}
