/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any user can choose a thread's name: whatever it is, each record comes back
 * as it was, and no record comes that was not.
 */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"
#include "decode.h"
#include "tracetext.h"

static const char accept_format[] =
	"name: accept\nID: 1554\nformat:\n"
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
	"\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n"
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
	"\tfield:unsigned long __probe_func;\toffset:8;\tsize:8;\tsigned:0;\n"
	"\tfield:u64 skaddr;\toffset:24;\tsize:8;\tsigned:0;\n"
	"\tfield:u32 saddr;\toffset:64;\tsize:4;\tsigned:0;\n"
	"\tfield:u32 daddr;\toffset:68;\tsize:4;\tsigned:0;\n"
	"\tfield:u16 dport;\toffset:72;\tsize:2;\tsigned:0;\n"
	"\tfield:u16 sport;\toffset:74;\tsize:2;\tsigned:0;\n"
	"\tfield:u16 family;\toffset:76;\tsize:2;\tsigned:0;\n"
	"\tfield:__data_loc char[] comm;\toffset:80;\tsize:4;\tsigned:1;\n\n";

#define TID 4711
#define CPU 3

struct fixture {
	struct tracetext tracetext;
	struct decoder decoder;
	char text[1 << 16];
	size_t used;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	*state = fixture;
	assert_int_equal(decode_init(&fixture->decoder, FIELDS_ACCEPT,
				     accept_format, strlen(accept_format)),
			 0);
	return tracetext_learn(&fixture->tracetext, FIELDS_ACCEPT,
			       accept_format, strlen(accept_format));
}

static int tear_down(void **state)
{
	free(*state);
	return 0;
}

/* As the kernel prints one; @outer is the name that it has saved. */
static void add(struct fixture *fixture, const char *outer, const char *name,
		unsigned sport)
{
	fixture->used += sprintf(
		fixture->text + fixture->used,
		"%16s-%-7d [%03d] %5d.%06d: accept: (inet_accept+0x30/0x80 <- "
		"inet_csk_accept) skaddr=0xff11000005272f80 saddr=0x100007f "
		"daddr=0x100007f dport=34452 sport=%u family=2 comm=\"%s\"\n",
		outer, TID, CPU, 2, 924721, sport, name);
}

static void add_text(struct fixture *fixture, const char *text)
{
	fixture->used += sprintf(fixture->text + fixture->used, "%s", text);
}

static enum tracetext_kind next(struct fixture *fixture, const char **at,
				struct conn *conn)
{
	struct tracetext_line line;
	enum tracetext_kind kind = tracetext_next(
		&fixture->tracetext, at, fixture->text + fixture->used, &line);

	if (kind == TRACETEXT_RECORD)
		assert_int_equal(decode(&fixture->decoder, &line.record, conn),
				 DECODE_OK);
	if (kind == TRACETEXT_MARKED)
		*conn = (struct conn){ .ts_ns = line.record.ts_ns };
	return kind;
}

static void assert_is(const struct conn *conn, const char *name, unsigned port)
{
	assert_string_equal(conn->cmd, name);
	assert_int_equal(conn->port, port);
	assert_int_equal(conn->tid, TID);
	assert_int_equal(conn->cpu, CPU);
	assert_int_equal(conn->ts_ns, 2924721000ULL);
	assert_int_equal(conn->family, 4);
	assert_int_equal(conn->port_source, 0x9486); /* 34452, swapped */
}

static const char *const names[] = {
	"nginx",
	"",
	"a b",
	"\"",
	"\"\"",
	"\"\n",
	"\n",
	"\n\n\n\n",
	"x=1",
	"] ",
	"accept:",
	"-1 [000] 1.2: ",
	"comm=\"x\"\n",
	"\"\n-1 [000] 1.0",
	"\"\n         x-1",
	"\"\nCPU:1 [LOST",
	"\"\n#",
	"# ",
	"\\x0a",
	"\"\n CPU:1",
	"skaddr=0x1",
	"a: (b) skaddr=0",
	"\xff\xfe\x01",
	"123456789012345",
	"\"\n\"\n\"\n\"\n\"\n\"\n\"\n\"",
};

static void test_names(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < COUNT_OF(names); i++)
		for (size_t j = 0; j < COUNT_OF(names); j++) {
			const char *at = fixture->text;
			struct conn conn;

			fixture->used = 0;
			add(fixture, names[j], names[i], 1);
			add(fixture, names[i], names[j], 2);
			add_text(fixture, "CPU:1 [LOST 12 EVENTS]\n");
			add(fixture, "<...>", names[i], 3);
			assert_int_equal(next(fixture, &at, &conn),
					 TRACETEXT_RECORD);
			assert_is(&conn, names[i], 1);
			assert_int_equal(next(fixture, &at, &conn),
					 TRACETEXT_RECORD);
			assert_is(&conn, names[j], 2);
			assert_int_equal(next(fixture, &at, &conn),
					 TRACETEXT_LOST);
			assert_int_equal(next(fixture, &at, &conn),
					 TRACETEXT_RECORD);
			assert_is(&conn, names[i], 3);
			assert_ptr_equal(at, fixture->text + fixture->used);
		}
}

/* Of what records are made of, by chance but always the same. */
static void random_name(char *name)
{
	static const char *const pieces[] = {
		"\"",	"\n", " ",   "-",  "1",	 "[0", "] ", ".000000: ",
		"CPU:", "#",  "x",   "=",  ":",	 "(",  ")",  "accept: ",
		"0x",	"12", "com", "\"", "\n", "7",
	};
	size_t length = rand() % CONN_CMD_SIZE, used = 0;

	while (used < length)
		used += snprintf(name + used, length + 1 - used, "%s",
				 pieces[rand() % COUNT_OF(pieces)]);
	name[length] = '\0';
}

static void test_random_names(void **state)
{
	struct fixture *fixture = *state;

	srand(1);
	for (int round = 0; round < 20000; round++) {
		char name[8][2 * CONN_CMD_SIZE] = { "" },
				 outer[2 * CONN_CMD_SIZE] = "";
		const char *at = fixture->text;
		struct conn conn;

		fixture->used = 0;
		for (int i = 0; i < 8; i++) {
			random_name(name[i]);
			random_name(outer);
			add(fixture, outer, name[i], i + 1);
		}
		for (int i = 0; i < 8; i++) {
			assert_int_equal(next(fixture, &at, &conn),
					 TRACETEXT_RECORD);
			assert_is(&conn, name[i], i + 1);
		}
		assert_ptr_equal(at, fixture->text + fixture->used);
	}
}

/* What is no text of the kernel's is refused, and read to its end only. */
static void test_damaged(void **state)
{
	struct fixture *fixture = *state;
	struct conn conn;

	add(fixture, "sshd", "sshd", 22);
	for (size_t cut = 1; cut < fixture->used; cut++) {
		char *text = malloc(cut);
		struct tracetext_line line;
		const char *at = text;

		memcpy(text, fixture->text, cut);
		assert_int_equal(tracetext_next(&fixture->tracetext, &at,
						text + cut, &line),
				 TRACETEXT_BAD);
		free(text);
	}
	fixture->used = 0;
	add_text(fixture, "            evil-1 [000]  1.000000: other: text\n");
	assert_int_equal(next(fixture, &(const char *){ fixture->text }, &conn),
			 TRACETEXT_BAD);
}

static void test_header_and_mark(void **state)
{
	struct fixture *fixture = *state;
	const char *at = fixture->text;
	struct conn conn;

	fixture->used = 0;
	add_text(fixture, "# tracer: nop\n#\n");
	add_text(fixture, "              sh-151     [000]      2.877265: "
			  "tracing_mark_write: " TRACETEXT_MARK "\n");
	add_text(fixture, "CPU:0 [LOST EVENTS]\n");
	assert_int_equal(next(fixture, &at, &conn), TRACETEXT_NOTHING);
	assert_int_equal(next(fixture, &at, &conn), TRACETEXT_NOTHING);
	assert_int_equal(next(fixture, &at, &conn), TRACETEXT_MARKED);
	assert_int_equal(conn.ts_ns, 2877265000ULL);
	assert_int_equal(next(fixture, &at, &conn), TRACETEXT_LOST);
	assert_ptr_equal(at, fixture->text + fixture->used);
}

static void test_formats(void **state)
{
	struct tracetext tracetext = { .count = 0 };

	(void)state;
	assert_int_equal(tracetext_learn(&tracetext, FIELDS_ACCEPT, "", 0), -1);
	assert_int_equal(tracetext_learn(&tracetext, FIELDS_ACCEPT,
					 "ID: 1\nformat:\n", 14),
			 -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_random_names, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_damaged, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_header_and_mark, set_up,
						tear_down),
		cmocka_unit_test(test_formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
