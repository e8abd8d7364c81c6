/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads that end while this kernel's perf events look on. What is true is
 * what fork and the threads themselves say.
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#include "exits.h"
#include "walltime.h"

/* More than are kept: twice 512, where a page is 4 KB. */
#define MANY 1500

static struct exits *exits;
static int error;

static int set_up(void **state)
{
	(void)state;
	exits = exits_open();
	error = errno;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	exits_close(exits);
	return 0;
}

static void need_exits(void)
{
	if (exits)
		return;
	print_message("perf events are not to be had here: %s\n",
		      strerror(error));
	skip();
}

static pid_t run_child(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return pid;
}

static void test_finds_process(void **state)
{
	uint64_t before_ns = walltime_mono_ns();
	pid_t pid;

	(void)state;
	need_exits();
	pid = run_child();
	assert_int_equal(exits_find(exits, pid, before_ns), pid);
	/* Whoever has this id now is another one, and still there. */
	assert_int_equal(exits_find(exits, pid, walltime_mono_ns()), 0);
	assert_int_equal(exits_find(exits, getpid(), before_ns), 0);
}

static void *tell_tid(void *tid)
{
	*(pid_t *)tid = gettid();
	return NULL;
}

static void test_finds_process_of_thread(void **state)
{
	uint64_t before_ns = walltime_mono_ns();
	pthread_t thread;
	pid_t tid = 0;

	(void)state;
	need_exits();
	assert_int_equal(pthread_create(&thread, NULL, tell_tid, &tid), 0);
	pthread_join(thread, NULL);
	/* It is joined a little before it is gone. */
	for (int i = 0; i < 1000 && !exits_find(exits, tid, before_ns); i++)
		usleep(1000);
	assert_int_equal(exits_find(exits, tid, before_ns), getpid());
}

static void test_keeps_the_last(void **state)
{
	uint64_t before_ns = walltime_mono_ns();
	pid_t pids[MANY];
	int kept = 0;

	(void)state;
	need_exits();
	for (int i = 0; i < MANY; i++)
		pids[i] = run_child();
	for (int i = 0; i < MANY; i++) {
		uint32_t found = exits_find(exits, pids[i], before_ns);

		assert_true(found == 0 || found == (uint32_t)pids[i]);
		kept += found != 0;
	}
	/* On one CPU with pages of 4 KB; more on more. */
	assert_in_range(kept, 500, MANY);
	for (int i = MANY - 500; i < MANY; i++)
		assert_int_equal(exits_find(exits, pids[i], before_ns),
				 pids[i]);
}

/* Says whom it has started, each when that one has ended. */
static pid_t start_forker(int fd)
{
	pid_t forker = fork();

	for (int i = 0; forker == 0 && i < MANY; i++) {
		pid_t pid = run_child();

		if (write(fd, &pid, sizeof(pid)) != sizeof(pid))
			_exit(1);
	}
	if (forker == 0)
		_exit(0);
	close(fd);
	return forker;
}

/* Halves of two records would be somebody who never was. */
static void test_while_it_is_written(void **state)
{
	uint64_t before_ns = walltime_mono_ns();
	int fds[2], found = 0, count = 0;
	pid_t forker, pid;

	(void)state;
	need_exits();
	assert_int_equal(pipe(fds), 0);
	forker = start_forker(fds[1]);
	while (read(fds[0], &pid, sizeof(pid)) == sizeof(pid)) {
		uint32_t process = exits_find(exits, pid, before_ns);

		assert_true(process == 0 || process == (uint32_t)pid);
		assert_int_equal(exits_find(exits, getpid(), before_ns), 0);
		found += process != 0;
		count++;
	}
	close(fds[0]);
	waitpid(forker, NULL, 0);
	assert_int_equal(count, MANY);
	assert_true(found > 0);
}

static void test_takes_none(void **state)
{
	(void)state;
	assert_int_equal(exits_find(NULL, 1, 0), 0);
	exits_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_process),
		cmocka_unit_test(test_finds_process_of_thread),
		cmocka_unit_test(test_keeps_the_last),
		cmocka_unit_test(test_while_it_is_written),
		cmocka_unit_test(test_takes_none),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
