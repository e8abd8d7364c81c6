/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose threads they are: this test's own, and those that it lets end. */
#include "unit.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "threads.h"
#include "walltime.h"

static struct threads threads;
static int proc_fd;

static int open_threads(void **state)
{
	(void)state;
	threads = (struct threads){ .round = 0 };
	proc_fd = open("/proc", O_PATH | O_DIRECTORY);
	threads_open(&threads, proc_fd, true);
	return proc_fd < 0;
}

static int close_threads(void **state)
{
	(void)state;
	threads_close(&threads);
	close(proc_fd);
	return 0;
}

/* A graft's, which tells the user itself. */
static struct conn make(uint32_t tid, uint64_t ts_ns)
{
	return (struct conn){
		.tid = tid, .ts_ns = ts_ns, .family = 4, .uid = 0
	};
}

static bool is_told(const struct conn *conn)
{
	return threads_is_told(&threads, threads_at(&threads, conn->tid), conn);
}

static struct known_thread *ask(const struct conn *conn)
{
	struct known_thread *thread = threads_at(&threads, conn->tid);

	if (!is_told(conn))
		threads_ask(&threads, thread, conn);
	return thread;
}

static void *tell_and_wait(void *fds)
{
	pid_t tid = gettid();
	char end;

	assert_int_equal(write(((int *)fds)[1], &tid, sizeof(tid)),
			 sizeof(tid));
	assert_int_equal(read(((int *)fds)[2], &end, 1), 0);
	return NULL;
}

/* Of a thread that is not the first one only status tells. */
static void test_threads_there(void **state)
{
	struct conn conn = make(getpid(), walltime_mono_ns());
	pthread_t thread;
	int fds[4];
	pid_t tid;

	(void)state;
	assert_int_equal(ask(&conn)->pid, getpid());
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(pipe(fds + 2), 0);
	assert_int_equal(pthread_create(&thread, NULL, tell_and_wait, fds), 0);
	assert_int_equal(read(fds[0], &tid, sizeof(tid)), sizeof(tid));
	conn = make(tid, walltime_mono_ns());
	assert_int_equal(ask(&conn)->pid, getpid());
	assert_int_equal(ask(&conn)->ended_ns, 0);
	assert_true(is_told(&conn));
	/* Its user is asked for as well where nobody has told. */
	conn.uid = CONN_UID_UNKNOWN;
	assert_false(is_told(&conn));
	assert_true(ask(&conn)->has_uid);
	assert_int_equal(ask(&conn)->uid, getuid());
	close(fds[3]);
	pthread_join(thread, NULL);
	for (int i = 0; i < 3; i++)
		close(fds[i]);
}

/* For how long, and for whom, an answer holds. */
static void test_threads_told(void **state)
{
	struct conn conn = make(getpid(), walltime_mono_ns());

	(void)state;
	assert_int_equal(ask(&conn)->pid, getpid());
	assert_false(ask(&conn)->has_uid);
	assert_true(is_told(&conn));
	/* In the next round another thread may have the id. */
	threads_forget(&threads);
	assert_false(is_told(&conn));
	assert_int_equal(ask(&conn)->pid, getpid());
	/* Read so late, it may have it already. */
	conn.ts_ns -= 2000000000;
	assert_false(is_told(&conn));
	/* A helper's process has to be looked for, and its name. */
	conn = make(getpid(), walltime_mono_ns());
	strcpy(conn.cmd, THREADS_HELPER "1");
	threads_forget(&threads);
	assert_int_equal(ask(&conn)->pid, getpid());
	assert_true(ask(&conn)->has_uid);
	assert_false(is_told(&conn));
}

static pid_t run_child(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	return child;
}

/* The thread that has ended is the one that was there before it did. */
static void test_threads_ended(void **state)
{
	uint64_t before_ns = walltime_mono_ns();
	pid_t child = run_child();
	struct conn conn = make(child, before_ns);

	(void)state;
	if (!threads.exits) {
		assert_int_equal(ask(&conn)->pid, 0);
		skip_because("the kernel gives this user no perf events");
	}
	for (int round = 0; round < 2; round++) {
		/* Asked for once, and told of the others of the round. */
		for (int i = 0; i < 3; i++) {
			conn.ts_ns = before_ns + i;
			assert_int_equal(ask(&conn)->pid, child);
			assert_true(ask(&conn)->ended_ns > before_ns);
			assert_int_equal(ask(&conn)->asked_ns, before_ns);
			/* Nor was /proc asked in vain. */
			assert_false(ask(&conn)->has_uid);
		}
		threads_forget(&threads);
	}
	/* Of one that came later nobody knows. */
	conn.ts_ns = walltime_mono_ns();
	assert_int_equal(ask(&conn)->pid, 0);
}

/* What is remembered says nothing of what was earlier, or after its end. */
static void test_threads_bounds(void **state)
{
	uint64_t before_ns = walltime_mono_ns();
	struct conn conn = make(run_child(), before_ns + 1000);

	(void)state;
	if (!threads.exits)
		skip_because("the kernel gives this user no perf events");
	assert_int_equal(ask(&conn)->pid, conn.tid);
	conn.ts_ns = before_ns;
	assert_int_equal(ask(&conn)->asked_ns, before_ns);
	conn.ts_ns = walltime_mono_ns();
	assert_int_equal(ask(&conn)->pid, 0);
}

/* Where /proc is asked first, who has ended is told all the same. */
static void test_threads_ended_user(void **state)
{
	uint64_t before_ns = walltime_mono_ns();
	struct conn conn = make(run_child(), before_ns);

	(void)state;
	if (!threads.exits)
		skip_because("the kernel gives this user no perf events");
	conn.uid = CONN_UID_UNKNOWN;
	assert_int_equal(ask(&conn)->pid, conn.tid);
}

/* It has ended, but its parent has not asked yet: its user can still be told. */
static void test_threads_unreaped(void **state)
{
	struct conn conn = make(fork(), walltime_mono_ns());
	siginfo_t info;

	(void)state;
	if (conn.tid == 0)
		_exit(0);
	assert_int_equal(waitid(P_PID, conn.tid, &info, WEXITED | WNOWAIT), 0);
	conn.uid = CONN_UID_UNKNOWN;
	assert_int_equal(ask(&conn)->pid, conn.tid);
	assert_true(ask(&conn)->has_uid);
	assert_int_equal(ask(&conn)->uid, getuid());
	assert_int_equal(waitpid(conn.tid, NULL, 0), conn.tid);
}

static void test_threads_successor(void **state)
{
	struct conn conn = make(getpid(), walltime_mono_ns());

	(void)state;
	assert_false(threads_has_successor(&threads, ask(&conn), conn.ts_ns));
	/* When the machine had started somebody else had its id. */
	conn.ts_ns = 1000000000;
	assert_true(threads_has_successor(&threads, ask(&conn), conn.ts_ns));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_threads_there,
						open_threads, close_threads),
		cmocka_unit_test_setup_teardown(test_threads_told, open_threads,
						close_threads),
		cmocka_unit_test_setup_teardown(test_threads_ended,
						open_threads, close_threads),
		cmocka_unit_test_setup_teardown(test_threads_bounds,
						open_threads, close_threads),
		cmocka_unit_test_setup_teardown(test_threads_ended_user,
						open_threads, close_threads),
		cmocka_unit_test_setup_teardown(test_threads_unreaped,
						open_threads, close_threads),
		cmocka_unit_test_setup_teardown(test_threads_successor,
						open_threads, close_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
