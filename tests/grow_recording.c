/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes a large recording of a small one, for benchmarks: the records of
 * its accepts over and over, in full sub-buffers, on two CPUs.
 *
 *	grow_recording SMALL.dat ACCEPTS >LARGE.dat
 *
 * SMALL.dat must be uncompressed, of version 6, little-endian and of two
 * CPUs in the top buffer, as tests/data/recordings/5.10-v6.dat is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datmap.h"
#include "decode.h"
#include "recording.h"

#define PAGE 4096
#define CPUS 2
#define MAX_RECORDS 1000

/* Between a thread's accept and its graft, and between two accepts. */
#define GRAFT_NS 1000
#define STEP_NS 10000

struct copy {
	const void *data;
	size_t size;
	bool is_accept;
};

static struct copy records[MAX_RECORDS];
static size_t record_count;
static uint64_t first_ts;

static void die(const char *what)
{
	fprintf(stderr, "grow_recording: %s\n", what);
	exit(1);
}

static void learn(void *context, const char *system, const char *format,
		  size_t length)
{
	enum fields_event event;

	(void)system;
	for (event = 0; event < FIELDS_EVENTS; event++) {
		char name[32];

		snprintf(name, sizeof(name), "name: %s\n",
			 fields_event_name(event));
		if (!strncmp(format, name, strlen(name)))
			decode_init(context, event, format, length);
	}
}

/* Pairs only: what one witness alone saw is left out. */
static void collect(struct recording *recording, struct decoder *decoder,
		    size_t stream)
{
	struct rawrec record, accept = { .size = 0 };
	struct conn conn;

	while (recording_next(recording, stream, &record) > 0) {
		if (decode(decoder, &record, &conn) != DECODE_OK)
			continue;
		if (!first_ts)
			first_ts = record.ts_ns;
		if (conn.witnesses == CONN_ACCEPT) {
			accept = record;
			continue;
		}
		if (!accept.size || record_count + 2 > MAX_RECORDS)
			continue;
		records[record_count++] =
			(struct copy){ accept.data, accept.size, true };
		records[record_count++] =
			(struct copy){ record.data, record.size, false };
		accept.size = 0;
	}
}

/* The sub-buffers of one CPU; returns how many. */
static uint64_t write_cpu(uint64_t accepts, unsigned cpu, FILE *file)
{
	uint64_t ts = first_ts + cpu * STEP_NS / CPUS, written = 0, pages = 0;
	unsigned char page[PAGE];
	size_t next = 0;

	while (written < accepts) {
		uint64_t page_ts = ts, last = ts, commit;
		size_t used = 16;

		while (written < accepts) {
			const struct copy *copy = &records[next];
			uint32_t head = copy->size / 4 | (ts - last) << 5;
			uint32_t length = copy->size + 4;
			size_t words = copy->size > 112 ? 2 : 1;

			if (used + 4 * words + copy->size > PAGE)
				break;
			if (words == 2)
				head = (ts - last) << 5;
			memcpy(page + used, &head, 4);
			memcpy(page + used + 4, &length, 4);
			used += 4 * words;
			memcpy(page + used, copy->data, copy->size);
			used += copy->size;
			last = ts;
			ts += copy->is_accept ? GRAFT_NS : STEP_NS - GRAFT_NS;
			written += !copy->is_accept;
			next = (next + 1) % record_count;
		}
		commit = used - 16;
		memset(page + used, 0, PAGE - used);
		memcpy(page, &page_ts, 8);
		memcpy(page + 8, &commit, 8);
		if (file && fwrite(page, PAGE, 1, file) != 1)
			die("cannot write");
		pages++;
	}
	return pages;
}

/* The headers of the small one, with other places and sizes in its table. */
static void write_headers(const struct recording *recording, char *data,
			  uint64_t accepts)
{
	const struct datfile_stream *streams =
		recording_file(recording)->streams;
	uint64_t start = streams[0].offset, offset = start;
	char *table = memmem(data, start, "flyrecord", 10);

	if (!table)
		die("it has no table");
	table += 10;
	for (unsigned cpu = 0; cpu < CPUS; cpu++) {
		uint64_t size = write_cpu(accepts, cpu, NULL) * PAGE;

		memcpy(table + cpu * 16, &offset, 8);
		memcpy(table + cpu * 16 + 8, &size, 8);
		offset += size;
	}
	if (fwrite(data, start, 1, stdout) != 1)
		die("cannot write");
}

int main(int argc, char **argv)
{
	uint64_t accepts = argc == 3 ? strtoull(argv[2], NULL, 10) / CPUS : 0;
	struct decoder decoder = { .count = 0 };
	struct recording *recording;
	char error[DATFILE_ERROR_SIZE], *copy;
	struct datmap map;

	if (!accepts || datmap_open(&map, argv[1]))
		die("usage: grow_recording SMALL.dat ACCEPTS >LARGE.dat");
	recording = recording_open(map.data, map.size, false, error);
	if (!recording || recording_streams(recording) != CPUS)
		die("it is not what it must be");
	datfile_events(recording_file(recording), learn, &decoder);
	for (size_t i = 0; i < CPUS; i++)
		collect(recording, &decoder, i);
	if (!record_count)
		die("there are no accepts in it");
	copy = malloc(map.size);
	if (!copy)
		die("out of memory");
	memcpy(copy, map.data, map.size);
	write_headers(recording, copy, accepts);
	for (unsigned cpu = 0; cpu < CPUS; cpu++)
		write_cpu(accepts, cpu, stdout);
	free(copy);
	recording_close(recording);
	datmap_close(&map);
	return fflush(stdout) ? 1 : 0;
}
