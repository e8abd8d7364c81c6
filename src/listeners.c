/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of listeners. Knows which of them a connection can be of, and
 * since when all that is in its queue is known. Pure.
 */
#include "listeners.h"

#include <string.h>
#include <sys/socket.h>

#include "addr.h"

#define NONE (-1)

static const uint8_t any4[4];

void listeners_init(struct listeners *listeners)
{
	listeners->count = LISTENERS_NOBODY + 1;
	listeners->of[LISTENERS_NOBODY].waiting.first = NONE;
	listeners->of[LISTENERS_NOBODY].waiting.last = NONE;
}

bool listeners_same(const struct listeners_key *a,
		    const struct listeners_key *b)
{
	return a->port && a->port == b->port && a->family == b->family &&
	       !memcmp(&a->ip, &b->ip, sizeof(a->ip));
}

static bool is_alive(const struct listener *listener, uint64_t at_ns)
{
	return listener->since_ns <= at_ns &&
	       (!listener->until_ns || at_ns <= listener->until_ns);
}

struct listener *listeners_find(struct listeners *listeners,
				const struct listeners_key *key, uint64_t at_ns)
{
	for (int i = LISTENERS_NOBODY + 1; i < listeners->count; i++) {
		struct listener *listener = &listeners->of[i];

		if (listeners_same(&listener->key, key) &&
		    is_alive(listener, at_ns))
			return listener;
	}
	return NULL;
}

static struct listener *add(struct listeners *listeners,
			    const struct listeners_key *key, uint64_t since_ns)
{
	int i = LISTENERS_NOBODY + 1;

	while (i < listeners->count && listeners->of[i].key.port)
		i++;
	if (i == LISTENERS)
		return NULL;
	if (i == listeners->count)
		listeners->count++;
	listeners->of[i] = (struct listener){
		.key = *key,
		.sockets = 1,
		.since_ns = since_ns,
		.waiting = { NONE, NONE },
	};
	return &listeners->of[i];
}

static void set_in_step(struct listener *listener, uint64_t since_ns)
{
	if (!listener->is_in_step)
		listener->step_ns = since_ns;
	listener->is_in_step = listener->sockets == 1;
}

void listeners_listen(struct listeners *listeners,
		      const struct listeners_key *key, uint64_t since_ns)
{
	struct listener *listener = listeners_find(listeners, key, since_ns);

	/* Not bound: the kernel tells the port to nobody. */
	if (!key->port || (listener && since_ns < listeners->found_ns))
		return;
	if (listener) {
		listener->sockets++;
		return;
	}
	listener = add(listeners, key, since_ns);
	if (listener)
		set_in_step(listener, since_ns);
}

void listeners_shut(struct listeners *listeners,
		    const struct listeners_key *key, uint64_t at_ns)
{
	struct listener *listener = listeners_find(listeners, key, at_ns);

	if (!listener || at_ns < listeners->found_ns)
		return;
	/* Those that waited for it are gone, but nobody tells which. */
	if (listener->sockets > 1) {
		listener->sockets--;
		listener->is_in_step = false;
		return;
	}
	/* Calls from before that are told later: it was the one. */
	listener->until_ns = at_ns;
}

void listeners_found(struct listeners *listeners,
		     const struct listeners_key *key, unsigned backlog,
		     uint64_t at_ns)
{
	struct listener *listener = listeners_find(listeners, key, at_ns);

	listeners->found_ns = at_ns;
	if (listener) {
		listener->sockets++;
		return;
	}
	listener = add(listeners, key, 0);
	if (!listener || backlog)
		return;
	set_in_step(listener, at_ns);
	listener->mark_ns = listener->mark_exit_ns = at_ns;
}

bool listeners_has(const struct listeners *listeners, uint16_t port)
{
	for (int i = LISTENERS_NOBODY + 1; i < listeners->count; i++)
		if (port && listeners->of[i].key.port == port)
			return true;
	return false;
}

bool listeners_listened(struct listeners *listeners,
			const struct listeners_key *key, uint64_t from_ns,
			uint64_t until_ns)
{
	struct listener *listener = listeners_find(listeners, key, until_ns);

	return listener && is_alive(listener, from_ns);
}

static bool is_any(const struct in6_addr *ip)
{
	struct in6_addr mapped = addr_from_ipv4(any4);

	return IN6_IS_ADDR_UNSPECIFIED(ip) ||
	       !memcmp(ip, &mapped, sizeof(mapped));
}

static bool can_have(const struct listener *listener, const struct conn *point)
{
	return listener->key.port == point->port &&
	       listener->key.family == point->pid &&
	       is_alive(listener, point->ts_ns) &&
	       (is_any(&listener->key.ip) ||
		!memcmp(&listener->key.ip, &point->ip_local,
			sizeof(point->ip_local)));
}

/* On all addresses, to miss nothing. */
static int presume(struct listeners *listeners, const struct conn *point)
{
	struct listeners_key key = { .port = point->port,
				     .family = point->pid };
	struct listener *listener;

	if (key.family == AF_INET)
		key.ip = addr_from_ipv4(any4);
	listener = key.port ? add(listeners, &key, 0) : NULL;
	return listener ? listener - listeners->of : LISTENERS_NOBODY;
}

int listeners_owner(struct listeners *listeners, const struct conn *point)
{
	int owner = LISTENERS_NOBODY;
	unsigned sockets = 0;

	for (int i = LISTENERS_NOBODY + 1; i < listeners->count; i++) {
		if (!can_have(&listeners->of[i], point))
			continue;
		sockets += listeners->of[i].sockets;
		owner = i;
	}
	if (!sockets)
		return presume(listeners, point);
	return sockets == 1 ? owner : LISTENERS_NOBODY;
}

void listeners_took(struct listener *listener, const struct conn *conn,
		    uint64_t exit_ns)
{
	if (exit_ns < listener->mark_exit_ns)
		return;
	listener->mark_ns = conn->ts_ns;
	listener->mark_exit_ns = exit_ns;
	set_in_step(listener, exit_ns);
}

void listeners_doubt(struct listeners *listeners,
		     const struct listeners_key *key)
{
	for (int i = LISTENERS_NOBODY + 1; i < listeners->count; i++)
		if (listeners_same(&listeners->of[i].key, key))
			listeners->of[i].is_in_step = false;
}

void listeners_doubt_all(struct listeners *listeners)
{
	for (int i = 0; i < listeners->count; i++)
		listeners->of[i].is_in_step = false;
}
