/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decides what is done without when the self-test has refuted something: a
 * column that is wrong is dropped, a tuple that is wrong ends tcpwho. Does
 * nothing itself.
 */
#include "prove.h"

#include "extra.h"
#include "log.h"

static bool refute(struct offsets *offsets, enum offset_name name,
		   const char *sentence)
{
	if (!offsets_have(offsets, name))
		return false;
	log_note("%s", sentence);
	offsets->of[name].source = OFFSET_REFUTED;
	return true;
}

static const struct {
	unsigned extra;
	const char *sentence;
} extras[] = {
	{ EXTRA_WAIT, "the ends of handshakes are not seen as they are: WAIT "
		      "is left out" },
	{ EXTRA_STATE, "the state of sockets that the kernel records is "
		       "wrong: STATE is left out" },
	{ EXTRA_NETNS, "the network namespace that the kernel records is "
		       "wrong: NETNS is left out" },
	{ EXTRA_QUEUE, "the queue that the kernel records is wrong: QUEUE and "
		       "BACKLOG are left out" },
	{ EXTRA_IF, "the interface that the kernel records is wrong: IF is "
		    "left out" },
};

static bool leave_out_extras(unsigned wrong, unsigned *wanted)
{
	for (size_t i = 0; i < sizeof(extras) / sizeof(*extras); i++)
		if (wrong & *wanted & extras[i].extra)
			log_note("%s", extras[i].sentence);
	wrong &= *wanted;
	*wanted &= ~wrong;
	return wrong != 0;
}

/* Returns whether there was something to leave out. */
static bool leave_out(const struct selftest_verdict *found,
		      struct offsets *offsets)
{
	if (found->has_wrong_uid &&
	    refute(offsets, OFFSET_SOCKET_FILE,
		   "the uid that the kernel records is wrong: it is looked up "
		   "in /proc instead"))
		return true;
	return found->has_wrong_reset_port &&
	       refute(offsets, OFFSET_INET_SPORT,
		      "the port that the kernel records of connections reset "
		      "before their accept is wrong: it is left out");
}

static const char *reason(const struct selftest_verdict *found)
{
	if (found->missed)
		return "not every accept was seen";
	if (found->has_wrong_time)
		return "times are not those of CLOCK_MONOTONIC";
	return "addresses or ports are not those of the sockets";
}

enum prove_result prove_judge(const struct selftest_verdict *found,
			      unsigned armed, struct probe_config *config)
{
	bool has_wrong_row = found->has_wrong_tuple || found->has_wrong_time;

	if (!has_wrong_row && !found->has_wrong_uid &&
	    !found->has_wrong_reset_port && !found->wrong_extras &&
	    !found->missed)
		return PROVE_PROVEN;
	if (!has_wrong_row &&
	    (leave_out(found, &config->offsets) ||
	     leave_out_extras(found->wrong_extras, &config->extras)))
		return PROVE_RETRY;
	if (!has_wrong_row && found->missed && found->missed != armed &&
	    !config->wants_all) {
		config->wanted = (armed & ~found->missed) |
				 (config->wanted & CONN_TRACE);
		return PROVE_RETRY;
	}
	if (config->wanted & CONN_TRACE && armed != CONN_TRACE) {
		log_note("the self-test failed with kprobes: %s",
			 reason(found));
		config->wanted = CONN_TRACE;
		return PROVE_RETRY;
	}
	log_error("the self-test failed, rows would be wrong: %s",
		  reason(found));
	return PROVE_REFUTED;
}
