/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which fields the events of tcpwho's own recordings have: formats are made
 * from one table each, and found again by it. Pure.
 */
#include "rowformat.h"

#include <stdio.h>
#include <string.h>

#include "rowfields.h"

struct member {
	const char *type;
	const char *name;
	const char *array;
	uint16_t offset, size;
	bool is_signed;
};

#define MEMBER(of, member)                       \
	offsetof(struct rowfields_##of, member), \
		sizeof(((struct rowfields_##of *)NULL)->member)
#define COMMON(of)                                                          \
	[COMMON_TYPE] = { "unsigned short", "common_type", "",              \
			  MEMBER(of, common.type), false },                 \
	[COMMON_FLAGS] = { "unsigned char", "common_flags", "",             \
			   MEMBER(of, common.flags), false },               \
	[COMMON_PREEMPT_COUNT] = { "unsigned char", "common_preempt_count", \
				   "", MEMBER(of, common.preempt_count),    \
				   false },                                 \
	[COMMON_PID] = { "int", "common_pid", "", MEMBER(of, common.pid),   \
			 true }

/*
 * Named as in sock:inet_sock_set_state where that has them; an IPv4 address
 * is ::ffff:a.b.c.d, so that unknown ones can be told from 0.0.0.0.
 */
static const struct member row_members[ROW_FIELDS] = {
	COMMON(row),
	[ROW_TIME] = { "u64", "time", "", MEMBER(row, time_ns), false },
	[ROW_TGID] = { "u32", "tgid", "", MEMBER(row, tgid), false },
	[ROW_UID] = { "u32", "uid", "", MEMBER(row, uid), false },
	[ROW_CPU] = { "u32", "cpu", "", MEMBER(row, cpu), false },
	[ROW_HOST] = { "__data_loc char[]", "host", "", MEMBER(row, host),
		       false },
	[ROW_FAMILY] = { "u16", "family", "", MEMBER(row, family), false },
	[ROW_SPORT] = { "u16", "sport", "", MEMBER(row, sport), false },
	[ROW_DPORT] = { "u16", "dport", "", MEMBER(row, dport), false },
	[ROW_WITNESSES] = { "u16", "witnesses", "", MEMBER(row, witnesses),
			    false },
	[ROW_SADDR] = { "u8", "saddr_v6", "[16]", MEMBER(row, saddr), false },
	[ROW_DADDR] = { "u8", "daddr_v6", "[16]", MEMBER(row, daddr), false },
	[ROW_COMM] = { "char", "comm", "[16]", MEMBER(row, comm), false },
};

/* A wide row starts with a row. */
static const struct member wide_members[WIDE_FIELDS - ROW_FIELDS] = {
	[ROW_WAIT - ROW_FIELDS] = { "u64", "wait", "", MEMBER(wide, wait_ns),
				    false },
	[ROW_QUEUE - ROW_FIELDS] = { "u32", "queue", "", MEMBER(wide, queue),
				     false },
	[ROW_BACKLOG - ROW_FIELDS] = { "u32", "backlog", "",
				       MEMBER(wide, backlog), false },
	[ROW_NETNS - ROW_FIELDS] = { "u32", "netns", "", MEMBER(wide, netns),
				     false },
	[ROW_STATE - ROW_FIELDS] = { "u32", "state", "", MEMBER(wide, state),
				     false },
	[ROW_INTERFACE - ROW_FIELDS] = { "__data_loc char[]", "interface", "",
					 MEMBER(wide, interface), false },
	[ROW_USER - ROW_FIELDS] = { "__data_loc char[]", "user", "",
				    MEMBER(wide, user), false },
	[ROW_CGROUP - ROW_FIELDS] = { "__data_loc char[]", "cgroup", "",
				      MEMBER(wide, cgroup), false },
};

static const struct member lost_members[LOST_FIELDS] = {
	COMMON(lost),
	[LOST_COUNT] = { "u64", "count", "", MEMBER(lost, count), false },
	[LOST_FROM] = { "u64", "from", "", MEMBER(lost, from_ns), false },
	[LOST_UNTIL] = { "u64", "until", "", MEMBER(lost, until_ns), false },
	[LOST_LENGTH] = { "u64", "length", "", MEMBER(lost, length_ns), false },
	[LOST_ESTABLISHED] = { "u64", "established", "",
			       MEMBER(lost, established), false },
	[LOST_CAUSE] = { "u32", "cause", "", MEMBER(lost, cause), false },
	[LOST_IS_COUNTED] = { "u32", "is_counted", "", MEMBER(lost, is_counted),
			      false },
};

static const struct {
	const char *name;
	uint16_t id;
	const struct member *members;
	size_t count;
	const struct member *more; /* behind these */
	size_t more_count;
	const char *print;
} events[ROWEVENT_KINDS] = {
	[ROWEVENT_ROW] = { "row", ROWFIELDS_ROW_ID, row_members, ROW_FIELDS,
			   NULL, 0,
			   "\"uid=%u comm=%s tgid=%u sport=%u daddr=%pI6c dport=%u "
			   "saddr=%pI6c %s\", REC->uid, REC->comm, REC->tgid, "
			   "REC->sport, REC->daddr_v6, REC->dport, REC->saddr_v6, "
			   "__get_str(host)" },
	[ROWEVENT_WIDE] = { "row_wide", ROWFIELDS_WIDE_ID, row_members,
			    ROW_FIELDS, wide_members, WIDE_FIELDS - ROW_FIELDS,
			    "\"uid=%u comm=%s tgid=%u sport=%u daddr=%pI6c dport=%u "
			    "saddr=%pI6c %s wait=%llu queue=%d backlog=%d "
			    "netns=%u state=%u interface=%s user=%s cgroup=%s\", "
			    "REC->uid, REC->comm, REC->tgid, "
			    "REC->sport, REC->daddr_v6, REC->dport, REC->saddr_v6, "
			    "__get_str(host), REC->wait, REC->queue, "
			    "REC->backlog, REC->netns, REC->state, "
			    "__get_str(interface), __get_str(user), "
			    "__get_str(cgroup)" },
	[ROWEVENT_LOST] = { "lost", ROWFIELDS_LOST_ID, lost_members,
			    LOST_FIELDS, NULL, 0,
			    "\"%llu so far: %s\", REC->count, __print_symbolic(REC->cause, "
			    "{ 0, \"accepts lost in the ring buffer\" }, "
			    "{ 1, \"times that the ring buffer lost accepts\" }, "
			    "{ 2, \"records shorter than their format\" }, "
			    "{ 3, \"damaged pages of the ring buffer\" }, "
			    "{ 4, \"rows seen by one of the two witnesses only\" }, "
			    "{ 5, \"calls of accept unwatched\" }, "
			    "{ 6, \"events of all kinds lost in the ring buffer\" }, "
			    "{ 7, \"times in which accepts may be missing\" }, "
			    "{ 8, \"accepts lost in the ring buffer, by an estimate\" }, "
			    "{ 9, \"rows told by their descriptor\" }, "
			    "{ 10, \"rows told by who closed them\" }, "
			    "{ 11, \"rows told by their order\" }, "
			    "{ 12, \"rows without a source\" }, "
			    "{ 13, \"calls of accept of which nothing is known\" })" },
};

_Static_assert(LOSS_COUNT == 14, "each cause has its words above");

static size_t count_of(enum rowevent_kind kind)
{
	return events[kind].count + events[kind].more_count;
}

static const struct member *member_at(enum rowevent_kind kind, size_t i)
{
	return i < events[kind].count ?
		       &events[kind].members[i] :
		       &events[kind].more[i - events[kind].count];
}

/* Behind the common ones stands an empty line, which trace-cmd wants. */
static size_t put_field(char *buf, size_t size, const struct member *member)
{
	return snprintf(
		buf, size,
		"\tfield:%s %s%s;\toffset:%u;\tsize:%u;\tsigned:%d;\n%s",
		member->type, member->name, member->array, member->offset,
		member->size, member->is_signed,
		strcmp(member->name, "common_pid") != 0 ? "" : "\n");
}

size_t rowformat_text(char *buf, enum rowevent_kind kind)
{
	size_t size = ROWEVENT_FORMAT_SIZE;
	size_t used = snprintf(buf, size, "name: %s\nID: %u\nformat:\n",
			       events[kind].name, events[kind].id);

	for (size_t i = 0; i < count_of(kind); i++)
		used += put_field(buf + used, size - used, member_at(kind, i));
	return used + snprintf(buf + used, size - used, "\nprint fmt: %s\n",
			       events[kind].print);
}

/* Without these there is nothing to be told. */
static bool is_needed(enum rowevent_kind kind, size_t field)
{
	if (kind != ROWEVENT_LOST)
		return field == COMMON_TYPE || field == COMMON_PID ||
		       field == ROW_WITNESSES;
	return field == COMMON_TYPE || field == LOST_CAUSE ||
	       field == LOST_COUNT;
}

static bool learn_fields(struct rowevent *known, enum rowevent_kind kind,
			 const char *format, size_t length)
{
	struct rowevent_fields fields = { .id = 0 };
	const char *names[ROWEVENT_FIELDS] = { NULL };
	int id;

	for (size_t i = 0; i < count_of(kind); i++)
		names[i] = member_at(kind, i)->name;
	id = layout_parse(format, length, names, count_of(kind), fields.field);
	for (size_t i = 0; i < count_of(kind); i++) {
		size_t end = fields.field[i].offset + fields.field[i].size;

		if (is_needed(kind, i) && !fields.field[i].size)
			return false;
		if (end > fields.min_size)
			fields.min_size = end;
	}
	if (id <= 0)
		return false;
	fields.id = id;
	known->kinds[kind] = fields;
	return true;
}

bool rowformat_learn(struct rowevent *known, const char *system,
		     const char *format, size_t length)
{
	const char *name;
	size_t name_length = layout_name(format, length, &name);

	if (strcmp(system, ROWEVENT_SYSTEM) != 0)
		return false;
	for (int kind = 0; kind < ROWEVENT_KINDS; kind++)
		if (name_length == strlen(events[kind].name) &&
		    !memcmp(name, events[kind].name, name_length))
			return learn_fields(known, kind, format, length);
	return false;
}
