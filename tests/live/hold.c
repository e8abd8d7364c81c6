/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds the lock on a folder until it is killed, as a tcpwho does that has
 * been stopped while it set up. Prints a line when it has it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_DIRECTORY) : -1;

	if (fd < 0 || flock(fd, LOCK_EX)) {
		fprintf(stderr, "usage: hold FOLDER\n");
		return 2;
	}
	puts("held");
	fflush(stdout);
	for (;;)
		pause();
}
