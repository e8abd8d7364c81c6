/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How many connections the kernel says were established to listeners of this
 * network namespace, accepted or not: a third witness, who knows numbers only.
 */
#ifndef TCPWHO_PASSIVE_H
#define TCPWHO_PASSIVE_H

#include <stdbool.h>
#include <stdint.h>

struct passive {
	int fd;
	bool is_known; /* the kernel tells */
	uint64_t opens;
	uint64_t records; /* that witnesses had made by then */
	uint64_t base;	  /* opens when they made one last */
	uint64_t limit;
};

/** passive_open - with or without success; passive_close ends it */
void passive_open(struct passive *passive);
void passive_close(struct passive *passive);

/**
 * passive_read - ask the kernel; the number is in opens, if is_known
 *
 * Without those that the self-test has made.
 */
void passive_read(struct passive *passive, uint64_t *opens);

/** passive_parse - PassiveOpens out of /proc/net/snmp; 0, or -1 */
int passive_parse(const char *text, uint64_t *opens);

/**
 * passive_look - whether connections are made without any record
 * @opens: what passive_read has read
 * @records: of all witnesses, from the start
 *
 * Returns how many were established since the last record, or 0 while those
 * are too few or too young to make one wonder. They may be nobody's fault:
 * a server need not accept.
 */
uint64_t passive_look(struct passive *passive, uint64_t opens,
		      uint64_t records);

/** passive_wonders - whether passive_look should be called soon */
bool passive_wonders(const struct passive *passive);

/**
 * passive_clear - it was nobody's fault: wonder again at twice as many
 * @records: by now
 * @is_usual: no wonder at all, so that the limit stays
 */
void passive_clear(struct passive *passive, uint64_t records, bool is_usual);

#endif
