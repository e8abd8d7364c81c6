/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who listens, and whether the order of a queue can be believed.
 */
#ifndef TCPWHO_LISTENERS_H
#define TCPWHO_LISTENERS_H

#include <stdbool.h>
#include <stdint.h>

#include "conn.h"

/* Which listener; several sockets may be one. */
struct listeners_key {
	struct in6_addr ip; /* the unspecified one: all */
	uint16_t port;	    /* 0: unknown */
	uint16_t family;    /* as for socket(2) */
};

#define LISTENERS 4096

/* Stands for those of whom it is not known which they are. */
#define LISTENERS_NOBODY 0

struct listener {
	struct listeners_key key; /* port 0: a free place */
	unsigned sockets; /* of the same key: which of them has it is unknown */
	uint64_t since_ns, until_ns; /* 0: still */
	bool is_in_step;
	uint64_t step_ns; /* since then */
	/* All that were established before the one were taken by the other */
	uint64_t mark_ns, mark_exit_ns;
	struct {
		int first, last;
	} waiting; /* of the queue's */
};

struct listeners {
	struct listener of[LISTENERS];
	int count;
	uint64_t found_ns;
};

void listeners_init(struct listeners *listeners);

/**
 * listeners_listen - somebody listens
 * @since_ns: from then on; all that is established is told from now on
 */
void listeners_listen(struct listeners *listeners,
		      const struct listeners_key *key, uint64_t since_ns);

/** listeners_shut - and does so no more */
void listeners_shut(struct listeners *listeners,
		    const struct listeners_key *key, uint64_t at_ns);

/**
 * listeners_found - one that was there before, with so many in its queue
 * @at_ns: when; what was told earlier of listeners is in there already
 */
void listeners_found(struct listeners *listeners,
		     const struct listeners_key *key, unsigned backlog,
		     uint64_t at_ns);

/** listeners_find - the one of that key at that time, or NULL */
struct listener *listeners_find(struct listeners *listeners,
				const struct listeners_key *key,
				uint64_t at_ns);

/**
 * listeners_owner - whose @point is, the number of it
 *
 * LISTENERS_NOBODY where several may have it, as in other network namespaces.
 * One that nobody has told of is presumed.
 */
int listeners_owner(struct listeners *listeners, const struct conn *point);

/** listeners_has - whether somebody listens on @port */
bool listeners_has(const struct listeners *listeners, uint16_t port);

/** listeners_same - whether two are one; those of port 0 are none */
bool listeners_same(const struct listeners_key *a,
		    const struct listeners_key *b);

/** listeners_listened - whether one listened all the time between these */
bool listeners_listened(struct listeners *listeners,
			const struct listeners_key *key, uint64_t from_ns,
			uint64_t until_ns);

/** listeners_took - a call that returned at @exit_ns has taken @conn */
void listeners_took(struct listener *listener, const struct conn *conn,
		    uint64_t exit_ns);

/** listeners_doubt - one was taken from this queue, and nobody knows which */
void listeners_doubt(struct listeners *listeners,
		     const struct listeners_key *key);

/** listeners_doubt_all - some of what had to be told is lost */
void listeners_doubt_all(struct listeners *listeners);

#endif
