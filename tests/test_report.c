/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command report as a whole, in a child each time: what it prints, what
 * it says and how it ends.
 */
#include "unit.h"

#include <fcntl.h>
#include <glob.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.h"
#include "report.h"

#define RECORDING(name) "tests/data/recordings/" name ".dat"
#define WORDS 8

/* What its status cannot be. */
#define KEPT_ROOT 77

struct outcome {
	int status;
	char out[1 << 16];
	char err[1 << 12];
};

static void read_back(FILE *file, char *buf, size_t size)
{
	rewind(file);
	buf[fread(buf, 1, size - 1, file)] = '\0';
	fclose(file);
}

static void run_child(const char *const *words, int in, int out, int err)
{
	char *argv[WORDS + 3] = { (char *)"tcpwho", (char *)"report" };
	char error[OPTS_ERROR_SIZE];
	struct opts opts = { .count = 0 };
	int argc = 2, status;

	while (argc - 2 < WORDS && words[argc - 2]) {
		argv[argc] = (char *)words[argc - 2];
		argc++;
	}
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	if (opts_parse(&opts, argc, argv, error))
		_exit(2);
	status = report_run(&opts);
	_exit(geteuid() == 0 ? KEPT_ROOT : status);
}

static void run_from(struct outcome *outcome, const char *const *words, int in)
{
	FILE *out = scratch_stream(), *err = scratch_stream();
	pid_t child;
	int status;

	child = fork();
	if (!child)
		run_child(words, in, fileno(out), fileno(err));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	outcome->status = WEXITSTATUS(status);
	read_back(out, outcome->out, sizeof(outcome->out));
	read_back(err, outcome->err, sizeof(outcome->err));
}

static void run(struct outcome *outcome, const char *const *words)
{
	run_from(outcome, words, STDIN_FILENO);
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; (text = strchr(text, '\n')) != NULL; text++)
		count++;
	return count;
}

static void assert_says(const char *text, const char *wanted)
{
	if (!strstr(text, wanted))
		fail_msg("\"%s\" lacks \"%s\"", text, wanted);
}

/* A part of a recording as a file of its own, which the caller removes. */
static void cut_recording(char *path, const char *from, size_t length)
{
	char data[1 << 16];
	FILE *file = fopen(from, "rb");
	int fd = scratch_file(path);

	assert_non_null(file);
	length = fread(data, 1, length, file);
	assert_int_equal(write(fd, data, length), length);
	fchmod(fd, 0644);
	close(fd);
	fclose(file);
}

static void test_report_one(void **state)
{
	static const char *const words[WORDS] = { RECORDING("6.12-v7-zstd") };
	static struct outcome outcome;

	(void)state;
	run(&outcome, words);
	assert_int_equal(outcome.status, 0);
	assert_int_equal(count_lines(outcome.out), 21);
	assert_memory_equal(
		outcome.out,
		"   UID              CMD    PID   PORT        IP_SOURCE\n"
		"     0         worker.1      -   5000        127.0.0.1\n",
		108);
	assert_string_equal(outcome.err, "tcpwho: 20 accepts, 0 lost\n");
}

static void test_report_count(void **state)
{
	static const char *const words[WORDS] = { "-H", "-n", "3",
						  RECORDING("5.10-v6") };
	static struct outcome outcome;

	(void)state;
	run(&outcome, words);
	assert_int_equal(outcome.status, 0);
	assert_int_equal(count_lines(outcome.out), 3);
}

/* Each earlier than the one behind it, and of both machines. */
static void test_report_several(void **state)
{
	static const char *const words[WORDS] = {
		"-J",
		"-o",
		"TIME,PORT,HOST",
		RECORDING("6.12-v7-zstd"),
		RECORDING("5.10-v6-date"),
		RECORDING("6.1-v7-none"),
	};
	static struct outcome outcome;
	char *line, *rest = outcome.out;
	const char *last = "";

	(void)state;
	run(&outcome, words);
	assert_int_equal(outcome.status, 0);
	assert_int_equal(count_lines(outcome.out), 60);
	assert_string_equal(outcome.err, "tcpwho: 60 accepts, 0 lost\n");
	while ((line = strsep(&rest, "\n")) && *line) {
		assert_says(line, "\"time\":\"2");
		assert_says(line, "\"host\":\"tcpwho\"");
		/* The time comes first and is as long in each. */
		assert_true(strncmp(last, line, 40) <= 0);
		last = line;
	}
}

#define TRUTH_COLUMNS "UID,CMD,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY"

/* Options, and which lines of the truth they let pass. */
static const struct filter_case {
	const char *words[4];
	const char *wanted;   /* in each line of the truth that passes */
	const char *unwanted; /* and this in none; NULL: no matter */
} filter_cases[] = {
	{ { "-P", "5000" }, "\"port\":5000,", NULL },
	{ { "-P", "1-4999,5001,6000-65535" }, "\"port\":5001,", NULL },
	{ { "-P", "!5001-5002" }, "\"port\":", "\"port\":500[12]," },
	{ { "-P", "22" }, "none", NULL },
	{ { "-u", "root" }, "\"uid\":0,", NULL },
	{ { "-u", "4000-4999" }, "\"uid\":4321,", NULL },
	{ { "-u", "!root" }, "\"uid\":", "\"uid\":0," },
	{ { "-c", "worker.[12]" }, "\"cmd\":\"worker.[12]\"", NULL },
	{ { "-c", "!worker*" }, "\"cmd\":", "\"cmd\":\"worker" },
	{ { "-c", "two \"words\"" }, "\"cmd\":\"two ", NULL },
	{ { "-4" }, "\"family\":4}", NULL },
	{ { "-6" }, "\"family\":6}", NULL },
	{ { "-4", "-6" }, "\"family\":", NULL },
	{ { "-s", "::/0" }, "\"ip_source\":\"::1\"", NULL },
	{ { "-s", "127.0.0.0/8" }, "\"ip_source\":\"127.0.0.1\"", NULL },
	{ { "-s", "!127.0.0.1" }, "\"ip_source\":\"::1\"", NULL },
	{ { "-4", "-P5001" }, "\"port\":5001,.*:4}", NULL },
	{ { "-p", "1-4194304" }, "none", NULL },
	{ { "-p", "!1" }, "\"uid\":", NULL },
};

static int compare_lines(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static size_t sort_lines(char *text, char **lines, size_t max)
{
	size_t count = 0;
	char *line;

	while ((line = strsep(&text, "\n")) && *line) {
		assert_true(count < max);
		lines[count++] = line;
	}
	qsort(lines, count, sizeof(*lines), compare_lines);
	return count;
}

static bool is_found(const char *pattern, const char *line)
{
	regex_t regex;
	bool is_match;

	assert_int_equal(regcomp(&regex, pattern, REG_NOSUB), 0);
	is_match = !regexec(&regex, line, 0, NULL, 0);
	regfree(&regex);
	return is_match;
}

/* Of the truth, the lines that pass; as they are sorted, in their order. */
static size_t pick_lines(const struct filter_case *wanted, char **lines,
			 size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (is_found(wanted->wanted, lines[i]) &&
		    !(wanted->unwanted && is_found(wanted->unwanted, lines[i])))
			lines[kept++] = lines[i];
	return kept;
}

#define TRUTH_LINES 20

static void check_filter(const char *path, char *truth,
			 const struct filter_case *wanted)
{
	const char *const *words = wanted->words;
	const char *const all[WORDS] = { "-Jo",	   TRUTH_COLUMNS, path,
					 words[0], words[1],	  words[2],
					 words[3] };
	char *truths[TRUTH_LINES], *rows[TRUTH_LINES], account[128] = "";
	size_t count = sort_lines(truth, truths, TRUTH_LINES), kept;
	static struct outcome outcome;

	run(&outcome, all);
	assert_int_equal(outcome.status, 0);
	kept = pick_lines(wanted, truths, count);
	assert_int_equal(sort_lines(outcome.out, rows, TRUTH_LINES), kept);
	for (size_t i = 0; i < kept; i++)
		assert_string_equal(rows[i], truths[i]);
	snprintf(account, sizeof(account), "tcpwho: %zu accepts, 0 lost%c",
		 kept, kept < count ? ';' : '\n');
	assert_says(outcome.err, account);
	snprintf(account, sizeof(account), "; %zu filtered out", count - kept);
	if (kept < count)
		assert_says(outcome.err, account);
}

static void read_truth(const char *name, char *truth, size_t size)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "tests/data/recordings/%s.json", name);
	file = fopen(path, "r");
	assert_non_null(file);
	read_back(file, truth, size);
}

/* The truth filtered by regular expressions is what comes out. */
static void test_report_filters(void **state)
{
	static const char *const recordings[] = { "5.10-v6", "6.1-v7-instance",
						  "6.12-v7-zstd",
						  "6.12-listen" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(recordings) * COUNT_OF(filter_cases);
	     i++) {
		const char *name = recordings[i / COUNT_OF(filter_cases)];
		char path[64], truth[1 << 14];

		read_truth(name, truth, sizeof(truth));
		snprintf(path, sizeof(path), "tests/data/recordings/%s.dat",
			 name);
		check_filter(path, truth,
			     &filter_cases[i % COUNT_OF(filter_cases)]);
	}
}

/* What passes counts, and what is not known is told. */
static void test_report_filtered_count(void **state)
{
	static const char *const words[WORDS] = { "-P5001", "-n5",
						  RECORDING("6.1-v6") };
	static const char *const lacking[WORDS] = { "-p", "1", "-P", "5002",
						    RECORDING("6.1-v6") };
	static struct outcome outcome;

	(void)state;
	run(&outcome, words);
	assert_int_equal(count_lines(outcome.out), 6);
	assert_says(outcome.err, "tcpwho: 5 accepts, 0 lost; ");
	run(&outcome, lacking);
	assert_int_equal(count_lines(outcome.out), 1);
	assert_string_equal(outcome.err,
			    "tcpwho: 0 accepts, 0 lost; 20 filtered out, 4 of "
			    "them for a value that is not known\n");
}

/* What a line of the truth is counted by: from CMD on to before TID. */
static void cut_key(char *line)
{
	char *from = strstr(line, "\"cmd\""), *to = strstr(line, ",\"tid\"");

	assert_true(from && to);
	*to = '\0';
	memmove(line + 1, from, strlen(from) + 1);
}

/* Each group of the truth's lines is a line that says how many they are. */
static void check_summary(char *truth, const char *out)
{
	char *lines[TRUTH_LINES], wanted[256];
	size_t count = sort_lines(truth, lines, TRUTH_LINES), groups = 0, same;

	for (size_t i = 0; i < count; i++)
		cut_key(lines[i]);
	qsort(lines, count, sizeof(*lines), compare_lines);
	for (size_t i = 0; i < count; i += same, groups++) {
		same = 1;
		while (i + same < count && !strcmp(lines[i], lines[i + same]))
			same++;
		snprintf(wanted, sizeof(wanted),
			 "%s,\"count\":%zu,\"rate\":", lines[i], same);
		assert_says(out, wanted);
	}
	assert_int_equal(count_lines(out), groups);
}

static void test_report_summary(void **state)
{
	static const char *const recordings[] = { "5.10-v6-date", "6.1-v7-zstd",
						  "6.12-v7-zlib" };
	static struct outcome outcome;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(recordings); i++) {
		char path[64], truth[1 << 14];
		const char *const words[WORDS] = { "-JS", "--by",
						   "CMD,PORT,IP_SOURCE", path };

		snprintf(path, sizeof(path), "tests/data/recordings/%s.dat",
			 recordings[i]);
		read_truth(recordings[i], truth, sizeof(truth));
		run(&outcome, words);
		assert_int_equal(outcome.status, 0);
		assert_string_equal(outcome.err,
				    "tcpwho: 20 accepts, 0 lost\n");
		check_summary(truth, outcome.out);
	}
}

/* When an interval began is known where it is known when its rows were. */
static void test_report_intervals(void **state)
{
	static const char *const dated[] = {
		"-Ji", "1h", "--by", "FAMILY", RECORDING("6.12-own"), NULL
	};
	static const char *const undated[] = {
		"-Ji", "1h", "--by", "FAMILY", RECORDING("6.1-v6"), NULL
	};
	static const char *const first[] = {
		"-J", "-n", "1", "-o", "TIME", RECORDING("6.12-own"), NULL
	};
	char *time, expected[128];
	struct outcome outcome;

	(void)state;
	run(&outcome, first);
	time = strchr(outcome.out, ':');
	assert_non_null(time);
	snprintf(expected, sizeof(expected),
		 "{\"interval\":1,\"interval_start\"%.*s,\"family\":",
		 (int)strcspn(time, "}"), time);
	run(&outcome, dated);
	assert_says(outcome.out, expected);
	run(&outcome, undated);
	assert_says(outcome.out, "{\"interval\":1,\"interval_start\":null,"
				 "\"family\":");
}

static void test_report_summary_filtered(void **state)
{
	static const char *const words[WORDS] = { "-H", "--by", "FAMILY,PORT",
						  "-P!5000",
						  RECORDING("6.1-v6") };
	static struct outcome outcome;

	(void)state;
	run(&outcome, words);
	assert_int_equal(outcome.status, 0);
	assert_int_equal(count_lines(outcome.out), 3);
	assert_says(outcome.out, "     4   5001        4 ");
	assert_says(outcome.out, "     6   5001        4 ");
	assert_says(outcome.out, "     4   5002        4 ");
	assert_string_equal(outcome.err, "tcpwho: 12 accepts, 0 lost; "
					 "8 filtered out\n");
}

/* A column that was not recorded, other than one that has nothing to tell. */
static void test_report_unseen(void **state)
{
	static const char *const words[] = { "-o", "+WAIT,IF,QUEUE",
					     RECORDING("6.12-own"), NULL };
	static const char *const summary[] = { "--by", "PORT,WAIT",
					       RECORDING("6.12-own"), NULL };
	static const char *const none[] = {
		"-o", "WAIT", "-P", "1", RECORDING("6.12-own"), NULL
	};
	struct outcome outcome;

	(void)state;
	run(&outcome, words);
	assert_int_equal(outcome.status, 0);
	assert_says(outcome.err, "no row has WAIT,QUEUE: what is "
				 "recorded is what was asked for, by tcpwho "
				 "-o +WAIT,QUEUE -w FILE");
	run(&outcome, words + 2);
	assert_string_equal(outcome.err, "tcpwho: 20 accepts, 0 lost\n");
	run(&outcome, summary);
	assert_says(outcome.err, "no row has WAIT: ");
	/* Of no row at all there is nothing to say. */
	run(&outcome, none);
	assert_int_equal(count_lines(outcome.err), 1);
}

static void test_report_pipe(void **state)
{
	static const char *const words[WORDS] = { "-" };
	static struct outcome outcome;
	FILE *pipe = popen("cat " RECORDING("6.1-v7-instance"), "r");

	(void)state;
	assert_non_null(pipe);
	run_from(&outcome, words, fileno(pipe));
	assert_int_equal(pclose(pipe), 0);
	assert_int_equal(outcome.status, 0);
	assert_int_equal(count_lines(outcome.out), 21);
}

/* What can be read is printed; that something could not be is the status. */
static void test_report_missing(void **state)
{
	static const char *const words[WORDS] = { "/nonexistent/x",
						  RECORDING("5.10-v6"),
						  "tests/data/recordings" };
	static struct outcome outcome;

	(void)state;
	run(&outcome, words);
	assert_int_equal(outcome.status, 1);
	assert_int_equal(count_lines(outcome.out), 21);
	assert_says(outcome.err, "cannot read /nonexistent/x: No such file");
	assert_says(outcome.err, "cannot read tests/data/recordings: Is a dir");
	assert_says(outcome.err, "\ntcpwho: 20 accepts, 0 lost\n");
}

static void test_report_cut(void **state)
{
	char path[SCRATCH_SIZE];
	const char *const words[WORDS] = { path };
	static struct outcome outcome;

	(void)state;
	cut_recording(path, RECORDING("6.1-v6"), 33000);
	run(&outcome, words);
	unlink(path);
	assert_int_equal(outcome.status, 0);
	assert_true(count_lines(outcome.out) > 1);
	assert_says(outcome.err, " is cut short: it ends at byte 33000, with "
				 "3864 still to come");
}

static void test_report_headers_only(void **state)
{
	char path[SCRATCH_SIZE];
	const char *const words[WORDS] = { path };
	static struct outcome outcome;

	(void)state;
	cut_recording(path, RECORDING("6.1-v6"), 500);
	run(&outcome, words);
	unlink(path);
	assert_int_equal(outcome.status, 1);
	assert_string_equal(outcome.out, "");
	assert_says(outcome.err, "it is cut short inside its headers, at byte "
				 "500");
}

/* Of others' events it says which there are. */
static void test_report_no_events(void **state)
{
	char path[SCRATCH_SIZE], data[1 << 16];
	const char *const words[WORDS] = { path };
	static struct outcome outcome;
	FILE *file;
	size_t length;

	(void)state;
	cut_recording(path, RECORDING("5.10-v6"), sizeof(data));
	file = fopen(path, "r+b");
	length = fread(data, 1, sizeof(data), file);
	memcpy(memmem(data, length, "name: accept", 12), "name: acorns", 12);
	memcpy(memmem(data, length, "name: graft", 11), "name: grape", 11);
	rewind(file);
	assert_int_equal(fwrite(data, 1, length, file), length);
	fclose(file);
	run(&outcome, words);
	unlink(path);
	assert_int_equal(outcome.status, 1);
	assert_says(outcome.err, "it has 2: ");
	assert_says(outcome.err, "tcpwho:acorns");
	assert_says(outcome.err, "tcpwho:grape");
}

static void test_report_nowhere(void **state)
{
	static const char *const words[WORDS] = { RECORDING("6.12-v7-zlib") };
	int full = open("/dev/full", O_WRONLY), status;
	pid_t child;

	(void)state;
	if (full < 0)
		skip_because("there is no /dev/full");
	child = fork();
	if (!child)
		run_child(words, STDIN_FILENO, full, full);
	close(full);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 1);
}

#define ALL                                                                \
	"TIME,UID,CMD,PID,TID,PORT,IP_LOCAL,IP_SOURCE,PORT_SOURCE,FAMILY," \
	"CPU,HOST"

/* From what is written, the same rows and the same account come again. */
static void assert_comes_again(const char *from, const char *path)
{
	const char *const write[WORDS] = { "-J", "-o", ALL, "-w", path, from };
	const char *const read[WORDS] = { "-J", "-o", ALL, path };
	static struct outcome first, second;

	run(&first, write);
	run(&second, read);
	assert_int_equal(first.status, 0);
	assert_int_equal(second.status, 0);
	assert_true(count_lines(first.out) >= 20);
	assert_string_equal(second.out, first.out);
	assert_string_equal(second.err, first.err);
}

static void test_report_write(void **state)
{
	char path[SCRATCH_SIZE];
	glob_t files;

	(void)state;
	close(scratch_file(path));
	assert_int_equal(glob(RECORDING("*"), 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		assert_comes_again(files.gl_pathv[i], path);
	globfree(&files);
	/* In the place of what it was read from. */
	assert_comes_again(path, path);
	unlink(path);
}

/* Of several machines one file, in which each row knows its own. */
static void test_report_write_several(void **state)
{
	char path[SCRATCH_SIZE], here[SCRATCH_SIZE];
	const char *const write[WORDS] = { "-o",
					   "HOST,TIME,PORT",
					   "-w",
					   path,
					   RECORDING("5.10-v6-date"),
					   here,
					   RECORDING("6.12-v7-zstd") };
	const char *const read[WORDS] = { "-o", "HOST,TIME,PORT", path };
	static struct outcome first, second;
	char data[1 << 16], *name;
	size_t length;
	FILE *file;

	(void)state;
	close(scratch_file(path));
	cut_recording(here, RECORDING("6.1-v7-none"), sizeof(data));
	file = fopen(here, "r+b");
	length = fread(data, 1, sizeof(data), file);
	name = memmem(data, length, "Linux tcpwho ", 13);
	assert_non_null(name);
	memcpy(name, "Linux others ", 13);
	rewind(file);
	assert_int_equal(fwrite(data, 1, length, file), length);
	fclose(file);
	run(&first, write);
	run(&second, read);
	unlink(path);
	unlink(here);
	assert_int_equal(first.status, 0);
	assert_int_equal(count_lines(first.out), 61);
	assert_says(first.out, "          others ");
	assert_says(first.out, "          tcpwho ");
	assert_string_equal(second.out, first.out);
	assert_string_equal(second.err, first.err);
}

static void test_report_write_nowhere(void **state)
{
	static const char *const words[WORDS] = { "-w", "/dev/null",
						  RECORDING("5.10-v6") };
	static struct outcome outcome;

	(void)state;
	run(&outcome, words);
	/* It has not come to looking into a file. */
	assert_int_equal(outcome.status, geteuid() == 0 ? KEPT_ROOT : 1);
	assert_string_equal(outcome.out, "");
	assert_string_equal(outcome.err,
			    "tcpwho: cannot write /dev/null: it is no regular "
			    "file, name another\n");
}

static size_t read_saved(char *buf, size_t size)
{
	FILE *file = fopen(saved_at, "rb");
	size_t length;

	assert_non_null(file);
	length = fread(buf, 1, size, file);
	fclose(file);
	return length;
}

/* What is there stays while there is nothing to take its place. */
static void test_report_nothing_to_write(void **state)
{
	static const char *const options[] = { "--html", "-w" };
	static const char *const bad[] = { "Makefile", "/nonexistent",
					   "/dev/null" };
	static char before[1 << 16], after[1 << 16];
	static struct outcome outcome;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		const char *good[WORDS] = { options[i], saved_at,
					    RECORDING("5.10-v6") };
		size_t size;

		unlink(saved_at);
		run(&outcome, good);
		assert_int_equal(outcome.status, 0);
		size = read_saved(before, sizeof(before));
		assert_uint_in_range(size, 4096, sizeof(before) - 1);
		for (size_t j = 0; j < COUNT_OF(bad); j++) {
			const char *words[WORDS] = { options[i], saved_at,
						     bad[j] };

			run(&outcome, words);
			assert_true(outcome.status == 1 ||
				    outcome.status == KEPT_ROOT);
			assert_int_equal(read_saved(after, sizeof(after)),
					 size);
			assert_memory_equal(after, before, size);
		}
	}
}

/* Nor is anything made where nothing was. */
static void test_report_nothing_written(void **state)
{
	const char *const words[WORDS] = { "--html", saved_at, "Makefile" };
	static struct outcome outcome;

	(void)state;
	run(&outcome, words);
	assert_int_equal(outcome.status, 1);
	assert_int_equal(access(saved_at, F_OK), -1);
}

/* A limit of its size stands for a disk that is full. */
static void test_report_page_full(void **state)
{
	const char *const words[WORDS] = { "--html", saved_at,
					   RECORDING("5.10-v6") };
	struct rlimit old, small;
	static char before[1 << 16], after[1 << 16];
	static struct outcome outcome;
	size_t size;

	(void)state;
	run(&outcome, words);
	size = read_saved(before, sizeof(before));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = size / 2;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	run(&outcome, words);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(outcome.status, 1);
	assert_says(outcome.err, "cannot write the page");
	assert_int_equal(read_saved(after, sizeof(after)), size);
	assert_memory_equal(after, before, size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_report_one),
		cmocka_unit_test(test_report_count),
		cmocka_unit_test(test_report_several),
		cmocka_unit_test(test_report_filters),
		cmocka_unit_test(test_report_filtered_count),
		cmocka_unit_test(test_report_summary),
		cmocka_unit_test(test_report_intervals),
		cmocka_unit_test(test_report_summary_filtered),
		cmocka_unit_test(test_report_unseen),
		cmocka_unit_test(test_report_pipe),
		cmocka_unit_test(test_report_missing),
		cmocka_unit_test(test_report_cut),
		cmocka_unit_test(test_report_headers_only),
		cmocka_unit_test(test_report_no_events),
		cmocka_unit_test(test_report_nowhere),
		cmocka_unit_test(test_report_write),
		cmocka_unit_test(test_report_write_several),
		cmocka_unit_test(test_report_write_nowhere),
		IN_FOLDER(test_report_nothing_to_write),
		IN_FOLDER(test_report_nothing_written),
		IN_FOLDER(test_report_page_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
