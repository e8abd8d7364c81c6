/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps for each listener the connections that were established and not yet
 * accepted. Pure: the clock is the points'.
 */
#include "queued.h"

#include <stdlib.h>
#include <string.h>

struct queue *queue_new(void)
{
	struct queue *queue = calloc(1, sizeof(*queue));

	if (!queue)
		return NULL;
	queue->free = QUEUE_NONE;
	queue->closed = (struct queued_list){ QUEUE_NONE, QUEUE_NONE };
	memset(queue->buckets, 0xff, sizeof(queue->buckets));
	listeners_init(&queue->listeners);
	return queue;
}

struct listeners *queue_listeners(struct queue *queue)
{
	return &queue->listeners;
}

void queue_free(struct queue *queue)
{
	if (queue)
		free(queue->entries);
	free(queue);
}

/* Both lists, of one listener's and of closed ones, have the same links. */
static void link_last(struct queue *queue, int *first, int *last,
		      enum queue_list which, int at)
{
	struct queue_entry *entry = &queue->entries[at];

	entry->in[which].prev = *last;
	entry->in[which].next = QUEUE_NONE;
	if (*last == QUEUE_NONE)
		*first = at;
	else
		queue->entries[*last].in[which].next = at;
	*last = at;
}

static void unlink_entry(struct queue *queue, int *first, int *last,
			 enum queue_list which, int at)
{
	int prev = queue->entries[at].in[which].prev;
	int next = queue->entries[at].in[which].next;

	if (prev == QUEUE_NONE)
		*first = next;
	else
		queue->entries[prev].in[which].next = next;
	if (next == QUEUE_NONE)
		*last = prev;
	else
		queue->entries[next].in[which].prev = prev;
}

static int *bucket(struct queue *queue, const struct conn *conn)
{
	unsigned hash = conn->port_source + 31U * conn->port;

	return &queue->buckets[hash % QUEUED_BUCKETS];
}

void queued_drop(struct queue *queue, int at)
{
	struct queue_entry *entry = &queue->entries[at];
	struct listener *listener = &queue->listeners.of[entry->listener];
	int *link = bucket(queue, &entry->conn);

	while (*link != at)
		link = &queue->entries[*link].same_hash;
	*link = entry->same_hash;
	unlink_entry(queue, &listener->waiting.first, &listener->waiting.last,
		     QUEUE_WAITING, at);
	if (entry->closed_by)
		unlink_entry(queue, &queue->closed.first, &queue->closed.last,
			     QUEUE_CLOSED, at);
	entry->closed_by = 0;
	entry->same_hash = queue->free;
	queue->free = at;
	queue->count--;
}

static int get_free(struct queue *queue)
{
	size_t size = queue->size ? queue->size * 2 : 64;
	struct queue_entry *grown;
	int at = queue->free;

	if (at != QUEUE_NONE) {
		queue->free = queue->entries[at].same_hash;
		return at;
	}
	if (queue->size == QUEUE_MAX)
		return QUEUE_NONE;
	grown = reallocarray(queue->entries, size, sizeof(*grown));
	if (!grown)
		return QUEUE_NONE;
	queue->entries = grown;
	for (size_t i = queue->size; i < size; i++) {
		grown[i].same_hash = queue->free;
		queue->free = i;
	}
	queue->size = size;
	return get_free(queue);
}

/*
 * The oldest of whom nobody knows whose they are, or of that listener: they are
 * still here for nobody was seen to accept or close them.
 */
static void make_room(struct queue *queue, int owner)
{
	struct listener *of = queue->listeners.of;
	int nobodys = of[LISTENERS_NOBODY].waiting.first;
	int first = nobodys != QUEUE_NONE ? nobodys : of[owner].waiting.first;

	queue->is_short = true;
	of[owner].is_in_step = false;
	if (first != QUEUE_NONE)
		queued_drop(queue, first);
}

void queue_establish(struct queue *queue, const struct conn *point)
{
	int same = queue_find(queue, point);
	struct listener *listener;
	int owner, at, *head;

	/* Seen before the start, or one before it of which nobody told. */
	if (same != QUEUE_NONE)
		queued_drop(queue, same);
	owner = listeners_owner(&queue->listeners, point);
	if (queue->count == QUEUE_MAX)
		make_room(queue, owner);
	at = get_free(queue);
	if (at == QUEUE_NONE) {
		queue->is_short = true;
		queue->listeners.of[owner].is_in_step = false;
		return;
	}
	head = bucket(queue, point);
	queue->entries[at] = (struct queue_entry){
		.conn = *point,
		.listener = owner,
		.same_hash = *head,
	};
	*head = at;
	listener = &queue->listeners.of[owner];
	link_last(queue, &listener->waiting.first, &listener->waiting.last,
		  QUEUE_WAITING, at);
	queue->count++;
}

bool queue_same(const struct conn *a, const struct conn *b)
{
	return a->port_source == b->port_source && a->port == b->port &&
	       !memcmp(&a->ip_source, &b->ip_source, sizeof(a->ip_source)) &&
	       !memcmp(&a->ip_local, &b->ip_local, sizeof(a->ip_local));
}

int queue_find(const struct queue *queue, const struct conn *conn)
{
	int at = *bucket((struct queue *)queue, conn);

	while (at != QUEUE_NONE && !queue_same(&queue->entries[at].conn, conn))
		at = queue->entries[at].same_hash;
	return at;
}

const struct queue_entry *queue_at(const struct queue *queue, int entry)
{
	return &queue->entries[entry];
}

void queue_close(struct queue *queue, int at, uint32_t tid, uint64_t at_ns)
{
	struct queue_entry *entry = &queue->entries[at];

	if (entry->closed_by)
		return;
	entry->closed_by = tid;
	entry->closed_ns = at_ns;
	link_last(queue, &queue->closed.first, &queue->closed.last,
		  QUEUE_CLOSED, at);
}

int queue_next_closed(const struct queue *queue, int entry)
{
	return entry == QUEUE_NONE ?
		       queue->closed.first :
		       queue->entries[entry].in[QUEUE_CLOSED].next;
}

void queue_take(struct queue *queue, int at, uint64_t exit_ns)
{
	const struct queue_entry *entry = &queue->entries[at];
	struct listener *listener = &queue->listeners.of[entry->listener];

	if (entry->listener != LISTENERS_NOBODY)
		listeners_took(listener, &entry->conn, exit_ns);
	queued_drop(queue, at);
}

struct listeners_key queue_owner(const struct queue *queue, int entry)
{
	return queue->listeners.of[queue->entries[entry].listener].key;
}

size_t queue_count(const struct queue *queue)
{
	return queue->count;
}
