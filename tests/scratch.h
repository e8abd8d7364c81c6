/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files and folders of a test's own, in TMPDIR, which scripts/check-unit.sh
 * has in the build folder: nothing is written elsewhere.
 */
#ifndef TCPWHO_TESTS_SCRATCH_H
#define TCPWHO_TESTS_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define SCRATCH_SIZE 512

/* A template for mkdtemp, and for mkstemp. */
static inline char *scratch_template(char path[SCRATCH_SIZE])
{
	static const char name[] = "/tcpwho-test.XXXXXX";
	const char *dir = getenv("TMPDIR");

	if (!dir || !*dir)
		dir = "/tmp";
	assert_true(strlen(dir) + sizeof(name) <= SCRATCH_SIZE);
	strcpy(path, dir);
	return strcat(path, name);
}

/* As mkstemp; the caller removes it. */
static inline int scratch_file(char path[SCRATCH_SIZE])
{
	int fd = mkstemp(scratch_template(path));

	assert_true(fd >= 0);
	return fd;
}

/* In no folder: tmpfile() takes one in /tmp. */
static inline FILE *scratch_stream(void)
{
	FILE *file = fdopen(memfd_create("tcpwho-test", MFD_CLOEXEC), "w+");

	assert_non_null(file);
	return file;
}

#endif
