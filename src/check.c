/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcpwho check: what set-up has found out, as a table or as JSON Lines. Finds
 * out nothing itself.
 */
#include "check.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "btf.h"
#include "capture.h"
#include "config.h"
#include "escape.h"
#include "exits.h"
#include "faults.h"
#include "log.h"
#include "recorder.h"
#include "walltime.h"

#define MS_NS 1000000
#define TEXT_SIZE 128

struct check {
	bool is_json;
	struct capture_proof proof;
	uint64_t elapsed_ns;
};

static void put_json(const char *text)
{
	char safe[ESCAPE_GROWTH * TEXT_SIZE];
	char quoted[2 * sizeof(safe) + 2];
	size_t length = escape(safe, text, strnlen(text, TEXT_SIZE));

	length = escape_json(quoted, safe, length);
	fwrite(quoted, 1, length, stdout);
}

/* @value is a number or a truth as JSON has it, or text. */
static void put_line(const struct check *check, const char *what,
		     const char *name, const char *value, bool is_text,
		     const char *detail)
{
	if (!check->is_json) {
		printf("%-9s %-20s %-10s %s\n", what, name, value, detail);
		return;
	}
	printf("{\"check\":\"%s\",\"name\":\"%s\",\"value\":", what, name);
	if (is_text)
		put_json(value);
	else
		fputs(value, stdout);
	fputs(",\"detail\":", stdout);
	if (detail[0])
		put_json(detail);
	else
		fputs("null", stdout);
	fputs("}\n", stdout);
}

static void put_text(const struct check *check, const char *what,
		     const char *name, const char *value, const char *detail)
{
	put_line(check, what, name, value, true, detail);
}

static void put_number(const struct check *check, const char *what,
		       const char *name, uint64_t value, const char *detail)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	put_line(check, what, name, text, false, detail);
}

static void put_truth(const struct check *check, const char *what,
		      const char *name, bool value, const char *detail)
{
	const char *text = value ? "true" : "false";

	if (!check->is_json)
		text = value ? "yes" : "no";
	put_line(check, what, name, text, false, detail);
}

static void put_kernel(const struct check *check)
{
	const struct fields_kernel *kernel = &check->proof.probe.kernel;
	struct utsname name;

	uname(&name);
	put_text(check, "kernel", "release", name.release, name.machine);
	if (!kernel->long_size)
		return;
	put_number(check, "kernel", "word_size", kernel->long_size,
		   "bytes, by which struct sock_common is laid out");
	put_truth(check, "kernel", "net_ns", kernel->has_net_ns,
		  "network namespaces");
	put_text(check, "kernel", "arguments",
		 kernel->arguments[1] ? kernel->arguments[1] : "none",
		 "how a function's second one is fetched");
}

static void put_witnesses(const struct check *check)
{
	for (int i = 0; i < FIELDS_EVENTS; i++)
		put_truth(check, "witness", fields_event_name(i),
			  check->proof.probe.witnesses & FIELDS_WITNESS(i),
			  fields_event_function(i));
	put_truth(check, "witness", "tracepoints",
		  check->proof.probe.witnesses == CONN_TRACE,
		  "sees no io_uring, servers in the kernel, 32-bit calls");
}

static void put_btf(const struct check *check)
{
	put_truth(check, "btf", "vmlinux", !access(BTF_VMLINUX, R_OK),
		  BTF_VMLINUX);
}

static void put_offsets(const struct check *check)
{
	const struct offsets *offsets = &check->proof.probe.kernel.offsets;

	for (int i = 0; i < OFFSET_COUNT; i++) {
		const char *source = offsets_source_name(offsets->of[i].source);

		if (offsets_have(offsets, i))
			put_number(check, "offset", offsets_name(i),
				   offsets->of[i].bytes, source);
		else
			put_line(check, "offset", offsets_name(i),
				 check->is_json ? "null" : "-", false, source);
	}
}

static void put_buffer(const struct check *check)
{
	const struct probe_facts *probe = &check->proof.probe;
	char detail[TEXT_SIZE];

	if (!probe->buffer_kb)
		return;
	snprintf(detail, sizeof(detail), "KB for each of %u CPUs", probe->cpus);
	put_number(check, "buffer", "size", probe->buffer_kb, detail);
	put_number(check, "buffer", "total", probe->buffer_kb * probe->cpus,
		   "KB for all that are online");
	put_text(check, "clock", "mono",
		 check->proof.verdict.has_wrong_time ? "wrong" : "proven",
		 "CLOCK_MONOTONIC");
}

static void put_process(const struct check *check)
{
	struct exits *exits = exits_open();

	put_truth(check, "process", "ended", exits != NULL,
		  exits ? "who ends right after an accept, by perf events" :
			  strerror(errno));
	exits_close(exits);
}

/* Without a kernel that was looked at there may be no way to tracefs. */
static void put_recorder(const struct check *check)
{
	const char *complaint = NULL;
	bool exists;

	if (!check->proof.probe.kernel.long_size)
		return;
	exists = recorder_exists();
	if (exists)
		complaint = faults_find();
	put_truth(check, "recorder", "flight_recorder", exists && !complaint,
		  complaint ? complaint :
		  exists    ? "it records" :
			      "tcpwho arm --recorder makes one");
}

static void put_selftest(const struct check *check, unsigned event)
{
	const struct capture_proof *proof = &check->proof;
	static const char *const results[] = {
		[SELFTEST_ABSENT] = "absent",
		[SELFTEST_PROVEN] = "proven",
		[SELFTEST_MISSED] = "missed",
		[SELFTEST_WRONG] = "wrong",
	};

	if (proof->probe.witnesses & FIELDS_WITNESS(event))
		for (int i = 0; i < SELFTEST_ACCEPTS; i++)
			put_text(check, "selftest", selftest_accept_name(i),
				 results[proof->verdict.result[event][i]],
				 event < FIELDS_EVENTS ?
					 fields_event_name(event) :
					 "tracepoints");
}

static void put_cost(const struct check *check)
{
	put_number(check, "cost", "all", check->elapsed_ns / MS_NS,
		   "ms to arm, prove and remove");
	put_number(check, "cost", "calibration",
		   check->proof.probe.calibration_ns / MS_NS, "ms of them");
	put_number(check, "cost", "selftest", check->proof.selftest_ns / MS_NS,
		   "ms of them");
}

static void put_all(const struct check *check)
{
	put_kernel(check);
	put_witnesses(check);
	put_btf(check);
	put_offsets(check);
	put_buffer(check);
	put_process(check);
	put_recorder(check);
	for (unsigned i = 0; i < SELFTEST_WITNESSES; i++)
		put_selftest(check, i);
	put_cost(check);
}

int check_run(const struct opts *opts)
{
	struct check check = { .is_json = opts->is_json };
	uint64_t started_ns = walltime_mono_ns();
	struct probe_config config = config_make(opts, config_is_blind());
	bool has_failed;

	has_failed = capture_check(&config, &check.proof);
	check.elapsed_ns = walltime_mono_ns() - started_ns;
	if (!config.can_prove)
		log_note("inside a pid namespace no self-test can be made: run "
			 "it outside of the container");
	if (!opts->has_no_header && !check.is_json)
		put_text(&check, "CHECK", "NAME", "VALUE", "DETAIL");
	put_all(&check);
	if (fflush(stdout) || ferror(stdout)) {
		log_error("cannot write: %s", strerror(errno));
		return 1;
	}
	return has_failed || !config.can_prove ? 1 : 0;
}
