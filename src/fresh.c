/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Has each descriptor looked at once, and those not at all that are another
 * call's by now. Knows nothing of what follows from it.
 */
#include "fresh.h"

#include <stdlib.h>
#include <string.h>

static struct fresh_call *call_at(const struct fresh *fresh, size_t i)
{
	return &fresh->calls[fresh->first + i];
}

static struct fresh_call *add(struct fresh *fresh)
{
	size_t size = fresh->size ? fresh->size * 2 : 64;
	struct fresh_call *grown;

	if (fresh->first + fresh->used == fresh->size && fresh->first) {
		memmove(fresh->calls, fresh->calls + fresh->first,
			fresh->used * sizeof(*fresh->calls));
		fresh->first = 0;
	}
	if (fresh->used == fresh->size) {
		grown = reallocarray(fresh->calls, size, sizeof(*grown));
		if (!grown)
			return NULL;
		fresh->calls = grown;
		fresh->size = size;
	}
	return call_at(fresh, fresh->used++);
}

/*
 * Of two calls with one descriptor the earlier one's was closed: a look would
 * find the other's.
 */
static void mark_closed(struct fresh *fresh, size_t at)
{
	struct fresh_call *call = call_at(fresh, at), *earlier, *later = call;
	size_t *slot = &fresh->fds[(call->pid * 31 + call->fd) % FRESH_FDS];
	size_t before = *slot;

	*slot = at + 1;
	if (before <= fresh->looked || before > at)
		return;
	earlier = call_at(fresh, before - 1);
	if (earlier->pid != call->pid || earlier->fd != call->fd)
		return;
	/* They may be of two CPUs. */
	if (earlier->ts_ns > call->ts_ns) {
		*slot = before;
		later = earlier;
		earlier = call;
	}
	/* Until then it may be closed, which tells what it was. */
	earlier->seen = (struct calls_seen){
		.look = CALLS_GONE,
		.from_ns = earlier->ts_ns,
		.at_ns = later->ts_ns,
	};
}

int fresh_add(struct fresh *fresh, const struct conn *point, int fd)
{
	struct fresh_call *call = add(fresh);

	if (!call)
		return -1;
	*call = (struct fresh_call){
		.tid = point->tid,
		.ts_ns = point->ts_ns,
		.pid = point->pid,
		.fd = fd,
	};
	mark_closed(fresh, fresh->used - 1);
	return 0;
}

void fresh_look(struct fresh *fresh, struct look *look)
{
	for (; fresh->looked < fresh->used; fresh->looked++) {
		struct fresh_call *call = call_at(fresh, fresh->looked);

		if (call->seen.look == CALLS_UNSEEN)
			look_at(look, call->pid, call->fd, &call->seen);
	}
}

static void drop(struct fresh *fresh, size_t at)
{
	if (at == 0)
		fresh->first++;
	else
		memmove(call_at(fresh, at), call_at(fresh, at + 1),
			(fresh->used - at - 1) * sizeof(*fresh->calls));
	fresh->used--;
	fresh->looked--;
}

bool fresh_take(struct fresh *fresh, const struct conn *point,
		struct calls_seen *seen)
{
	for (size_t i = 0; i < fresh->used; i++) {
		const struct fresh_call *call = call_at(fresh, i);

		if (call->tid != point->tid || call->ts_ns != point->ts_ns)
			continue;
		*seen = call->seen;
		drop(fresh, i);
		return true;
	}
	return false;
}

void fresh_free(struct fresh *fresh)
{
	free(fresh->calls);
}
