/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trace instance of our own: ring buffers that nobody else fills.
 */
#ifndef TCPWHO_INSTANCE_H
#define TCPWHO_INSTANCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <tracefs.h>

/* All zero, but for free_buffer_fd -1, is none. */
struct instance {
	/*
	 * Before 5.9 (7ef282e05132) a reader of any instance keeps all others
	 * from being removed, too.
	 */
	bool shares_readers;
	char name[40]; /* of the group of our events too */
	char *dir;
	struct tracefs_instance *tracefs;
	int free_buffer_fd; /* while open, the kernel keeps the buffers */
};

/**
 * instance_create - make it and set it up, recording what is enabled in it
 * @buffer_kb: ring buffer per CPU
 *
 * Returns 0, or -1 after it has said why; instance_destroy removes what was
 * made even so.
 */
int instance_create(struct instance *instance, uint64_t buffer_kb);

/**
 * instance_is_there - whether that of process @pid is
 *
 * Not if its name is another one because that one was taken.
 */
bool instance_is_there(pid_t pid);

/** instance_buffer_kb - what each CPU has got; 0 where that is not told */
uint64_t instance_buffer_kb(const struct instance *instance);

/**
 * instance_cpus - how many have got it: those that are online
 *
 * buffer_total_size_kb counts all that are possible, with a buffer or without.
 */
unsigned instance_cpus(void);

/**
 * instance_write_event - write to a file of an event, in this instance alone
 *
 * Returns 0, or -1 with errno.
 */
int instance_write_event(const struct instance *instance, const char *system,
			 const char *event, const char *file, const char *text);

/**
 * instance_destroy - remove it, and with it all that is enabled in it
 *
 * Returns 0, or -1 after it has said what is left.
 */
int instance_destroy(struct instance *instance);

#endif
