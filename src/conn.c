/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A connection of which nothing is known. Never changes.
 */
#include "conn.h"

const struct conn conn_unknown = {
	.uid = CONN_UID_UNKNOWN,
	.cpu = CONN_CPU_UNKNOWN,
};
