/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads that accept: which process they are of, and whether they are there.
 */
#ifndef TCPWHO_THREADS_H
#define TCPWHO_THREADS_H

#include <stdbool.h>
#include <stdint.h>

#include "conn.h"
#include "exits.h"

/*
 * The kernel accepts for io_uring in threads of the process that it names
 * itself, iou-wrk-TID and iou-sqp-PID (io_uring/io-wq.c, sqpoll.c, since
 * 5.12). Whoever calls a thread of his own so has it shown under the name of
 * its process, which is as true.
 */
#define THREADS_HELPER "iou-"

/* Remembered in a round; more of them are merely asked for again. */
#define THREADS_MOST 256

struct known_thread {
	uint64_t round; /* in which it was asked for */
	uint32_t tid;
	uint32_t pid; /* 0: nobody knows */
	uint32_t uid;
	bool has_uid;		 /* asked for, known or not */
	uint64_t start_ns;	 /* since boot; 0: not asked */
	uint64_t asked_ns;	 /* it was there then, for certain */
	uint64_t ended_ns;	 /* 0: it has not, for all we know */
	char cmd[CONN_CMD_SIZE]; /* of the process, once asked for */
};

struct threads {
	int proc_fd;
	struct exits *exits; /* NULL: nobody says who has ended */
	uint64_t round;
	uint64_t now_ns;    /* when it began */
	uint64_t looked_ns; /* whether all CPUs are watched */
	struct known_thread slots[THREADS_MOST];
};

/**
 * threads_open - remember nobody yet
 * @proc_fd: /proc, borrowed
 * @watches: whether to know those that end from now on, too
 */
void threads_open(struct threads *threads, int proc_fd, bool watches);
void threads_close(struct threads *threads);

/** threads_forget - a round begins: what was asked before may no longer hold */
void threads_forget(struct threads *threads);

/** threads_at - what is remembered of a thread, or of another one */
static inline struct known_thread *threads_at(struct threads *threads,
					      uint32_t tid)
{
	return &threads->slots[tid % THREADS_MOST];
}

/**
 * threads_is_told - whether all that is wanted of @conn's is its process, and
 * that was asked for in this round
 */
bool threads_is_told(const struct threads *threads,
		     const struct known_thread *thread,
		     const struct conn *conn);

/** threads_ask - find out about the thread of @conn, unless it is known */
void threads_ask(const struct threads *threads, struct known_thread *thread,
		 const struct conn *conn);

/**
 * threads_has_successor - whether the thread's id has gone to somebody else
 * since @ts_ns, CLOCK_MONOTONIC, so that it is not the one that was meant
 */
bool threads_has_successor(const struct threads *threads,
			   struct known_thread *thread, uint64_t ts_ns);

/**
 * threads_is_since - whether who started at @start_ns, since boot, did so
 * after @ts_ns, CLOCK_MONOTONIC
 */
bool threads_is_since(uint64_t start_ns, uint64_t ts_ns);

/** threads_is_helper - whether the kernel runs it for a process */
bool threads_is_helper(const struct conn *conn);

/**
 * threads_wants_uid - whether its user is not known yet
 *
 * An accept without addresses is one whose graft tells the rest.
 */
bool threads_wants_uid(const struct conn *conn);

#endif
