/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The witnesses as data: which function each probes, and where.
 */
#ifndef TCPWHO_WITNESS_H
#define TCPWHO_WITNESS_H

#include <stdbool.h>

#include "fields.h"

struct witness {
	const char *name;
	bool is_return;
	const char *function;
	const char *sock; /* the accepted one; NULL: the first argument */
	const char *filter;
	const char *filter_pairs; /* the same of fields that are pairs */
};

extern const struct witness witnesses[FIELDS_EVENTS];

#endif
