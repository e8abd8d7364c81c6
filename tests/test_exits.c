/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads that end while this kernel's perf events look on. What is true is
 * what fork and the threads themselves say.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#include "exits.h"
#include "walltime.h"

/* More than one CPU keeps, of whom LAST are among those that it does. */
#define MANY 1500
#define LAST 300

struct child {
	pid_t pid;
	uint64_t before_ns;
};

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
	if (!exits) {
		print_message("# %s\n", strerror(error));
		skip_because("the kernel gives this user no perf events");
	}
}

static struct child run_child(void)
{
	struct child child = { .before_ns = walltime_mono_ns() };

	child.pid = fork();
	if (child.pid == 0)
		_exit(0);
	assert_int_equal(waitpid(child.pid, NULL, 0), child.pid);
	return child;
}

/* Halves of two records would be somebody who never was. */
static bool is_found(struct child child)
{
	struct exits_end found = exits_find(exits, child.pid, child.before_ns);

	if (!found.pid)
		return false;
	assert_int_equal(found.pid, child.pid);
	assert_uint_in_range(found.ended_ns, child.before_ns,
			     walltime_mono_ns());
	return true;
}

static uint32_t process_of(pid_t tid, uint64_t ts_ns)
{
	return exits_find(exits, tid, ts_ns).pid;
}

static void test_finds_process(void **state)
{
	struct child child;

	(void)state;
	need_exits();
	child = run_child();
	assert_true(is_found(child));
	/* Whoever has this id now is another one, and still there. */
	assert_int_equal(process_of(child.pid, walltime_mono_ns()), 0);
	assert_int_equal(process_of(getpid(), child.before_ns), 0);
	/* Nobody knows who had it before all that. */
	assert_int_equal(process_of(child.pid, 1), 0);
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
	for (int i = 0; i < 1000 && !process_of(tid, before_ns); i++)
		usleep(1000);
	assert_int_equal(process_of(tid, before_ns), getpid());
}

static void stay_here(void)
{
	cpu_set_t here;

	CPU_ZERO(&here);
	CPU_SET(sched_getcpu(), &here);
	assert_int_equal(sched_setaffinity(0, sizeof(here), &here), 0);
}

/* In a process of its own, which stays on one CPU. */
static void run_many(struct child *children)
{
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	if (fork() == 0) {
		stay_here();
		for (int i = 0; i < MANY; i++)
			children[i] = run_child();
		_exit(write(fds[1], children, MANY * sizeof(*children)) < 0);
	}
	close(fds[1]);
	for (size_t used = 0; used < MANY * sizeof(*children);) {
		ssize_t n = read(fds[0], (char *)children + used,
				 MANY * sizeof(*children) - used);

		assert_true(n > 0);
		used += n;
	}
	close(fds[0]);
	wait(NULL);
}

static void test_keeps_the_last(void **state)
{
	static struct child children[MANY];

	(void)state;
	need_exits();
	run_many(children);
	/* Somebody else may have had its id since. */
	assert_false(is_found(children[0]));
	for (int i = MANY - LAST; i < MANY; i++)
		assert_true(is_found(children[i]));
}

/* Says whom it has started, each when that one has ended. */
static void start_forker(int fd)
{
	pid_t forker = fork();

	for (int i = 0; forker == 0 && i < MANY; i++) {
		struct child child = run_child();

		if (write(fd, &child, sizeof(child)) != sizeof(child))
			_exit(1);
	}
	if (forker == 0)
		_exit(0);
	close(fd);
}

/* The oldest that are kept, which the kernel overwrites next. */
static int find_oldest(const struct child *children, int count)
{
	int found = 0;

	for (int i = count - 540; i < count - 440; i++)
		if (i >= 0)
			found += is_found(children[i]);
	return found;
}

static void test_while_it_is_written(void **state)
{
	static struct child children[MANY];
	int fds[2], found = 0, count = 0;

	(void)state;
	need_exits();
	assert_int_equal(pipe(fds), 0);
	start_forker(fds[1]);
	while (read(fds[0], &children[count], sizeof(*children)) ==
	       sizeof(*children)) {
		found += is_found(children[count]);
		found += find_oldest(children, ++count);
	}
	close(fds[0]);
	wait(NULL);
	assert_int_equal(count, MANY);
	assert_true(found > 0);
}

static void test_takes_none(void **state)
{
	(void)state;
	assert_int_equal(exits_find(NULL, 1, 0).pid, 0);
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
