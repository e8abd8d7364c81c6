/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What others do to an instance, in a folder that looks like one. */
#include "unit.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "meter.h"
#include "scratch.h"
#include "watch.h"

static char dir[SCRATCH_SIZE];
static struct instance instance = { .name = "tcpwho_1", .dir = dir };

static const char *const folders[] = {
	"events",
	"events/tcpwho_1",
	"events/tcpwho_1/accept",
	"events/tcpwho_1/graft",
	"events/sock",
	"events/sock/inet_sock_set_state",
	"per_cpu",
	"per_cpu/cpu0",
	"per_cpu/cpu2",
};

static const struct {
	const char *file, *text;
} files[] = {
	{ "tracing_on", "1\n" },
	{ "trace", "" },
	{ "tracing_cpumask", "f\n" },
	{ "set_event_pid", "" },
	{ "events/tcpwho_1/accept/enable", "1\n" },
	{ "events/tcpwho_1/accept/filter", "skaddr!=0\n" },
	{ "events/sock/inet_sock_set_state/enable", "1\n" },
	{ "events/sock/inet_sock_set_state/filter", "newstate==1\n" },
	{ "per_cpu/cpu0/stats", "" },
	{ "per_cpu/cpu0/trace", "" },
	{ "per_cpu/cpu2/stats", "" },
};

static void put(const char *file, const char *text)
{
	char path[SCRATCH_SIZE + 64];
	FILE *stream;

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	stream = fopen(path, "w");
	assert_non_null(stream);
	fputs(text, stream);
	fclose(stream);
}

static int make_instance(void **state)
{
	char path[SCRATCH_SIZE + 64];

	(void)state;
	if (!mkdtemp(scratch_template(dir)))
		return -1;
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, folders[i]);
		if (mkdir(path, 0700))
			return -1;
	}
	return 0;
}

static int reset(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		put(files[i].file, files[i].text);
	return 0;
}

static int remove_instance(void **state)
{
	char path[SCRATCH_SIZE + 64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, files[i].file);
		unlink(path);
	}
	for (size_t i = COUNT_OF(folders); i-- > 0;) {
		snprintf(path, sizeof(path), "%s/%s", dir, folders[i]);
		rmdir(path);
	}
	return rmdir(dir);
}

static void open_watch(struct watch *watch)
{
	const bool has_event[FIELDS_EVENTS] = { [FIELDS_ACCEPT] = true };

	*watch = (struct watch){ .touch_fd = -1 };
	watch_open(watch, &instance, has_event, false, true);
	assert_false(watch_is_touched(watch));
	assert_null(watch_complaint(watch, true));
}

static void test_watch_complaint(void **state)
{
	static const struct {
		const char *file, *text, *complaint;
		bool is_switch;
	} cases[] = {
		{ "tracing_on", "0\n", "tracing off", true },
		{ "events/tcpwho_1/accept/enable", "0\n", "disabled", true },
		{ "events/tcpwho_1/accept/enable", "0*\n", "disabled", true },
		{ "events/tcpwho_1/accept/enable", "1*\n", NULL, true },
		/* What an event says once it was removed. */
		{ "events/tcpwho_1/accept/enable", "", "disabled", true },
		{ "events/tcpwho_1/accept/filter", "none\n", "filter", false },
		{ "events/sock/inet_sock_set_state/enable", "0\n", "WAIT",
		  true },
		{ "events/sock/inet_sock_set_state/filter", "none\n", "WAIT",
		  false },
		{ "tracing_cpumask", "3\n", "records", false },
		{ "set_event_pid", "1\n", "records", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *cheap, *dear;
		struct watch watch;

		reset(NULL);
		open_watch(&watch);
		put(cases[i].file, cases[i].text);
		assert_true(watch_is_touched(&watch));
		assert_false(watch_is_touched(&watch));
		cheap = watch_complaint(&watch, false);
		dear = watch_complaint(&watch, true);
		watch_close(&watch);
		if (!cases[i].complaint) {
			assert_null(dear);
			continue;
		}
		assert_non_null(dear);
		assert_non_null(strstr(dear, cases[i].complaint));
		assert_int_equal(cheap != NULL, cases[i].is_switch);
	}
}

static void test_watch_touched(void **state)
{
	struct watch watch;

	(void)state;
	open_watch(&watch);
	put("trace", "\n");
	assert_true(watch_is_touched(&watch));
	put("per_cpu/cpu0/trace", "\n");
	assert_true(watch_is_touched(&watch));
	assert_null(watch_complaint(&watch, true));
	watch_close(&watch);
	/* Where nobody can tell, it may be. */
	assert_true(watch_is_touched(&watch));
}

/* Nor is one believed who does not know of all files. */
static void test_watch_unwatched(void **state)
{
	const bool has_event[FIELDS_EVENTS] = { [FIELDS_GRAFT] = true };
	struct watch watch = { .touch_fd = -1 };

	(void)state;
	watch_open(&watch, &instance, has_event, false, false);
	for (int i = 0; i < 3; i++)
		assert_true(watch_is_touched(&watch));
	watch_close(&watch);
}

static void put_stats(const char *file, int overrun, int read_events)
{
	char text[200];

	snprintf(text, sizeof(text),
		 "entries: 5\noverrun: %d\ncommit overrun: 0\nbytes: 400\n"
		 "dropped events: 1\nread events: %d\n",
		 overrun, read_events);
	put(file, text);
}

static void test_meter(void **state)
{
	struct meter meter = { .instance_dir = dir };

	(void)state;
	assert_true(meter_look(&meter, SIZE_MAX));
	for (int i = 0; i < 10; i++)
		meter_count(&meter, 2);
	assert_int_equal(meter.records, 10);
	/* Nothing to be read there, as in the stats of a CPU that is gone. */
	assert_true(meter_look(&meter, SIZE_MAX));
	put_stats("per_cpu/cpu2/stats", 6, 10);
	assert_true(meter_look(&meter, SIZE_MAX));
	/* Somebody else has read some: not emptied. */
	put_stats("per_cpu/cpu2/stats", 6, 11);
	assert_true(meter_look(&meter, SIZE_MAX));
	assert_int_equal(meter_forgotten(&meter), 0);
	/* Emptied, and written and read since. */
	put_stats("per_cpu/cpu2/stats", 2, 9);
	assert_false(meter_look(&meter, SIZE_MAX));
	assert_int_equal(meter_forgotten(&meter), 7);
	assert_true(meter_look(&meter, SIZE_MAX));
	assert_int_equal(meter_forgotten(&meter), 7);
	meter_close(&meter);
}

static void test_meter_limit(void **state)
{
	struct meter meter = { .instance_dir = dir };
	bool is_well = true;

	(void)state;
	meter_count(&meter, 0);
	meter_count(&meter, 2);
	meter_count(&meter, 200);
	put_stats("per_cpu/cpu0/stats", 0, 1);
	put_stats("per_cpu/cpu2/stats", 0, 0);
	/* One at a time, each has its turn. */
	for (int i = 0; i < 3; i++)
		is_well &= meter_look(&meter, 1);
	assert_false(is_well);
	meter_close(&meter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_watch_complaint, reset),
		cmocka_unit_test_setup(test_watch_touched, reset),
		cmocka_unit_test_setup(test_watch_unwatched, reset),
		cmocka_unit_test_setup(test_meter, reset),
		cmocka_unit_test_setup(test_meter_limit, reset),
	};

	return cmocka_run_group_tests(tests, make_instance, remove_instance);
}
