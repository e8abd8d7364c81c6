/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names as numbers, the names of users, and which control group is shown.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cgroup.h"
#include "names.h"
#include "scratch.h"
#include "users.h"

static uint32_t add(const char *text)
{
	return names_add(text, strlen(text));
}

static void test_names_same(void **state)
{
	uint32_t one = add("one"), two = add("two");

	(void)state;
	assert_int_not_equal(one, NAMES_UNKNOWN);
	assert_int_not_equal(one, two);
	assert_int_equal(add("one"), one);
	assert_int_equal(names_add("twofold", 3), two);
	assert_string_equal(names_text(one), "one");
	assert_string_equal(names_text(two), "two");
	assert_int_equal(add(""), NAMES_UNKNOWN);
	assert_string_equal(names_text(NAMES_UNKNOWN), "");
	assert_string_equal(names_text(UINT32_MAX), "");
}

static void test_names_many(void **state)
{
	uint32_t numbers[5000];
	char name[16];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		numbers[i] = add(name);
	}
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		assert_string_equal(names_text(numbers[i]), name);
		assert_int_equal(add(name), numbers[i]);
	}
}

/* The end tells the container. */
static void test_names_long(void **state)
{
	char text[4096];
	const char *kept;

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + sizeof(text) - 4, "/end", 4);
	kept = names_text(names_add(text, sizeof(text)));
	assert_int_equal(strlen(kept), NAMES_LENGTH);
	assert_memory_equal(kept, "...aaa", 6);
	assert_string_equal(kept + NAMES_LENGTH - 4, "/end");
	assert_int_equal(strlen(names_text(names_add(text, NAMES_LENGTH))),
			 NAMES_LENGTH);
}

static void test_users_name(void **state)
{
	char path[SCRATCH_SIZE], name[32];
	FILE *file = fdopen(scratch_file(path), "w");
	uint32_t uid;

	(void)state;
	assert_non_null(file);
	fputs("root:x:0:0:root:/root:/bin/sh\nbroken\nalso:x\n"
	      "one:x:1000:1000::/:/bin/sh\ntwin:x:1000:1000::/:/bin/sh\n",
	      file);
	fclose(file);
	assert_int_equal(users_name(path, 1000, name, sizeof(name)), 0);
	assert_string_equal(name, "one");
	assert_int_equal(users_name(path, 0, name, sizeof(name)), 0);
	assert_string_equal(name, "root");
	assert_int_equal(users_name(path, 7, name, sizeof(name)), -1);
	assert_int_equal(users_find(path, "twin", &uid), 0);
	assert_int_equal(uid, 1000);
	unlink(path);
	assert_int_equal(users_name(path, 0, name, sizeof(name)), -1);
}

static void assert_cgroup(const char *text, const char *wanted)
{
	size_t length;
	const char *found = cgroup_find(text, &length);

	assert_int_equal(length, strlen(wanted));
	assert_memory_equal(found, wanted, length);
}

static void test_cgroup(void **state)
{
	(void)state;
	assert_cgroup("0::/system.slice/ssh.service\n",
		      "/system.slice/ssh.service");
	assert_cgroup("0::/\n", "/");
	assert_cgroup("", "");
	assert_cgroup("nonsense\n1:\n:\n", "");
	assert_cgroup("12:cpu,cpuacct:/docker/0123\n1:name=systemd:/docker/45\n"
		      "0::/\n",
		      "/docker/45");
	assert_cgroup("12:cpu,cpuacct:/a\n1:name=systemd:/b\n0::/c", "/c");
	assert_cgroup("2:pids:/\n1:cpu:/lxc/one:two\n", "/lxc/one:two");
	assert_cgroup("2:pids:/\n1:name=systemd:/\n", "/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_same),
		cmocka_unit_test(test_names_many),
		cmocka_unit_test(test_names_long),
		cmocka_unit_test(test_users_name),
		cmocka_unit_test(test_cgroup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
