/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The accept queues of all listeners: who was established and not yet taken.
 */
#ifndef TCPWHO_QUEUE_H
#define TCPWHO_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conn.h"
#include "listeners.h"

/* Connections that wait at most; older ones are forgotten. */
#define QUEUE_MAX 16384

/*
 * A connection enters its queue a few microseconds before it is established
 * (net/ipv4/tcp_minisocks.c, tcp_check_req). Nearer to each other than this, on
 * two CPUs, the order of two is not known.
 */
#define QUEUE_FUZZ_NS 20000

#define QUEUE_NONE (-1)

enum queue_list { QUEUE_WAITING, QUEUE_CLOSED, QUEUE_LISTS };

struct queue_entry {
	struct conn conn;
	int listener;
	uint32_t closed_by; /* thread; 0: still open */
	uint64_t closed_ns;
	bool is_claimed; /* see queue_claim */
	int same_hash;
	struct {
		int prev, next;
	} in[QUEUE_LISTS];
};

struct queue;

/** queue_new - returns NULL with errno; freed with queue_free, takes NULL */
struct queue *queue_new(void);
void queue_free(struct queue *queue);

/** queue_listeners - whose queues they are */
struct listeners *queue_listeners(struct queue *queue);

/**
 * queue_establish - @point (see points.h) is in a queue from now on
 *
 * Of times before the first one, 0, the order is not known.
 */
void queue_establish(struct queue *queue, const struct conn *point);

/** queue_find - the one between these addresses and ports, or QUEUE_NONE */
int queue_find(const struct queue *queue, const struct conn *conn);

/** queue_same - whether both have the same addresses and ports */
bool queue_same(const struct conn *a, const struct conn *b);

/** queue_at - the entry of a number */
const struct queue_entry *queue_at(const struct queue *queue, int entry);

/** queue_close - thread @tid has closed it, so it was accepted before */
void queue_close(struct queue *queue, int entry, uint32_t tid, uint64_t at_ns);

/** queue_next_closed - those nobody has taken, oldest first; begin with
 * QUEUE_NONE */
int queue_next_closed(const struct queue *queue, int entry);

/**
 * queue_take - a call that returned at @exit_ns has taken it
 *
 * So those in front of it were taken before: the queue is in step.
 */
void queue_take(struct queue *queue, int entry, uint64_t exit_ns);

/**
 * queue_first - whom a call has taken, by the order of the queue alone
 * @enter_ns: when it was called, @exit_ns: when it returned
 *
 * Returns QUEUE_NONE when that is not certain.
 */
int queue_first(struct queue *queue, const struct listeners_key *key,
		uint64_t enter_ns, uint64_t exit_ns);

/**
 * queue_claim - a call has returned one of those that are left, but which is
 *	not known
 * @port: of its listener; 0: not known, and it may have returned none of them
 *
 * Returns whether there was one that it can have been, and no such call before.
 */
bool queue_claim(struct queue *queue, uint16_t port, uint64_t enter_ns,
		 uint64_t exit_ns);

/** queue_owner - the listener of an entry; port 0 when not known for certain */
struct listeners_key queue_owner(const struct queue *queue, int entry);

/** queue_only - the only listener for whom somebody waits; port 0: none */
struct listeners_key queue_only(const struct queue *queue, uint64_t exit_ns);

/** queue_expire - forget what can be nobody's any more before @now_ns */
void queue_expire(struct queue *queue, uint64_t now_ns);

/** queue_count - how many wait */
size_t queue_count(const struct queue *queue);

#endif
