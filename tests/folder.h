/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A folder for a test, with one file to write in it, and nothing else left.
 */
#ifndef TCPWHO_TESTS_FOLDER_H
#define TCPWHO_TESTS_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "scratch.h"

static char folder[SCRATCH_SIZE];
static char saved_at[sizeof(folder) + 16];

/* As the set-up of a test, or of all of them. */
static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(scratch_template(folder)))
		return -1;
	snprintf(saved_at, sizeof(saved_at), "%s/file.dat", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(saved_at);
	/* That fails when something else was left there. */
	return rmdir(folder);
}

#define IN_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

#endif
