/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The help: all of it is there, on one screen. */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "help.h"
#include "opts.h"
#include "scratch.h"
#include "subcommand.h"

#define LINES 23
#define COLUMNS 80

static char text[2 * LINES * COLUMNS];

/* What help_print prints to stdout. */
static int read_help(void **state)
{
	FILE *file = scratch_stream();
	int out = dup(STDOUT_FILENO);
	size_t length;

	(void)state;
	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	assert_int_equal(help_print(), 0);
	dup2(out, STDOUT_FILENO);
	close(out);
	rewind(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	return 0;
}

static void test_help_screen(void **state)
{
	int lines = 0;

	(void)state;
	for (const char *line = text; *line; lines++) {
		size_t length = strcspn(line, "\n");

		if (length > COLUMNS)
			fail_msg("too wide: %.*s", (int)length, line);
		line += length + 1;
	}
	assert_uint_in_range(lines, 10, LINES);
}

static void assert_has(const char *part)
{
	if (!strstr(text, part))
		fail_msg("the help lacks \"%s\"", part);
}

static void test_help_all(void **state)
{
	const struct subcommand *command;
	const struct column *column;
	struct opts_help option;
	char part[128];

	(void)state;
	for (size_t i = 0; !opts_at(i, &option); i++) {
		snprintf(part, sizeof(part), " --%s ", option.name);
		assert_has(part);
		/* In full, not cut off for want of room. */
		assert_has(option.help);
	}
	for (size_t i = 0; (column = column_at(i)) != NULL; i++)
		assert_has(column->name);
	for (size_t i = 0; (command = subcommand_at(i)) != NULL; i++) {
		if (!command->help)
			continue;
		snprintf(part, sizeof(part), "tcpwho %s", command->word);
		assert_has(part);
		if (command->usage)
			assert_has(command->help);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_help_screen),
		cmocka_unit_test(test_help_all),
	};

	return cmocka_run_group_tests(tests, read_help, NULL);
}
