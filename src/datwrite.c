/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the headers of trace.dat in version 6 (trace-cmd.dat.v6(5)), which
 * every trace-cmd since 2.0 and KernelShark read. In this machine's byte
 * order; knows nothing of records.
 */
#include "datwrite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datfile.h"
#include "rowformat.h"
#include "subbuf.h"
#include "subwrite.h"

#define MAGIC                 \
	"\x17\x08\x44tracing" \
	"6"

/* It counts nanoseconds. */
#define CLOCK "[mono]\n"

/* As the kernel says it (kernel/trace/ring_buffer.c). */
static const char header_page[] =
	"\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
	"\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
	"\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
	"\tfield: char data;\toffset:16;\tsize:4080;\tsigned:0;\n";
static const char header_event[] = "# compressed entry header\n"
				   "\ttype_len    :    5 bits\n"
				   "\ttime_delta  :   27 bits\n"
				   "\tarray       :   32 bits\n"
				   "\n"
				   "\tpadding     : type == 29\n"
				   "\ttime_extend : type == 30\n"
				   "\ttime_stamp : type == 31\n"
				   "\tdata max type_len  == 28\n";
_Static_assert(SUBWRITE_SIZE == 4096 && SUBWRITE_LONG == 8,
	       "header_page says how large sub-buffers are");

static void put8(FILE *to, uint8_t value)
{
	fputc(value, to);
}

static void put16(FILE *to, uint16_t value)
{
	fwrite(&value, sizeof(value), 1, to);
}

static void put32(FILE *to, uint32_t value)
{
	fwrite(&value, sizeof(value), 1, to);
}

static void put64(FILE *to, uint64_t value)
{
	fwrite(&value, sizeof(value), 1, to);
}

/* With its NUL. */
static void put_string(FILE *to, const char *text)
{
	fwrite(text, strlen(text) + 1, 1, to);
}

/* With its length in front instead. */
static void put_text(FILE *to, const char *text, size_t length)
{
	put64(to, length);
	fwrite(text, 1, length, to);
}

static void put_start(FILE *to)
{
	put_string(to, MAGIC);
	put8(to, subbuf_host_is_big());
	put8(to, SUBWRITE_LONG);
	put32(to, SUBWRITE_SIZE);
	put_string(to, "header_page");
	put_text(to, header_page, strlen(header_page));
	put_string(to, "header_event");
	put_text(to, header_event, strlen(header_event));
}

static void put_events(FILE *to)
{
	char format[ROWEVENT_FORMAT_SIZE];

	put32(to, 0); /* of ftrace's own */
	put32(to, 1); /* system */
	put_string(to, ROWEVENT_SYSTEM);
	put32(to, ROWEVENT_KINDS);
	for (int kind = 0; kind < ROWEVENT_KINDS; kind++) {
		size_t length = rowformat_text(format, kind);

		put_text(to, format, length);
	}
	put32(to, 0); /* kallsyms */
	put32(to, 0); /* printk formats */
}

static void put_option(FILE *to, uint16_t id, const char *text)
{
	put16(to, id);
	put32(to, strlen(text) + 1);
	put_string(to, text);
}

static void put_options(FILE *to, const struct datwrite *what)
{
	put_string(to, "options  ");
	/* Nothing to add: each time is the wall clock's as it is. */
	if (what->has_date)
		put_option(to, DATFILE_DATE, "0x0");
	/*
	 * Behind the table it follows again, which is where it is read from.
	 * trace-cmd itself writes nothing here, and since 3.0 takes it from
	 * memory that is not its own: one time in 200 it finds another clock.
	 */
	put_option(to, DATFILE_TRACECLOCK, CLOCK);
	if (what->uname[0])
		put_option(to, DATFILE_UNAME, what->uname);
	put16(to, DATFILE_DONE);
}

static void put_table(FILE *to, const struct datwrite *what, uint64_t start)
{
	for (uint32_t cpu = 0; cpu < what->cpus; cpu++) {
		uint64_t size = what->pages[cpu] * SUBWRITE_SIZE;

		put64(to, start);
		put64(to, size);
		start += size;
	}
}

static size_t put_all(FILE *to, const struct datwrite *what, uint64_t start)
{
	size_t table_at;

	put_start(to);
	put_events(to);
	put_text(to, what->cmdlines, what->cmdlines_length);
	put32(to, what->cpus);
	put_options(to, what);
	put_string(to, "flyrecord");
	table_at = ftell(to);
	put_table(to, what, start);
	put_text(to, CLOCK, strlen(CLOCK));
	return table_at;
}

static size_t up_to_page(size_t size)
{
	return (size + SUBWRITE_SIZE - 1) & ~(size_t)(SUBWRITE_SIZE - 1);
}

int datwrite_head(struct datwrite_head *head, const struct datwrite *what)
{
	FILE *to = open_memstream(&head->bytes, &head->size);
	size_t start;

	if (!to)
		return -1;
	/* Once to see how long it is, once more knowing that. */
	put_all(to, what, 0);
	start = up_to_page(ftell(to));
	rewind(to);
	head->table_at = put_all(to, what, start);
	while ((size_t)ftell(to) < start && !ferror(to))
		put8(to, 0);
	if (!fclose(to))
		return 0;
	free(head->bytes);
	return -1;
}
