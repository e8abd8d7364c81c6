/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How this program lays out the records of its own events. For the modules
 * that write and read them alone; records of others may be laid out
 * otherwise, as their format says.
 */
#ifndef TCPWHO_ROWFIELDS_H
#define TCPWHO_ROWFIELDS_H

#include <netinet/in.h>
#include <stdint.h>

#include "rowevent.h"

/*
 * Ids for the file alone. No kernel has so many events that a reader could
 * take them for its own, and KernelShark keeps them in 15 bits.
 */
enum { ROWFIELDS_ROW_ID = 30001, ROWFIELDS_LOST_ID, ROWFIELDS_WIDE_ID };
_Static_assert(ROWFIELDS_WIDE_ID <= INT16_MAX, "KernelShark shows no others");

struct rowfields_common {
	uint16_t type;
	uint8_t flags;
	uint8_t preempt_count;
	int32_t pid;
};

struct rowfields_row {
	struct rowfields_common common;
	uint64_t time_ns;
	uint32_t tgid;
	uint32_t uid;
	uint32_t cpu;
	uint32_t host; /* __data_loc: length and offset */
	uint16_t family;
	uint16_t sport;
	uint16_t dport;
	uint16_t witnesses;
	struct in6_addr saddr;
	struct in6_addr daddr;
	char comm[CONN_CMD_SIZE];
};

/* A row of which more is known, as few columns tell. */
struct rowfields_wide {
	struct rowfields_row row;
	uint64_t wait_ns;
	uint32_t queue;
	uint32_t backlog;
	uint32_t netns;
	uint32_t state;
	uint32_t interface; /* __data_loc, as are these */
	uint32_t user;
	uint32_t cgroup;
	uint32_t reserved;
};

struct rowfields_lost {
	struct rowfields_common common;
	uint64_t count;
	uint64_t from_ns;
	uint64_t until_ns;
	uint64_t length_ns;
	uint64_t established;
	uint32_t cause;
	uint32_t is_counted;
};

enum { COMMON_TYPE, COMMON_FLAGS, COMMON_PREEMPT_COUNT, COMMON_PID, FIRST };
enum {
	ROW_TIME = FIRST,
	ROW_TGID,
	ROW_UID,
	ROW_CPU,
	ROW_HOST,
	ROW_FAMILY,
	ROW_SPORT,
	ROW_DPORT,
	ROW_WITNESSES,
	ROW_SADDR,
	ROW_DADDR,
	ROW_COMM,
	ROW_FIELDS,
	ROW_WAIT = ROW_FIELDS,
	ROW_QUEUE,
	ROW_BACKLOG,
	ROW_NETNS,
	ROW_STATE,
	ROW_INTERFACE,
	ROW_USER,
	ROW_CGROUP,
	WIDE_FIELDS
};
enum {
	LOST_COUNT = FIRST,
	LOST_FROM,
	LOST_UNTIL,
	LOST_LENGTH,
	LOST_ESTABLISHED,
	LOST_CAUSE,
	LOST_IS_COUNTED,
	LOST_FIELDS
};
_Static_assert(WIDE_FIELDS <= ROWEVENT_FIELDS && LOST_FIELDS <= ROWEVENT_FIELDS,
	       "every field must have its place");

#endif
