/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs the same tests over each of the recorded files of a kind.
 */
#ifndef TCPWHO_TESTS_EACH_H
#define TCPWHO_TESTS_EACH_H

#include <glob.h>
#include <stdio.h>

#include "unit.h"

#define EACH_MAX 256

struct each_kind {
	const char *what;	/* behind the file's name */
	CMUnitTestFunction run; /* over the file named by its state */
};

/* Returns how many failed; to find no file is one of these. */
static inline int each_run(const char *group, const char *pattern,
			   const struct each_kind *kinds, size_t kind_count)
{
	static char names[EACH_MAX][96];
	static struct CMUnitTest tests[EACH_MAX];
	size_t count;
	glob_t files;
	int failed;

	if (glob(pattern, 0, NULL, &files))
		files.gl_pathc = 0;
	count = files.gl_pathc * kind_count;
	if (count == 0 || count > EACH_MAX) {
		fprintf(stderr, "no %s, or too many\n", pattern);
		return 1;
	}
	for (size_t i = 0; i < count; i++) {
		const struct each_kind *kind = &kinds[i % kind_count];
		char *file = files.gl_pathv[i / kind_count];

		snprintf(names[i], sizeof(names[i]), "%s%s", file, kind->what);
		tests[i] = (struct CMUnitTest){ .name = names[i],
						.test_func = kind->run,
						.initial_state = file };
	}
	failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
	globfree(&files);
	return failed;
}

#endif
