/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of witnesses, and what they are called. What is fetched is up to
 * fields.
 */
#include "witness.h"

#include <endian.h>

/*
 * The family is the portpair's third 16 bits by memory. Those of AF_INET (2)
 * and AF_INET6 (10) have no other bits than these; nor have AF_UNSPEC and
 * AF_ATMPVC, but nobody accepts from them, and decode drops what it does not
 * know. A second condition would cost each accept some 50 instructions.
 */
#if __BYTE_ORDER == __LITTLE_ENDIAN
#define PAIR_IS_INET "!(portpair&0xfff500000000)"
#else
#define PAIR_IS_INET "!(portpair&0xfff50000)"
#endif

const struct witness witnesses[FIELDS_EVENTS] = {
	/* No sock: the fields are the last record's. */
	[FIELDS_ACCEPT] = { "accept", true, FIELDS_FUNCTION, "$retval",
			    "skaddr!=0", "skaddr!=0" },
	/*
	 * All families pass there, none without a socket: the caller has just
	 * written to it.
	 */
	[FIELDS_GRAFT] = { "graft", false, "security_sock_graft", NULL,
			   "family==2||family==10", PAIR_IS_INET },
};

const char *fields_event_name(enum fields_event event)
{
	return witnesses[event].name;
}

const char *fields_event_function(enum fields_event event)
{
	return witnesses[event].function;
}
