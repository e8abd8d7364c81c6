/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names of threads that a recording has saved.
 */
#ifndef TCPWHO_CMDLINES_H
#define TCPWHO_CMDLINES_H

#include <stddef.h>
#include <stdint.h>

#include "conn.h"

/* Few threads accept most connections: these need not be looked up. */
#define CMDLINES_KNOWN 64

struct cmdlines_known {
	uint32_t tid;
	char cmd[CONN_CMD_SIZE];
};

struct cmdlines {
	struct cmdlines_entry *entries; /* by thread id */
	size_t count;
	struct cmdlines_known known[CMDLINES_KNOWN];
};

/**
 * cmdlines_parse - the text of saved_cmdlines, lines of an id and a name
 * @text: borrowed until cmdlines_free
 *
 * Lines that are none are left out. Returns 0, or -1 with errno ENOMEM.
 */
int cmdlines_parse(struct cmdlines *cmdlines, const char *text, size_t length);
void cmdlines_free(struct cmdlines *cmdlines);

/**
 * cmdlines_find - the name of thread @tid
 * @name: set to where it is, unterminated
 *
 * Returns its length, 0 when it is not known.
 */
size_t cmdlines_find(const struct cmdlines *cmdlines, uint32_t tid,
		     const char **name);

/**
 * cmdlines_copy - the same into the CONN_CMD_SIZE bytes of @cmd
 *
 * With zeros behind it, which it is made of when it is not known.
 */
void cmdlines_copy(struct cmdlines *cmdlines, uint32_t tid, char *cmd);

#endif
