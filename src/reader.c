/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the ring buffers of our instance. The only reader of trace_pipe_raw;
 * knows nothing of what is in a record and never waits.
 */
#include "reader.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "num.h"
#include "walltime.h"

struct cpu {
	uint32_t number;
	int fd;
	bool polled;
	bool has_more; /* in this round */
	uint64_t last_ts_ns;
};

struct reader {
	int epoll_fd;
	struct subbuf *subbuf;
	char *page;
	size_t page_size;
	struct cpu *cpus;
	size_t count;
	uint64_t begin_ns;
	bool is_first_pass; /* of the round */
	uint64_t damaged;
	uint64_t missed;
};

static int open_cpu(struct reader *reader, const char *dir, uint32_t number)
{
	struct cpu *grown;
	char path[512];
	int fd;

	grown = reallocarray(reader->cpus, reader->count + 1, sizeof(*grown));
	if (!grown)
		return -1;
	reader->cpus = grown;
	snprintf(path, sizeof(path), "%s/cpu%u/trace_pipe_raw", dir, number);
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return -1;
	grown[reader->count++] = (struct cpu){ .number = number, .fd = fd };
	return 0;
}

/* By what is there, not 0..n: CPU numbers have holes. */
static int open_cpus(struct reader *reader, const char *instance_dir)
{
	char path[256];
	struct dirent *entry;
	uint64_t number;
	int result = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/per_cpu", instance_dir);
	dir = opendir(path);
	if (!dir)
		return -1;
	while (!result && (entry = readdir(dir)) != NULL)
		if (!strncmp(entry->d_name, "cpu", 3) &&
		    !num_parse(entry->d_name + 3, 0, UINT32_MAX, &number))
			result = open_cpu(reader, path, number);
	closedir(dir);
	return result;
}

static int allocate(struct reader *reader, const struct subbuf_format *format)
{
	size_t page = sysconf(_SC_PAGESIZE);

	/*
	 * A read shorter than a sub-buffer returns pieces without a header.
	 * header_page speaks of the top buffer; ours has the kernel's page.
	 */
	reader->page_size = format->page_size > page ? format->page_size : page;
	reader->page = malloc(reader->page_size);
	reader->subbuf = subbuf_new(format);
	reader->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	return reader->page && reader->subbuf && reader->epoll_fd >= 0 ? 0 : -1;
}

struct reader *reader_open(const char *instance_dir,
			   const struct subbuf_format *format)
{
	struct reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return NULL;
	reader->epoll_fd = -1;
	if (allocate(reader, format) || open_cpus(reader, instance_dir)) {
		int saved = errno;

		reader_close(reader);
		errno = saved;
		return NULL;
	}
	reader_rescan(reader);
	return reader;
}

void reader_close(struct reader *reader)
{
	if (!reader)
		return;
	for (size_t i = 0; i < reader->count; i++)
		close(reader->cpus[i].fd);
	if (reader->epoll_fd >= 0)
		close(reader->epoll_fd);
	subbuf_free(reader->subbuf);
	free(reader->cpus);
	free(reader->page);
	free(reader);
}

int reader_fd(const struct reader *reader)
{
	return reader->epoll_fd;
}

void reader_rescan(struct reader *reader)
{
	for (size_t i = 0; i < reader->count; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.u64 = i };
		struct cpu *cpu = &reader->cpus[i];

		if (!cpu->polled)
			cpu->polled =
				!epoll_ctl(reader->epoll_fd, EPOLL_CTL_ADD,
					   cpu->fd, &event);
	}
}

/*
 * A CPU that was never online polls as an error at once and for ever; it is
 * left out of the set until the next rescan, or we would spin.
 */
static void unpoll(struct reader *reader, struct cpu *cpu)
{
	if (cpu->polled)
		epoll_ctl(reader->epoll_fd, EPOLL_CTL_DEL, cpu->fd, NULL);
	cpu->polled = false;
}

void reader_begin(struct reader *reader)
{
	reader->begin_ns = walltime_mono_ns();
	reader->is_first_pass = true;
	for (size_t i = 0; i < reader->count; i++)
		reader->cpus[i].has_more = true;
}

static void walk_page(struct reader *reader, struct cpu *cpu, size_t length,
		      reader_record record, void *context)
{
	struct rawrec raw;
	int got;

	if (subbuf_load(reader->subbuf, reader->page, length, cpu->number)) {
		reader->damaged++;
		return;
	}
	reader->missed += subbuf_missed(reader->subbuf) != 0;
	while ((got = subbuf_next(reader->subbuf, &raw)) > 0) {
		cpu->last_ts_ns = raw.ts_ns;
		record(context, &raw);
	}
	reader->damaged += got < 0;
}

static void read_cpu(struct reader *reader, struct cpu *cpu,
		     reader_record record, void *context)
{
	ssize_t n = read(cpu->fd, reader->page, reader->page_size);

	if (n > 0) {
		walk_page(reader, cpu, n, record, context);
		/* What came since is for the next round: this one must end. */
		cpu->has_more = cpu->last_ts_ns < reader->begin_ns;
		return;
	}
	cpu->has_more = n < 0 && errno == EINTR;
	if (n < 0 && errno == ENODEV)
		unpoll(reader, cpu);
}

/*
 * The one that is furthest behind, so that no more has to be held back than
 * what lies between the CPUs' pages.
 */
static struct cpu *find_last(const struct reader *reader)
{
	struct cpu *last = NULL;

	for (size_t i = 0; i < reader->count; i++) {
		struct cpu *cpu = &reader->cpus[i];

		if (cpu->has_more &&
		    (!last || cpu->last_ts_ns < last->last_ts_ns))
			last = cpu;
	}
	return last;
}

static void read_all(struct reader *reader, reader_record record, void *context)
{
	for (size_t i = 0; i < reader->count; i++)
		read_cpu(reader, &reader->cpus[i], record, context);
}

bool reader_pass(struct reader *reader, reader_record record, void *context)
{
	struct cpu *cpu = find_last(reader);

	if (reader->is_first_pass)
		read_all(reader, record, context);
	else if (cpu)
		read_cpu(reader, cpu, record, context);
	reader->is_first_pass = false;
	return cpu != NULL;
}

uint64_t reader_horizon(const struct reader *reader)
{
	const struct cpu *last = find_last(reader);

	return last && last->last_ts_ns < reader->begin_ns ? last->last_ts_ns :
							     reader->begin_ns;
}

uint64_t reader_damaged(const struct reader *reader)
{
	return reader->damaged;
}

uint64_t reader_missed(const struct reader *reader)
{
	return reader->missed + reader->damaged;
}
