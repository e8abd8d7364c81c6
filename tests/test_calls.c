/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which connection a call of accept has returned. */
#include "unit.h"

#include <string.h>
#include <sys/socket.h>

#include "calls.h"
#include "untold.h"

#define MS 1000000ULL
#define LISTENER 3
#define LOOKER 99

static struct {
	struct conn row;
	enum calls_how how;
} rows[64];
static unsigned row_count;

static void take_row(void *context, const struct conn *conn, enum calls_how how)
{
	(void)context;
	assert_true(row_count < COUNT_OF(rows));
	rows[row_count].row = *conn;
	rows[row_count++].how = how;
}

/* By its number a descriptor says what it is. */
static enum calls_listener ask(void *context, const struct conn *row, int fd,
			       struct listeners_key *key)
{
	(void)context;
	(void)row;
	if (fd == LISTENER)
		*key = (struct listeners_key){ addr_of("0.0.0.0"), 80,
					       AF_INET };
	return fd == LISTENER ? CALLS_LISTENER_TCP :
	       fd == 9	      ? CALLS_LISTENER_OTHER :
				CALLS_LISTENER_UNKNOWN;
}

static struct calls *new_pair(void)
{
	const struct calls_hands hands = { .row = take_row,
					   .listener = ask,
					   .own_tid = LOOKER };

	row_count = 0;
	return calls_new(&hands);
}

static struct conn tuple(uint16_t port_source)
{
	return (struct conn){
		.pid = AF_INET,
		.ip_local = addr_of("10.0.0.1"),
		.ip_source = addr_of("10.0.0.2"),
		.port = 80,
		.port_source = port_source,
		.family = 4,
	};
}

static void push(struct calls *calls, enum point kind, uint64_t ts_ns,
		 uint32_t tid, uint16_t port_source)
{
	struct conn point = tuple(port_source);

	point.witnesses = kind;
	point.ts_ns = ts_ns;
	point.tid = tid;
	calls_push(calls, &point, NULL);
}

static void listens(struct calls *calls, enum point kind, uint64_t ts_ns)
{
	struct conn point = {
		.ts_ns = ts_ns,
		.witnesses = kind,
		.pid = AF_INET,
		.ip_local = addr_of("0.0.0.0"),
		.port = 80,
	};

	calls_push(calls, &point, NULL);
}

static void enter(struct calls *calls, uint64_t ts_ns, uint32_t tid, int fd)
{
	struct conn point = {
		.witnesses = POINT_ENTER, .ts_ns = ts_ns, .tid = tid, .uid = fd
	};

	calls_push(calls, &point, NULL);
}

/* @port_source: of what was seen when somebody looked; 0: it was closed */
static void leave_seen(struct calls *calls, uint64_t ts_ns, uint32_t tid,
		       int fd, uint16_t port_source, uint64_t from_ns,
		       uint64_t at_ns)
{
	struct conn point = { .witnesses = POINT_EXIT,
			      .ts_ns = ts_ns,
			      .tid = tid,
			      .pid = 1,
			      .uid = fd,
			      .prot = 1000 };
	struct calls_seen seen = {
		.look = port_source ? CALLS_PEER : CALLS_GONE,
		.from_ns = from_ns,
		.at_ns = at_ns,
		.ends = tuple(port_source),
	};

	calls_push(calls, &point, &seen);
}

static void leave(struct calls *calls, uint64_t ts_ns, uint32_t tid, int fd,
		  uint16_t port_source)
{
	leave_seen(calls, ts_ns, tid, fd, port_source, ts_ns + 2 * MS,
		   ts_ns + 2 * MS);
}

static void settle(struct calls *calls, unsigned count)
{
	calls_settle(calls, UINT64_MAX);
	assert_int_equal(row_count, count);
	calls_free(calls);
}

static void assert_row(unsigned i, uint16_t port_source, enum calls_how how)
{
	assert_int_equal(rows[i].row.port_source, port_source);
	assert_int_equal(rows[i].how, how);
	assert_int_equal(rows[i].row.witnesses, CONN_TRACE);
	assert_int_equal(rows[i].row.uid, 1000);
}

static void test_pair_by_descriptor(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 1);
	leave(calls, 11 * MS, 7, 5, 1);
	calls_settle(calls, 12 * MS);
	assert_int_equal(row_count, 0); /* its look was later */
	assert_int_equal(calls_first_ns(calls), 11 * MS);
	settle(calls, 1);
	assert_row(0, 1, CALLS_BY_FD);
	assert_int_equal(rows[0].row.port, 80);
	assert_int_equal(rows[0].row.family, 4);
}

static void test_pair_by_descriptor_from_before(void **state)
{
	const struct listeners_key key = { addr_of("0.0.0.0"), 80, AF_INET };
	struct calls *calls = new_pair();

	(void)state;
	listeners_found(queue_listeners(calls_queue(calls)), &key, 2, 1);
	leave(calls, 11 * MS, 7, 5, 1);
	settle(calls, 1);
	assert_row(0, 1, CALLS_BY_FD);
}

/* The descriptor was another connection's when it was looked at. */
static void test_pair_descriptor_again(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 1);
	push(calls, POINT_ESTABLISHED, 10 * MS + 100, 0, 2);
	enter(calls, 11 * MS, 7, LISTENER);
	leave(calls, 11 * MS + 10, 7, 5, 2);
	push(calls, POINT_CLOSED, 11 * MS + 20, 7, 1);
	enter(calls, 11 * MS + 30, 7, LISTENER);
	leave(calls, 11 * MS + 40, 7, 5, 2);
	settle(calls, 2);
	assert_row(0, 1, CALLS_BY_CLOSE);
	assert_row(1, 2, CALLS_BY_FD);
}

static void test_pair_by_close(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 1);
	push(calls, POINT_ESTABLISHED, 10 * MS + 1, 0, 2);
	/* Two threads; who came first is not seen, but who closed what. */
	leave(calls, 11 * MS, 7, 5, 0);
	leave(calls, 11 * MS + 1, 8, 6, 0);
	push(calls, POINT_CLOSED, 11 * MS + 2, 7, 2);
	push(calls, POINT_CLOSED, 11 * MS + 3, 8, 1);
	settle(calls, 2);
	assert_row(0, 2, CALLS_BY_CLOSE);
	assert_row(1, 1, CALLS_BY_CLOSE);
}

/* A thread takes them in order, and may close them in another. */
static void test_pair_by_closes(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 1 * MS, 0, 1);
	push(calls, POINT_ESTABLISHED, 2 * MS, 0, 2);
	leave(calls, 11 * MS, 7, 5, 0);
	leave(calls, 11 * MS + 1, 7, 6, 0);
	push(calls, POINT_CLOSED, 11 * MS + 2, 7, 2);
	push(calls, POINT_CLOSED, 11 * MS + 3, 7, 1);
	settle(calls, 2);
	assert_row(0, 1, CALLS_BY_CLOSE);
	assert_row(1, 2, CALLS_BY_CLOSE);
}

/* Two that were there before: in which order nobody knows. */
static void test_pair_by_closes_from_before(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 0, 0, 1);
	push(calls, POINT_ESTABLISHED, 0, 0, 2);
	enter(calls, 10 * MS, 7, LISTENER);
	leave(calls, 11 * MS, 7, 5, 0);
	enter(calls, 11 * MS, 7, LISTENER);
	leave(calls, 11 * MS + 1, 7, 6, 0);
	push(calls, POINT_CLOSED, 11 * MS + 2, 7, 2);
	push(calls, POINT_CLOSED, 11 * MS + 3, 7, 1);
	settle(calls, 2);
	assert_row(0, 0, CALLS_UNKNOWN);
	assert_row(1, 0, CALLS_UNKNOWN);
}

/* A thread closes one while we look at it: we do. What it does next is known. */
static void test_pair_by_close_of_ours(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	for (int i = 1; i <= 3; i++)
		push(calls, POINT_ESTABLISHED, i, 0, i);
	/* Looked at 2 ms later: the third. */
	leave(calls, 10 * MS, 7, 5, 3);
	push(calls, POINT_CLOSED, 10 * MS + 1, 7, 1);
	leave(calls, 11 * MS, 7, 5, 3);
	push(calls, POINT_CLOSED, 11 * MS + 1, 7, 2);
	leave(calls, 11 * MS + 2, 7, 5, 3);
	push(calls, POINT_CLOSED, 14 * MS, LOOKER, 3);
	settle(calls, 3);
	assert_row(0, 1, CALLS_BY_CLOSE);
	assert_row(1, 2, CALLS_BY_CLOSE);
	assert_row(2, 3, CALLS_BY_FD);
}

/* We have closed one later than its thread has closed the next. */
static void test_pair_by_rest(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	for (int i = 1; i <= 3; i++)
		push(calls, POINT_ESTABLISHED, 0, 0, i);
	enter(calls, 10 * MS, 7, LISTENER);
	leave(calls, 10 * MS + 1, 7, 5, 1);
	enter(calls, 15 * MS, 7, LISTENER);
	leave(calls, 15 * MS + 1, 7, 5, 0);
	push(calls, POINT_CLOSED, 15 * MS + 2, 7, 2);
	push(calls, POINT_CLOSED, 15 * MS + 3, LOOKER, 1);
	enter(calls, 15 * MS + 4, 7, LISTENER);
	leave(calls, 15 * MS + 5, 7, 5, 0);
	push(calls, POINT_CLOSED, 15 * MS + 6, 7, 3);
	settle(calls, 3);
	assert_row(0, 1, CALLS_BY_FD);
	assert_row(1, 2, CALLS_BY_CLOSE);
	assert_row(2, 3, CALLS_BY_CLOSE);
}

/* Looks that come late, and find that all of it is closed. */
static void test_pair_by_closes_and_late_looks(void **state)
{
	struct calls *calls = new_pair();
	const struct calls_seen seen = { .look = CALLS_GONE,
					 .from_ns = 1500 * MS,
					 .at_ns = 1500 * MS };
	struct conn point = {
		.witnesses = POINT_EXIT, .tid = 7, .pid = 1, .prot = 1000
	};

	(void)state;
	for (unsigned i = 1; i <= 2; i++)
		push(calls, POINT_ESTABLISHED, i * MS, 0, i);
	for (unsigned i = 1; i <= 2; i++) {
		point.ts_ns = (10 + i) * MS;
		point.uid = i;
		calls_push(calls, &point, &seen);
	}
	for (unsigned i = 1; i <= 2; i++)
		push(calls, POINT_CLOSED, (100 + i) * MS, 7, i);
	calls_settle(calls, 1400 * MS);
	assert_int_equal(row_count, 0);
	settle(calls, 2);
	assert_row(0, 1, CALLS_BY_CLOSE);
	assert_row(1, 2, CALLS_BY_CLOSE);
}

/* It returns late what was seen at its descriptor's number before. */
static void test_pair_by_close_and_look_at_next(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 9 * MS, 0, 1);
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 2);
	enter(calls, 10 * MS + 1, 7, LISTENER);
	leave_seen(calls, 11 * MS, 7, 5, 2, 19 * MS, 19 * MS);
	/* By whom it was handed over to, so that nobody knows whose it was. */
	push(calls, POINT_CLOSED, 12 * MS, 8, 1);
	enter(calls, 13 * MS, 7, LISTENER);
	calls_settle(calls, 25 * MS);
	assert_int_equal(row_count, 0);
	leave(calls, 26 * MS, 7, 5, 0);
	push(calls, POINT_CLOSED, 27 * MS, 7, 2);
	settle(calls, 2);
	assert_row(0, 1, CALLS_BY_ORDER);
	assert_row(1, 2, CALLS_BY_CLOSE);
}

/* The same, closed by itself, and the next one is told already. */
static void test_pair_by_close_before_look(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 1);
	leave_seen(calls, 11 * MS, 7, 5, 2, 19 * MS, 19 * MS);
	push(calls, POINT_CLOSED, 12 * MS, 7, 1);
	enter(calls, 13 * MS, 7, LISTENER);
	push(calls, POINT_ESTABLISHED, 14 * MS, 0, 2);
	leave(calls, 26 * MS, 7, 5, 0);
	push(calls, POINT_CLOSED, 27 * MS, 7, 2);
	settle(calls, 2);
	assert_row(0, 1, CALLS_BY_CLOSE);
	assert_row(1, 2, CALLS_BY_CLOSE);
}

/* What was looked at is closed by us; for whom it was meant is told long since. */
static void test_pair_by_close_of_ours_for_another(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	listens(calls, POINT_LISTENS, 2);
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 1);
	leave_seen(calls, 11 * MS, 7, 5, 2, 400 * MS, 600 * MS);
	push(calls, POINT_CLOSED, 12 * MS, 7, 1);
	calls_settle(calls, 300 * MS);
	push(calls, POINT_ESTABLISHED, 310 * MS, 0, 2);
	enter(calls, 320 * MS, 7, LISTENER);
	leave(calls, 330 * MS, 7, 5, 0);
	push(calls, POINT_CLOSED, 500 * MS, LOOKER, 2);
	settle(calls, 2);
	assert_row(0, 1, CALLS_BY_CLOSE);
	assert_row(1, 2, CALLS_BY_FD);
}

/* A look at a later one, of a call of which nobody has seen more: no source. */
static void test_pair_looked_at_next(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	enter(calls, 10 * MS, 7, LISTENER);
	leave_seen(calls, 11 * MS, 7, 5, 2, 19 * MS, 19 * MS);
	enter(calls, 21 * MS, 8, LISTENER);
	push(calls, POINT_ESTABLISHED, 14 * MS, 0, 2);
	leave(calls, 26 * MS, 8, 5, 0);
	push(calls, POINT_CLOSED, 27 * MS, 8, 2);
	settle(calls, 2);
	assert_row(0, 0, CALLS_UNKNOWN);
	assert_row(1, 2, CALLS_BY_CLOSE);
}

/* One that could not be told is closed when the next is open. */
static void test_pair_unknown_is_closed(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 0, 0, 1);
	push(calls, POINT_ESTABLISHED, 0, 0, 2);
	enter(calls, 10 * MS, 7, LISTENER);
	leave(calls, 10 * MS + 1, 7, 5, 0);
	calls_settle(calls, 30 * MS);
	assert_int_equal(row_count, 1);
	enter(calls, 40 * MS, 7, LISTENER);
	leave(calls, 40 * MS + 1, 7, 6, 0);
	push(calls, POINT_CLOSED, 40 * MS + 2, 7, 1);
	settle(calls, 2);
	assert_row(0, 0, CALLS_UNKNOWN);
	assert_row(1, 0, CALLS_UNKNOWN);
}

/* Reset before their accept: nobody closes them, and they have no peer. */
static void test_pair_by_order(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	for (int i = 1; i <= 3; i++)
		push(calls, POINT_ESTABLISHED, i * MS, 0, i);
	for (int i = 1; i <= 3; i++) {
		enter(calls, (10 + i) * MS, 7, LISTENER);
		leave(calls, (10 + i) * MS + 10, 7, 5, 0);
	}
	settle(calls, 3);
	for (int i = 1; i <= 3; i++)
		assert_row(i - 1, i, CALLS_BY_ORDER);
}

static void reset_two(struct calls *calls)
{
	push(calls, POINT_ESTABLISHED, 1 * MS, 0, 1);
	push(calls, POINT_ESTABLISHED, 2 * MS, 0, 2);
	enter(calls, 11 * MS, 7, LISTENER);
	leave(calls, 11 * MS + 10, 7, 5, 0);
}

static void assert_unknown(struct calls *calls)
{
	settle(calls, 1);
	assert_row(0, 0, CALLS_UNKNOWN);
	assert_int_equal(rows[0].row.port, 80);
	assert_int_equal(rows[0].row.family, 0);
}

/* Nobody knows who waited already. */
static void test_pair_not_in_step(void **state)
{
	const struct listeners_key key = { addr_of("0.0.0.0"), 80, AF_INET };
	struct calls *calls = new_pair();

	(void)state;
	listeners_found(queue_listeners(calls_queue(calls)), &key, 2, 1);
	reset_two(calls);
	assert_unknown(calls);
}

static void test_pair_nobody_waited(void **state)
{
	const struct listeners_key key = { addr_of("0.0.0.0"), 80, AF_INET };
	struct calls *calls = new_pair();

	(void)state;
	listeners_found(queue_listeners(calls_queue(calls)), &key, 0, 1);
	reset_two(calls);
	settle(calls, 1);
	assert_row(0, 1, CALLS_BY_ORDER);
}

/* SO_REUSEPORT, or another network namespace: whose queue it is in? */
static void test_pair_shared_port(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	listens(calls, POINT_LISTENS, 2);
	reset_two(calls);
	assert_unknown(calls);
}

static void test_pair_lost(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	calls_lost(calls);
	reset_two(calls);
	assert_unknown(calls);
}

/* What the look confirms says that those before it are gone. */
static void test_pair_in_step_again(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	calls_lost(calls);
	push(calls, POINT_ESTABLISHED, 1 * MS, 0, 1);
	push(calls, POINT_ESTABLISHED, 2 * MS, 0, 2);
	push(calls, POINT_ESTABLISHED, 3 * MS, 0, 3);
	enter(calls, 10 * MS, 7, LISTENER);
	leave(calls, 11 * MS, 7, 5, 2);
	enter(calls, 12 * MS, 7, LISTENER);
	leave(calls, 13 * MS, 7, 6, 0);
	settle(calls, 2);
	assert_row(0, 2, CALLS_BY_FD);
	assert_row(1, 3, CALLS_BY_ORDER);
}

/* Two at once: the first to return need not be the first to have taken. */
static void test_pair_at_once(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 1 * MS, 0, 1);
	push(calls, POINT_ESTABLISHED, 2 * MS, 0, 2);
	enter(calls, 10 * MS, 7, LISTENER);
	enter(calls, 10 * MS, 8, LISTENER);
	leave(calls, 11 * MS, 7, 5, 0);
	leave(calls, 11 * MS + 1, 8, 6, 0);
	settle(calls, 2);
	assert_row(0, 0, CALLS_UNKNOWN);
	assert_row(1, 0, CALLS_UNKNOWN);
}

/* On two CPUs, so near to each other that either may be the first. */
static void test_pair_established_at_once(void **state)
{
	struct calls *calls = new_pair();
	struct conn other = tuple(2);

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 1 * MS, 0, 1);
	other.witnesses = POINT_ESTABLISHED;
	other.ts_ns = 1 * MS + 10;
	other.cpu = 1;
	calls_push(calls, &other, NULL);
	enter(calls, 11 * MS, 7, LISTENER);
	leave(calls, 11 * MS + 10, 7, 5, 0);
	assert_unknown(calls);
}

static void test_pair_others(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	/* A unix socket is no row, and nothing is known of the second one. */
	enter(calls, 10 * MS, 7, 9);
	leave(calls, 11 * MS, 7, 5, 0);
	enter(calls, 12 * MS, 7, 10);
	leave(calls, 13 * MS, 7, 5, 0);
	settle(calls, 1);
	assert_row(0, 0, CALLS_UNTOLD);
	assert_int_equal(rows[0].row.port, 0);
}

/* A call from by nobody knows which descriptor, that returned nobody knows what. */
static void call_untold(struct calls *calls, uint64_t ts_ns)
{
	enter(calls, ts_ns, 9, 10);
	leave(calls, ts_ns + 1, 9, 6, 0);
}

static struct calls *new_known(void)
{
	struct calls *calls = new_pair();

	calls_know(calls, 1);
	listens(calls, POINT_LISTENS, 1);
	return calls;
}

/* Where all are told, what nobody could look at was no connection. */
static void test_pair_untold_and_nobody_left(void **state)
{
	struct calls *calls = new_known();

	(void)state;
	call_untold(calls, 9 * MS);
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 1);
	call_untold(calls, 11 * MS);
	/* That one is told last. */
	leave(calls, 20 * MS, 7, 5, 1);
	call_untold(calls, 21 * MS);
	settle(calls, 1);
	assert_row(0, 1, CALLS_BY_FD);
}

/* Of two calls either may have returned the one that is left. */
static void test_pair_untold_and_one_left(void **state)
{
	struct calls *calls = new_known();

	(void)state;
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 1);
	call_untold(calls, 11 * MS);
	call_untold(calls, 12 * MS);
	calls_settle(calls, 400 * MS);
	assert_int_equal(row_count, 0);
	settle(calls, 1);
	assert_row(0, 0, CALLS_UNTOLD);
}

/* Closed before the call, as by who accepts unseen. */
static void test_pair_untold_and_one_closed(void **state)
{
	struct calls *calls = new_known();

	(void)state;
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 1);
	push(calls, POINT_CLOSED, 11 * MS, 8, 1);
	call_untold(calls, 12 * MS);
	settle(calls, 0);
}

/* The one that is left is that of the row without a source. */
static void test_pair_untold_beside_unknown(void **state)
{
	struct calls *calls = new_known();

	(void)state;
	listens(calls, POINT_LISTENS, 2);
	push(calls, POINT_ESTABLISHED, 10 * MS, 0, 1);
	call_untold(calls, 11 * MS);
	enter(calls, 12 * MS, 7, LISTENER);
	leave(calls, 13 * MS, 7, 5, 0);
	settle(calls, 1);
	assert_row(0, 0, CALLS_UNKNOWN);
}

/* What was lost may have been a connection, and so may what was before. */
static void test_pair_untold_and_lost(void **state)
{
	struct calls *calls = new_known();

	(void)state;
	calls_lost(calls);
	call_untold(calls, 11 * MS);
	settle(calls, 1);
	assert_row(0, 0, CALLS_UNTOLD);
	calls = new_pair();
	calls_know(calls, 12 * MS);
	call_untold(calls, 11 * MS);
	call_untold(calls, 12 * MS);
	settle(calls, 1);
	assert_row(0, 0, CALLS_UNTOLD);
}

static void test_pair_untold_without_end(void **state)
{
	struct calls *calls = new_known();

	(void)state;
	for (unsigned i = 0; i <= UNTOLD_MAX; i++)
		call_untold(calls, 10 * MS + 10 * i);
	settle(calls, 1);
	assert_row(0, 0, CALLS_UNTOLD);
}

/* A listener of before is gone: its queue, and what was known of its number. */
static void test_pair_shut(void **state)
{
	struct calls *calls = new_pair();

	(void)state;
	listens(calls, POINT_LISTENS, 1);
	push(calls, POINT_ESTABLISHED, 1 * MS, 0, 1);
	listens(calls, POINT_SHUT, 2 * MS);
	listens(calls, POINT_LISTENS, 3 * MS);
	push(calls, POINT_ESTABLISHED, 4 * MS, 0, 2);
	enter(calls, 5 * MS, 7, LISTENER);
	leave(calls, 6 * MS, 7, 5, 0);
	settle(calls, 1);
	assert_row(0, 2, CALLS_BY_ORDER);
}

static void test_queue_is_bounded(void **state)
{
	struct queue *queue = queue_new();
	struct conn conn;

	(void)state;
	for (unsigned i = 1; i <= QUEUE_MAX + 10; i++) {
		conn = tuple(i);
		conn.ts_ns = i;
		queue_establish(queue, &conn);
	}
	assert_int_equal(queue_count(queue), QUEUE_MAX);
	/* The newest are there; what was forgotten may be anybody's. */
	conn = tuple(QUEUE_MAX + 10);
	assert_int_not_equal(queue_find(queue, &conn), QUEUE_NONE);
	assert_true(queue_claim(queue, 0, 0, 1));
	queue_free(queue);
}

/* Closed by whoever has not accepted it: that was seen by nobody. */
static void test_queue_expires(void **state)
{
	struct queue *queue = queue_new();
	struct conn conn = tuple(1);

	(void)state;
	conn.ts_ns = 1;
	queue_establish(queue, &conn);
	queue_close(queue, queue_find(queue, &conn), 5, 10);
	queue_expire(queue, 1000 * MS);
	assert_int_equal(queue_count(queue), 1);
	queue_expire(queue, 1001 * MS);
	assert_int_equal(queue_count(queue), 0);
	assert_int_equal(queue_find(queue, &conn), QUEUE_NONE);
	queue_free(queue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pair_by_descriptor),
		cmocka_unit_test(test_pair_by_descriptor_from_before),
		cmocka_unit_test(test_pair_descriptor_again),
		cmocka_unit_test(test_pair_by_close),
		cmocka_unit_test(test_pair_by_closes),
		cmocka_unit_test(test_pair_by_closes_from_before),
		cmocka_unit_test(test_pair_by_close_of_ours),
		cmocka_unit_test(test_pair_by_rest),
		cmocka_unit_test(test_pair_by_closes_and_late_looks),
		cmocka_unit_test(test_pair_by_close_and_look_at_next),
		cmocka_unit_test(test_pair_by_close_before_look),
		cmocka_unit_test(test_pair_looked_at_next),
		cmocka_unit_test(test_pair_by_close_of_ours_for_another),
		cmocka_unit_test(test_pair_unknown_is_closed),
		cmocka_unit_test(test_pair_by_order),
		cmocka_unit_test(test_pair_not_in_step),
		cmocka_unit_test(test_pair_nobody_waited),
		cmocka_unit_test(test_pair_shared_port),
		cmocka_unit_test(test_pair_lost),
		cmocka_unit_test(test_pair_in_step_again),
		cmocka_unit_test(test_pair_at_once),
		cmocka_unit_test(test_pair_established_at_once),
		cmocka_unit_test(test_pair_others),
		cmocka_unit_test(test_pair_untold_and_nobody_left),
		cmocka_unit_test(test_pair_untold_and_one_left),
		cmocka_unit_test(test_pair_untold_and_one_closed),
		cmocka_unit_test(test_pair_untold_beside_unknown),
		cmocka_unit_test(test_pair_untold_and_lost),
		cmocka_unit_test(test_pair_untold_without_end),
		cmocka_unit_test(test_pair_shut),
		cmocka_unit_test(test_queue_is_bounded),
		cmocka_unit_test(test_queue_expires),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
