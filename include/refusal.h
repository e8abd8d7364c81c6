/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why the kernel would not do it, in one sentence that says what to do.
 */
#ifndef TCPWHO_REFUSAL_H
#define TCPWHO_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>

/* What was being done when it failed. */
enum refusal_step {
	REFUSAL_MOUNT,	  /* find or mount tracefs */
	REFUSAL_INSTANCE, /* make our instance and set it up */
	REFUSAL_BUFFER,	  /* size the ring buffers */
	REFUSAL_DEFINE,	  /* define the event */
	REFUSAL_ENABLE,	  /* enable it */
	REFUSAL_POINTS,	  /* find the tracepoints */
};

/* What is known about the machine when a step has failed. */
struct refusal {
	enum refusal_step step;
	int error; /* errno of the step */
	bool is_root;
	bool in_user_namespace; /* other than the initial one */
	bool is_locked_down;	/* confidentiality */
	bool has_kprobe_events;
	bool has_function;
	bool kprobes_off;
	const char *function;	 /* that was to be probed */
	const char *kernel_text; /* its error log's last line, or NULL */
};

#define REFUSAL_SIZE 512

/**
 * refusal_format - the sentence for @refusal
 * @buf: REFUSAL_SIZE bytes
 *
 * Pure; refusal_report gathers the facts, formats and prints.
 */
void refusal_format(char *buf, const struct refusal *refusal);

/**
 * refusal_report - say why @step failed with @error
 * @function: that was to be probed, or NULL before it comes to that
 */
void refusal_report(enum refusal_step step, int error, const char *function);

/** refusal_locked_down - whether it is in confidentiality mode */
bool refusal_locked_down(void);

/** refusal_kprobes_off - whether debugfs' kprobes/enabled says 0 */
bool refusal_kprobes_off(void);

/**
 * refusal_kprobes_switch - debugfs' kprobes/enabled, to look at it often
 *
 * Returns a descriptor to close, or -1.
 */
int refusal_kprobes_switch(void);

/** refusal_switched_off - whether it says 0 now; never for -1 */
bool refusal_switched_off(int fd);

#endif
