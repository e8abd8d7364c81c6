/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owns a perf event for each CPU that writes threads' ends into a ring of its
 * own, and looks into these when asked. Never sleeps on them, and takes
 * nothing out: the kernel overwrites the oldest. They go when we do.
 */
#include "exits.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "lacks.h"
#include "walltime.h"

/* 1,000 starts and ends of threads, and a few more. */
#define RING_SIZE 32768

/* The kernel may be writing one now, where the oldest of them is. */
#define MARGIN (2 * sizeof(struct record))

/* PERF_RECORD_FORK and PERF_RECORD_EXIT, as perf_event_open(2) has them. */
struct record {
	struct perf_event_header header;
	uint32_t pid, ppid, tid, ptid;
	uint64_t time;
};

/* Of more text the start says enough. */
#define ONLINE_SIZE 128

struct exits {
	bool is_backward; /* the kernel writes from the ring's end to its start */
	uint64_t since_ns;
	uint64_t slept_ns; /* that the machine had by then */
	int online_fd;
	char online[ONLINE_SIZE]; /* "0-3", then */
	size_t page_size, ring_size;
	size_t count;
	struct perf_event_mmap_page *pages[]; /* NULL: a CPU that was off */
};

/* Shorter is the time between two clock reads. */
#define SLEEP_NS 100000000

static uint64_t slept_ns(void)
{
	return walltime_boot_ns() - walltime_mono_ns();
}

/* At a tenth of the price of sysconf(3), which opens it each time. */
static void read_online(const struct exits *exits, char *text)
{
	ssize_t n = pread(exits->online_fd, text, ONLINE_SIZE - 1, 0);

	text[n > 0 ? n : 0] = '\0';
}

/* One that counts nothing and writes records of one size. */
static int open_event(int cpu, bool is_backward)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_DUMMY,
		.exclude_kernel = 1, /* of it there is more to be allowed */
		.task = 1,
		.write_backward = is_backward,
		.use_clockid = 1,
		.clockid = CLOCK_MONOTONIC,
	};

	return syscall(SYS_perf_event_open, &attr, -1, cpu, -1,
		       PERF_FLAG_FD_CLOEXEC);
}

/*
 * A ring that is overwritten can be read from its newest record back since 4.7
 * (9ecda41acb97). Before, it can as well where all records have one size.
 */
static bool can_write_backward(void)
{
	int fd = open_event(0, true);

	if (fd >= 0)
		close(fd);
	return !lacks("write_backward") && (fd >= 0 || errno != EINVAL);
}

/* What is mapped for reading alone is overwritten, and keeps the event. */
static int map_ring(struct exits *exits, int cpu)
{
	int fd = open_event(cpu, exits->is_backward);
	void *page;

	/* A CPU that is off has no threads that could end. */
	if (fd < 0)
		return errno == ENODEV ? 0 : -1;
	page = mmap(NULL, exits->page_size + exits->ring_size, PROT_READ,
		    MAP_SHARED, fd, 0);
	close(fd);
	if (page == MAP_FAILED)
		return -1;
	exits->pages[cpu] = page;
	return 0;
}

struct exits *exits_open(void)
{
	size_t count = sysconf(_SC_NPROCESSORS_CONF);
	struct exits *exits = calloc(1, offsetof(struct exits, pages[count]));
	int error;

	if (!exits)
		return NULL;
	exits->count = count;
	exits->is_backward = can_write_backward();
	exits->slept_ns = slept_ns();
	exits->online_fd =
		open("/sys/devices/system/cpu/online", O_RDONLY | O_CLOEXEC);
	read_online(exits, exits->online);
	exits->page_size = sysconf(_SC_PAGESIZE);
	exits->ring_size =
		exits->page_size > RING_SIZE ? exits->page_size : RING_SIZE;
	for (size_t i = 0; i < count; i++) {
		if (!map_ring(exits, i))
			continue;
		error = errno;
		exits_close(exits);
		errno = error;
		return NULL;
	}
	exits->since_ns = walltime_mono_ns();
	return exits;
}

bool exits_is_whole(const struct exits *exits)
{
	char online[ONLINE_SIZE];

	read_online(exits, online);
	return (int64_t)(slept_ns() - exits->slept_ns) < SLEEP_NS &&
	       !strcmp(online, exits->online);
}

void exits_close(struct exits *exits)
{
	if (!exits)
		return;
	for (size_t i = 0; i < exits->count; i++)
		if (exits->pages[i])
			munmap(exits->pages[i],
			       exits->page_size + exits->ring_size);
	if (exits->online_fd >= 0)
		close(exits->online_fd);
	free(exits);
}

/*
 * Bytes written so far. Backward, the kernel's own count moves towards 0, and
 * on from there.
 */
static uint64_t load_written(const struct exits *exits, size_t cpu)
{
	uint64_t head = __atomic_load_n(&exits->pages[cpu]->data_head,
					__ATOMIC_ACQUIRE);

	return exits->is_backward ? -head : head;
}

/*
 * Copies the record that ends @back bytes before the @written ones do; false:
 * it has been overwritten.
 */
static bool copy_record(const struct exits *exits, size_t cpu, uint64_t written,
			uint64_t back, struct record *record)
{
	const char *data = (const char *)exits->pages[cpu] + exits->page_size;
	uint64_t at = written - back;

	at = exits->is_backward ? -at : at - sizeof(*record);
	memcpy(record, data + (at & (exits->ring_size - 1)), sizeof(*record));
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	written = load_written(exits, cpu) - written;
	return back + written + sizeof(*record) + MARGIN <= exits->ring_size;
}

/*
 * From the newest back to @ts_ns; @found becomes the first to end since.
 * Returns false where the ring does not reach back so far: the one that was
 * meant may be overwritten, and what is there of somebody who had its id later.
 */
static bool search(const struct exits *exits, size_t cpu, uint32_t tid,
		   uint64_t ts_ns, struct record *found)
{
	uint64_t written = load_written(exits, cpu);
	struct record record;

	for (uint64_t back = 0; copy_record(exits, cpu, written, back, &record);
	     back += sizeof(record)) {
		/* What was never written is nought. */
		if (record.header.size != sizeof(record) || record.time < ts_ns)
			return true;
		if (record.header.type == PERF_RECORD_EXIT &&
		    record.tid == tid && record.time < found->time)
			*found = record;
	}
	return false;
}

struct exits_end exits_find(const struct exits *exits, uint32_t tid,
			    uint64_t ts_ns)
{
	const struct exits_end nobody = { .pid = 0 };
	struct record found = { .pid = 0, .time = UINT64_MAX };

	if (!exits || ts_ns < exits->since_ns)
		return nobody;
	for (size_t i = 0; i < exits->count; i++)
		if (exits->pages[i] && !search(exits, i, tid, ts_ns, &found))
			return nobody;
	return found.pid ? (struct exits_end){ found.pid, found.time } : nobody;
}
