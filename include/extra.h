/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What some columns want beyond what every row has, as bits. It costs
 * something at each accept, so it is recorded, or looked up, when a column
 * that was asked for wants it.
 */
#ifndef TCPWHO_EXTRA_H
#define TCPWHO_EXTRA_H

enum extra {
	EXTRA_USER = 1,
	EXTRA_CGROUP = 2,
	EXTRA_STATE = 4,
	EXTRA_NETNS = 8,
	EXTRA_IF = 16,
	EXTRA_WAIT = 32,
	EXTRA_QUEUE = 64,
};

/* All that can be recorded. */
#define EXTRA_ALL 127

#endif
