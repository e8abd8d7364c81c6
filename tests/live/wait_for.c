/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waits until a condition holds of those that scenarios wait for most, and
 * fails when it does not within a minute. It looks without starting a process for
 * each look, which takes an emulated machine as long as ten accepts. Says
 * nothing: what waits knows what for.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <regex.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
	"usage: wait_for CONDITION ARGUMENT…\n"
	"  has_line REGEX FILE   FILE has a line that matches, as grep's do\n"
	"  has_times COUNT REGEX FILE\n"
	"                        FILE has that many of them at least\n"
	"  has_lines COUNT FILE  FILE has that many lines at least\n"
	"  is_gone PID           there is no such process\n"
	"  all_sleep PID COUNT   a process has more than COUNT threads, and all\n"
	"                        of them sleep\n";

enum { PAUSE_US = 10000, PATIENCE_S = 60 };

static bool matches(const char *pattern, long count, const char *path)
{
	FILE *file = fopen(path, "r");
	regex_t regex;
	char *line = NULL;
	size_t size = 0;

	if (!file)
		return false;
	if (regcomp(&regex, pattern, REG_NOSUB))
		exit(2);
	while (count > 0 && getline(&line, &size, file) > 0) {
		line[strcspn(line, "\n")] = '\0';
		count -= !regexec(&regex, line, 0, NULL, 0);
	}
	free(line);
	regfree(&regex);
	fclose(file);
	return count <= 0;
}

static bool has_line(char **args)
{
	return matches(args[0], 1, args[1]);
}

static bool has_times(char **args)
{
	return matches(args[1], atol(args[0]), args[2]);
}

static bool has_lines(char **args)
{
	FILE *file = fopen(args[1], "r");
	long missing = atol(args[0]);
	int c;

	if (!file)
		return false;
	while (missing > 0 && (c = getc_unlocked(file)) != EOF)
		missing -= c == '\n';
	fclose(file);
	return missing <= 0;
}

static bool is_gone(char **args)
{
	return kill(atoi(args[0]), 0) && errno == ESRCH;
}

/* One that has ended meanwhile does not sleep. */
static bool sleeps(const char *folder, const char *thread)
{
	char path[300], text[256], *state;
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/stat", folder, thread);
	file = fopen(path, "r");
	if (!file)
		return false;
	length = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[length] = '\0';
	state = strrchr(text, ')');
	return state && !strncmp(state, ") S", 3);
}

static bool all_sleep(char **args)
{
	char folder[32];
	struct dirent *entry;
	struct stat st;
	long wanted = atol(args[1]), threads = 0;
	bool all = true;
	DIR *dir;

	snprintf(folder, sizeof(folder), "/proc/%.10s/task", args[0]);
	/* A folder that links to each: thousands need not be read to be counted. */
	if (stat(folder, &st) || (long)st.st_nlink <= wanted)
		return false;
	dir = opendir(folder);
	while (dir && all && (entry = readdir(dir)) != NULL) {
		if (!isdigit((unsigned char)*entry->d_name))
			continue;
		all = sleeps(folder, entry->d_name);
		threads++;
	}
	if (dir)
		closedir(dir);
	return all && threads > wanted;
}

static const struct condition {
	const char *name;
	int arguments;
	bool (*holds)(char **args);
} conditions[] = {
	{ "has_line", 2, has_line },   { "has_times", 3, has_times },
	{ "has_lines", 2, has_lines }, { "is_gone", 1, is_gone },
	{ "all_sleep", 2, all_sleep },
};

static const struct condition *find(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(conditions) / sizeof(*conditions); i++)
		if (argc > 1 && !strcmp(argv[1], conditions[i].name) &&
		    argc == 2 + conditions[i].arguments)
			return &conditions[i];
	fputs(usage, stderr);
	exit(2);
}

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	const struct condition *condition = find(argc, argv);
	double until = seconds() + PATIENCE_S;

	while (!condition->holds(argv + 2)) {
		if (seconds() > until)
			return 1;
		usleep(PAUSE_US);
	}
	return 0;
}
