/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Remembers what descriptors are by which threads accept: later a thread may
 * have closed its listener, or ended.
 */
#include "places.h"

/* What a descriptor is stays so for a while. */
#define PLACE_NS 100000000

static struct place *find(struct places *places, uint32_t tid, int fd)
{
	return &places->of[(tid + 31U * fd) % PLACES];
}

static bool is_it(const struct place *place, uint32_t tid, int fd)
{
	return place->tid == tid && place->fd == fd;
}

enum calls_listener places_find(struct places *places, struct look *look,
				const struct conn *row, int fd,
				struct listeners_key *key)
{
	const struct place *place = find(places, row->tid, fd);

	if (is_it(place, row->tid, fd) &&
	    place->listener != CALLS_LISTENER_UNKNOWN) {
		*key = place->key;
		return place->listener;
	}
	return row->pid ? look_at_listener(look, row->pid, fd, key) :
			  CALLS_LISTENER_UNKNOWN;
}

void places_enter(struct places *places, struct look *look,
		  const struct conn *point)
{
	int fd = point->uid;
	struct place *place = find(places, point->tid, fd);
	struct conn who = *point;

	if (is_it(place, point->tid, fd) &&
	    point->ts_ns < place->at_ns + PLACE_NS)
		return;
	*place = (struct place){
		.tid = point->tid,
		.fd = fd,
		.at_ns = point->ts_ns,
	};
	look_who(look, &who);
	if (who.pid)
		place->listener =
			look_at_listener(look, who.pid, fd, &place->key);
}
