/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The process that renames: it does so once it is told to, and leaves nothing
 * where it is not, however its parent ends.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.h"
#include "keeper.h"
#include "savefile.h"

#define DEADLINE_MS 20000

static void start(struct keeper *keeper, char **temp)
{
	int fd = savefile_create(saved_at, temp);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "new", 3), 3);
	close(fd);
	assert_int_equal(keeper_start(keeper, temp, saved_at), 0);
	assert_null(*temp);
}

static void assert_content(const char *text)
{
	char buf[16] = "";
	int fd = open(saved_at, O_RDONLY);

	assert_true(fd >= 0);
	assert_int_equal(read(fd, buf, sizeof(buf) - 1), strlen(text));
	assert_string_equal(buf, text);
	close(fd);
}

static void put_old(void)
{
	int fd = open(saved_at, O_WRONLY | O_CREAT, 0600);

	assert_int_equal(write(fd, "old", 3), 3);
	close(fd);
}

static void test_keeper_publish(void **state)
{
	struct keeper one, other;
	char *temp = NULL;

	(void)state;
	put_old();
	start(&one, &temp);
	/* Which inherits what the first one waits for. */
	start(&other, &temp);
	assert_content("old");
	assert_int_equal(keeper_publish(&one), 0);
	assert_content("new");
	keeper_end(&one);
	keeper_end(&other);
	assert_int_equal(one.pid, 0);
	/* Without one there is nothing to end. */
	keeper_end(&one);
}

static void test_keeper_end(void **state)
{
	struct keeper keeper;
	char *temp = NULL;

	(void)state;
	put_old();
	start(&keeper, &temp);
	keeper_end(&keeper);
	assert_content("old");
}

/* Somebody has made a folder of that name meanwhile. */
static void test_keeper_refused(void **state)
{
	struct keeper keeper;
	char *temp = NULL;

	(void)state;
	start(&keeper, &temp);
	assert_int_equal(mkdir(saved_at, 0700), 0);
	assert_int_equal(keeper_publish(&keeper), -1);
	assert_int_equal(errno, EISDIR);
	keeper_end(&keeper);
	assert_int_equal(rmdir(saved_at), 0);
}

static void test_keeper_itself_killed(void **state)
{
	struct keeper keeper;
	char *temp = NULL, *copy;

	(void)state;
	assert_true(savefile_create(saved_at, &temp) >= 0);
	copy = strdup(temp);
	assert_int_equal(keeper_start(&keeper, &temp, saved_at), 0);
	kill(keeper.pid, SIGKILL);
	waitid(P_PID, keeper.pid, NULL, WEXITED | WNOWAIT);
	assert_int_equal(keeper_publish(&keeper), -1);
	assert_int_equal(errno, EPIPE);
	keeper_end(&keeper);
	unlink(copy);
	free(copy);
}

static bool has_left(void)
{
	for (int ms = 0; ms < DEADLINE_MS; ms++) {
		if (!rmdir(folder))
			return !mkdir(folder, 0700);
		usleep(1000);
	}
	return false;
}

static void test_keeper_parent_killed(void **state)
{
	struct keeper keeper;
	char *temp = NULL;
	pid_t child = fork();
	int status;

	(void)state;
	if (!child) {
		close(savefile_create(saved_at, &temp));
		keeper_start(&keeper, &temp, saved_at);
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_true(has_left());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_keeper_publish),
		IN_FOLDER(test_keeper_end),
		IN_FOLDER(test_keeper_refused),
		IN_FOLDER(test_keeper_itself_killed),
		IN_FOLDER(test_keeper_parent_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
