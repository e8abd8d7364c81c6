/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line and lists of columns. */
#include "unit.h"

#include <string.h>

#include "opts.h"

#define WORDS 8

static int parse(struct opts *opts, char *error, const char *const *words)
{
	static char *argv[WORDS + 2];
	int argc = 0;

	argv[argc++] = (char *)"tcpwho";
	for (int i = 0; i < WORDS && words[i]; i++)
		argv[argc++] = (char *)words[i];
	argv[argc] = NULL;
	error[0] = '\0';
	*opts = (struct opts){ .count = 0 };
	return opts_parse(opts, argc, argv, error);
}

static const char *names(const struct opts *opts)
{
	static char buf[256];

	buf[0] = '\0';
	for (size_t i = 0; i < opts->columns.count; i++) {
		strcat(buf, i ? " " : "");
		strcat(buf, opts->columns.column[i]->name);
	}
	return buf;
}

static void test_opts_columns(void **state)
{
	static const struct {
		const char *words[WORDS];
		const char *expected;
	} cases[] = {
		{ { NULL }, "UID CMD PID PORT IP_SOURCE" },
		{ { "-o", "PID,UID" }, "PID UID" },
		{ { "-opid,Uid" }, "PID UID" },
		{ { "-o", "+TID" }, "UID CMD PID PORT IP_SOURCE TID" },
		{ { "--output=+TID,CPU" },
		  "UID CMD PID PORT IP_SOURCE TID CPU" },
		{ { "-o", "PID", "-o", "+PID,CMD" }, "PID CMD" },
		{ { "-o", "PID,PID" }, "PID" },
		{ { "-t" }, "TIME UID CMD PID PORT IP_SOURCE" },
		{ { "-t", "-o", "PID,TIME" }, "TIME PID" },
	};
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(parse(&opts, error, cases[i].words), 0);
		assert_string_equal(names(&opts), cases[i].expected);
	}
}

static void test_opts_refused(void **state)
{
	static const struct {
		const char *words[WORDS];
		const char *expected; /* part of the sentence */
	} cases[] = {
		{ { "-o", "FOO" }, "\"FOO\"; there are UID CMD PID PORT" },
		{ { "-o", "" }, "\"\"" },
		{ { "-o", "+" }, "\"\"" },
		{ { "-o", "PID," }, "\"\"" },
		{ { "-o", "PID,,UID" }, "\"\"" },
		{ { "-o", "PID CMD" }, "\"PID CMD\"" },
		{ { "-n", "0" }, "--count 0: give a number" },
		{ { "-n", "-5" }, "--count -5: give a number" },
		{ { "-d", "x" }, "--duration x: give a time" },
		{ { "-b", "0" }, "--buffer-size 0: give a number of KB" },
		{ { "-b", "2097152" }, "--buffer-size 2097152: give" },
		{ { "-Z" }, "no such option as -Z" },
		{ { "-JZ" }, "no such option as -Z" },
		{ { "--jso", "--frob" }, "no such option as --frob" },
		{ { "--json=1" }, "--json does not take an argument" },
		{ { "--count" }, "--count wants an argument" },
		{ { "-n" }, "--count wants an argument" },
		{ { "ls" }, "what is ls? A command to run goes behind --" },
		{ { "--" }, "-- wants a command" },
		{ { "check", "-n", "3" }, "check does not take --count" },
		{ { "check", "me" }, "what is me? check takes nothing but" },
		{ { "-v", "check" }, "check goes in front of all options" },
		{ { "-P", "ssh" }, "--port ssh: give ports from 1 to 65535" },
		{ { "-c" }, "--cmd wants an argument" },
		{ { "check", "-P", "22" }, "check does not take --port" },
		{ { "--by", "FOO" }, "--by: no column is called \"FOO\"; the" },
		{ { "--by", "PORT,PORT" }, "--by PORT,PORT: give each column" },
		{ { "--by", "PORT/8" }, "--by PORT/8: give the bits of IPv4" },
		{ { "-i", "0" }, "--interval 0: give a time such as 10, 10s" },
		{ { "-S", "-o", "+TID" }, "a summary takes --by LIST" },
		{ { "-t", "--by", "PORT" }, "a summary takes --by LIST" },
		{ { "check", "-S" }, "check does not take --summary" },
		{ { "arm", "-J" }, "arm does not take --json" },
		{ { "arm", "-b", "64" },
		  "arm takes --buffer-size with --recorder only" },
		{ { "dump", "-b", "64" }, "dump does not take --buffer-size" },
		{ { "dump", "-d", "3" },
		  "dump takes --duration with --follow only" },
		{ { "--follow" }, "tcpwho does not take --follow" },
		{ { "dump", "trace.dat" }, "what is trace.dat? dump takes" },
		{ { "disarm", "--probe=graft" },
		  "disarm does not take --probe" },
		{ { "-w", "-" }, "--write -: give the name of a file" },
		{ { "--write=" }, "--write \"\": give the name of a file" },
		{ { "check", "-w", "x" }, "check does not take --write" },
		{ { "report", "x", "--frob" }, "no such option as --frob" },
		{ { "report", "x", "-n" }, "--count wants an argument" },
		{ { "report", "x", "--json=1" }, "--json does not take an" },
		{ { "report", "x", "--json", "-Zv" }, "no such option as -Z" },
		{ { "report" }, "report wants the files to read" },
		{ { "--html", "x" }, "tcpwho does not take --html" },
		{ { "dump", "--html", "x" }, "dump does not take --html" },
		{ { "report", "--html", "", "x" }, "give the name of a file" },
		{ { "report", "--html", "y", "-J", "x" }, "leave out -J" },
		{ { "report", "--html", "y", "-S", "x" }, "leave out -J" },
		{ { "report", "--html", "y", "-i", "5", "x" }, "leave out -J" },
		{ { "report", "--html", "y", "-t", "x" }, "leave out -J" },
		{ { "report", "--html", "y", "-H", "x" }, "leave out -J" },
		{ { "report", "--html", "y", "-oCMD", "x" }, "leave out -J" },
		{ { "report", "--html", "y", "-w", "y", "x" }, "two files" },
		{ { "report", "-d", "3", "x" }, "report does not take --dur" },
		{ { "report", "-b", "3", "x" }, "report does not take --buf" },
		{ { "--prot", "80" }, "--prot; did you mean --port?" },
		{ { "--prot=80" }, "--prot; did you mean --port?" },
		{ { "--buffersize" }, "did you mean --buffer-size?" },
		/* Only what the command takes is meant. */
		{ { "check", "--prot=80" }, "as --prot; see tcpwho --help" },
		{ { "-o", "+PID,UDI" }, "\"UDI\"; did you mean UID, of UID" },
		{ { "--by", "ip_souce/24" }, "did you mean IP_SOURCE, of" },
		{ { "chekc" }, "what is chekc? Did you mean tcpwho check?" },
		{ { "-v", "reprot", "x" }, "Did you mean tcpwho report?" },
		{ { "-P", "22", "top" }, "top goes in front of all options" },
		{ { "-j" }, "no such option as -j; did you mean -J, --json?" },
		{ { "disarm", "-j" }, "as -j; see tcpwho --help" },
		{ { "--p", "80" }, "did you mean --pid, --port or --probe?" },
		{ { "report", "--p=8", "x" }, "mean --pid or --port?" },
		{ { "--user", "root" }, "did you mean --uid?" },
		{ { "--src=::1" }, "did you mean --source?" },
		{ { "check", "--user=1" }, "as --user; see tcpwho --help" },
		{ { "-port", "80" }, "what is -port? Did you mean --port?" },
		{ { "-t", "-write", "x" }, "Did you mean --write?" },
		{ { "-by", "PORT" }, "what is -by? Did you mean --by?" },
		{ { "-verbose" }, "what is -verbose? Did you mean --verb" },
		{ { "-tx" }, "no such option as -x; see tcpwho --help" },
		{ { "-v", "complete" }, "what is complete? A command to run" },
		{ { "-P", "rot" }, "--port rot: give ports from 1 to 65535" },
		{ { "--probe=bth" }, "\"bth\"; did you mean both, of auto" },
		{ { "--probe=x" }, "\"x\"; there are auto both accept" },
		{ { "-u", "1,rot" }, "\"rot\"; did you mean root?" },
		{ { "-u", "no:one" }, "--uid no:one: give users of /etc" },
	};
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(parse(&opts, error, cases[i].words), -1);
		if (!strstr(error, cases[i].expected))
			fail_msg("\"%s\" lacks \"%s\"", error,
				 cases[i].expected);
	}
}

static void test_opts_values(void **state)
{
	static const char *const words[WORDS] = {
		"-JHqn", "7", "-d", "2m", "-b", "64",
	};
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	(void)state;
	assert_int_equal(parse(&opts, error, words), 0);
	assert_true(opts.is_json);
	assert_true(opts.has_no_header);
	assert_int_equal(opts.level, LOG_ERROR);
	assert_int_equal(opts.count, 7);
	assert_int_equal(opts.duration_ns, 120000000000);
	assert_int_equal(opts.buffer_kb, 64);
	assert_null(opts.command);
}

static void test_opts_filters(void **state)
{
	static const char *const words[WORDS] = {
		"-46p1,2", "--uid=!root", "-c", "a*", "-P22", "-s", "::1,::3",
	};
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	(void)state;
	assert_int_equal(parse(&opts, error, words), 0);
	assert_int_equal(opts.filter.families, FILTER_IPV4 | FILTER_IPV6);
	assert_int_equal(opts.filter.pid.count, 1);
	assert_true(opts.filter.uid.is_negated);
	assert_int_equal(opts.filter.uid.count, 1);
	assert_string_equal(opts.filter.cmd.globs[0], "a*");
	assert_int_equal(opts.filter.port.count, 1);
	assert_int_equal(opts.filter.source.count, 2);
}

static void test_opts_summary(void **state)
{
	static const char *const plain[WORDS] = { "report", "-S", "a" };
	static const char *const two[WORDS] = { "report", "-i", "5m", "a",
						"b" };
	static const char *const own[WORDS] = { "report", "--by", "UID", "a",
						"b" };
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	(void)state;
	assert_int_equal(parse(&opts, error, plain), 0);
	assert_true(opts.is_summary);
	assert_int_equal(opts.by.count, 3);
	assert_int_equal(opts.interval_ns, 0);
	/* Who says how it is to be summed up wants it summed up. */
	assert_int_equal(parse(&opts, error, two), 0);
	assert_true(opts.is_summary);
	assert_int_equal(opts.interval_ns, 300000000000);
	assert_int_equal(opts.by.count, 4);
	assert_string_equal(opts.by.columns[0].column->name, "HOST");
	assert_int_equal(parse(&opts, error, own), 0);
	assert_true(opts.is_summary);
	assert_int_equal(opts.by.count, 1);
}

static void test_opts_check(void **state)
{
	static const char *const plain[WORDS] = { "check" };
	static const char *const words[WORDS] = { "check", "-J", "-b", "8" };
	static const char *const run[WORDS] = { "--", "check" };
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	(void)state;
	assert_int_equal(parse(&opts, error, plain), 0);
	assert_int_equal(opts.action, OPTS_CHECK);
	assert_int_equal(parse(&opts, error, words), 0);
	assert_int_equal(opts.action, OPTS_CHECK);
	assert_true(opts.is_json);
	assert_int_equal(opts.buffer_kb, 8);
	assert_int_equal(parse(&opts, error, run), 0);
	assert_int_equal(opts.action, OPTS_RUN);
	assert_string_equal(opts.command[0], "check");
}

static void test_opts_write(void **state)
{
	static const char *const live[WORDS] = { "-w", "a", "-w", "b" };
	static const char *const report[WORDS] = { "report", "a", "-w", "b" };
	static const char *const apart[WORDS] = { "-c", "-cmd", "-w",
						  "-write" };
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	(void)state;
	assert_int_equal(parse(&opts, error, live), 0);
	assert_string_equal(opts.write, "b");
	assert_int_equal(parse(&opts, error, report), 0);
	assert_string_equal(opts.write, "b");
	assert_int_equal(opts.file_count, 1);
	assert_string_equal(opts.files[0], "a");
	/* An argument that stands apart may look like anything. */
	assert_int_equal(parse(&opts, error, apart), 0);
	assert_string_equal(opts.write, "-write");
	assert_string_equal(opts.filter.cmd.globs[0], "-cmd");
	assert_int_equal(parse(&opts, error, (const char *[WORDS]){ "-t" }), 0);
	assert_null(opts.write);
}

static void test_opts_report(void **state)
{
	static const char *const one[WORDS] = { "report", "-J", "a" };
	static const char *const behind[WORDS] = { "report", "a", "-t", "-" };
	static const char *const own[WORDS] = { "report", "-o", "CMD", "a",
						"b" };
	static const char *const dashes[WORDS] = { "report", "--", "-J" };
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	(void)state;
	assert_int_equal(parse(&opts, error, one), 0);
	assert_int_equal(opts.action, OPTS_REPORT);
	assert_true(opts.is_json);
	assert_int_equal(opts.file_count, 1);
	assert_string_equal(opts.files[0], "a");
	assert_string_equal(opts.columns.column[0]->name, "UID");
	/* Of several files rows say which one's they are. */
	assert_int_equal(parse(&opts, error, behind), 0);
	assert_int_equal(opts.file_count, 2);
	assert_string_equal(opts.files[1], "-");
	assert_string_equal(opts.columns.column[0]->name, "TIME");
	assert_string_equal(opts.columns.column[1]->name, "HOST");
	assert_int_equal(parse(&opts, error, own), 0);
	assert_int_equal(opts.columns.count, 1);
	assert_int_equal(parse(&opts, error, dashes), 0);
	assert_string_equal(opts.files[0], "-J");
	assert_false(opts.is_json);
}

static void test_opts_command(void **state)
{
	static const char *const words[WORDS] = {
		"-v", "--", "ls", "-l", "--", "x",
	};
	char error[OPTS_ERROR_SIZE];
	struct opts opts;

	(void)state;
	assert_int_equal(parse(&opts, error, words), 0);
	assert_int_equal(opts.level, LOG_DEBUG);
	assert_string_equal(opts.command[0], "ls");
	assert_string_equal(opts.command[1], "-l");
	assert_string_equal(opts.command[2], "--");
	assert_string_equal(opts.command[3], "x");
	assert_null(opts.command[4]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_opts_columns),
		cmocka_unit_test(test_opts_refused),
		cmocka_unit_test(test_opts_values),
		cmocka_unit_test(test_opts_filters),
		cmocka_unit_test(test_opts_summary),
		cmocka_unit_test(test_opts_check),
		cmocka_unit_test(test_opts_write),
		cmocka_unit_test(test_opts_report),
		cmocka_unit_test(test_opts_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
