/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turns rows and losses into records of tcpwho's own events and back. Pure;
 * believes nothing of a stranger's record.
 */
#include <string.h>
#include <sys/socket.h>

#include "cursor.h"
#include "names.h"
#include "rowfields.h"
#include "subbuf.h"

static uint16_t family_of(const struct conn *conn)
{
	return conn->family == 4 ? AF_INET : conn->family == 6 ? AF_INET6 : 0;
}

static void fill_row(struct rowfields_row *row, const struct conn *conn)
{
	*row = (struct rowfields_row){
		.common = { .type = ROWFIELDS_ROW_ID, .pid = conn->tid },
		.time_ns = conn->time_ns,
		.tgid = conn->pid,
		.uid = conn->uid,
		.cpu = conn->cpu,
		.family = family_of(conn),
		.sport = conn->port,
		.dport = conn->port_source,
		.witnesses = conn->witnesses,
		.saddr = conn->ip_local,
		.daddr = conn->ip_source,
	};
	memcpy(row->comm, conn->cmd, sizeof(row->comm));
}

/* At @at, which is moved behind it; returns its __data_loc. */
static uint32_t put_text(void *buf, size_t *at, const char *text, size_t limit)
{
	size_t length = strnlen(text, limit), start = *at;

	memcpy((char *)buf + start, text, length);
	((char *)buf)[start + length] = '\0';
	*at += length + 1;
	return (length + 1) << 16 | start;
}

/* Zeroes up to a multiple of 4. */
static size_t pad(void *buf, size_t size)
{
	memset((char *)buf + size, 0, 4);
	return (size + 3) & ~(size_t)3;
}

static size_t put_row(void *buf, const struct conn *conn, const char *host)
{
	struct rowfields_row row;
	size_t size = sizeof(row);

	fill_row(&row, conn);
	row.host = put_text(buf, &size, host, HOST_SIZE - 1);
	memcpy(buf, &row, sizeof(row));
	return pad(buf, size);
}

static size_t put_wide(void *buf, const struct conn *conn, const char *host)
{
	struct rowfields_wide wide = {
		.wait_ns = conn->wait_ns,
		.queue = conn->queue - 1,
		.backlog = conn->backlog - 1,
		.netns = conn->netns,
		.state = conn->state,
	};
	size_t size = sizeof(wide);

	fill_row(&wide.row, conn);
	wide.row.common.type = ROWFIELDS_WIDE_ID;
	wide.row.host = put_text(buf, &size, host, HOST_SIZE - 1);
	wide.interface =
		put_text(buf, &size, names_text(conn->if_name), NAMES_LENGTH);
	wide.user = put_text(buf, &size, names_text(conn->user), NAMES_LENGTH);
	wide.cgroup =
		put_text(buf, &size, names_text(conn->cgroup), NAMES_LENGTH);
	memcpy(buf, &wide, sizeof(wide));
	return pad(buf, size);
}

_Static_assert(sizeof(struct rowfields_wide) + HOST_SIZE +
			       3UL * (NAMES_LENGTH + 1) + 4 <=
		       ROWEVENT_SIZE,
	       "the longest one must fit");

static bool is_wide(const struct conn *conn)
{
	return conn->wait_ns || conn->queue || conn->backlog || conn->netns ||
	       conn->state || conn->if_name || conn->user || conn->cgroup;
}

size_t rowevent_put(void *buf, const struct conn *conn, const char *host)
{
	return is_wide(conn) ? put_wide(buf, conn, host) :
			       put_row(buf, conn, host);
}

size_t rowevent_put_lost(void *buf, enum loss loss, const struct losses *losses)
{
	const struct gaps *gaps = &losses->gaps;
	struct rowfields_lost lost = {
		.common = { .type = ROWFIELDS_LOST_ID },
		.count = losses->count[loss],
		.cause = loss,
	};

	if (loss == LOSS_GAPS) {
		lost.count = gaps->count;
		lost.from_ns = gaps->all.from_ns;
		lost.until_ns = gaps->all.until_ns;
		lost.length_ns = gaps->length_ns;
		lost.established = gaps->all.established;
		lost.is_counted = gaps->all.is_counted;
	}
	memcpy(buf, &lost, sizeof(lost));
	return sizeof(lost);
}

/* In the byte order of who wrote it. */
static uint64_t load(const struct rawrec *record, struct layout_span span)
{
	struct cursor at = {
		.data = record->data,
		.size = record->size,
		.at = span.offset,
		.is_big = record->is_swapped != subbuf_host_is_big(),
	};

	if (span.size > 8 || span.offset > record->size)
		return 0;
	return cursor_number(&at, span.size);
}

/* Bytes as they are; shorter ones than wanted are not what they seem. */
static void load_bytes(void *to, size_t size, const struct rawrec *record,
		       struct layout_span span)
{
	if (span.size == size &&
	    (size_t)span.offset + span.size <= record->size)
		memcpy(to, (const char *)record->data + span.offset, size);
}

/* __data_loc: length in the upper, offset in the lower half of a u32. */
static const char *find_text(const struct rawrec *record,
			     struct layout_span span, size_t *length)
{
	uint32_t location = load(record, span);
	size_t offset = location & 0xffff;

	*length = location >> 16;
	if (offset > record->size || *length > record->size - offset)
		*length = 0;
	return (const char *)record->data + (*length ? offset : 0);
}

static void load_host(char *host, const struct rawrec *record,
		      struct layout_span span)
{
	size_t length;
	const char *text = find_text(record, span, &length);

	if (length >= HOST_SIZE)
		length = HOST_SIZE - 1;
	memcpy(host, text, length);
	host[length] = '\0';
}

static uint32_t load_name(const struct rawrec *record, struct layout_span span)
{
	size_t length;
	const char *text = find_text(record, span, &length);

	return names_add(text, strnlen(text, length));
}

static uint8_t family_from(uint64_t family)
{
	return family == AF_INET ? 4 : family == AF_INET6 ? 6 : 0;
}

static void decode_row(const struct layout_span *field,
		       const struct rawrec *record, struct conn *conn)
{
	conn_clear(conn);
	conn->ts_ns = record->ts_ns;
	conn->time_ns = load(record, field[ROW_TIME]);
	conn->pid = load(record, field[ROW_TGID]);
	conn->tid = load(record, field[COMMON_PID]);
	conn->cpu = record->cpu;
	conn->port = load(record, field[ROW_SPORT]);
	conn->port_source = load(record, field[ROW_DPORT]);
	conn->family = family_from(load(record, field[ROW_FAMILY]));
	conn->witnesses =
		load(record, field[ROW_WITNESSES]) & (CONN_ACCEPT | CONN_GRAFT);
	/* None would be no row. */
	if (!conn->witnesses)
		conn->witnesses = CONN_ACCEPT;
	if (field[ROW_UID].size)
		conn->uid = load(record, field[ROW_UID]);
	if (field[ROW_CPU].size)
		conn->cpu = load(record, field[ROW_CPU]);
	load_bytes(&conn->ip_local, 16, record, field[ROW_SADDR]);
	load_bytes(&conn->ip_source, 16, record, field[ROW_DADDR]);
	load_bytes(conn->cmd, CONN_CMD_SIZE, record, field[ROW_COMM]);
}

static void decode_wide(const struct layout_span *field,
			const struct rawrec *record, struct conn *conn)
{
	conn->wait_ns = load(record, field[ROW_WAIT]);
	conn->netns = load(record, field[ROW_NETNS]);
	conn->state = load(record, field[ROW_STATE]);
	if (field[ROW_QUEUE].size)
		conn->queue = load(record, field[ROW_QUEUE]) + 1;
	if (field[ROW_BACKLOG].size)
		conn->backlog = load(record, field[ROW_BACKLOG]) + 1;
	conn->if_name = load_name(record, field[ROW_INTERFACE]);
	conn->user = load_name(record, field[ROW_USER]);
	conn->cgroup = load_name(record, field[ROW_CGROUP]);
}

/* Each tells what is lost up to then, so the last one counts. */
static void decode_lost(const struct layout_span *field,
			const struct rawrec *record, struct losses *losses)
{
	uint64_t cause = load(record, field[LOST_CAUSE]);
	struct gaps *gaps = &losses->gaps;

	if (cause >= LOSS_COUNT)
		return;
	losses->count[cause] = load(record, field[LOST_COUNT]);
	if (cause != LOSS_GAPS)
		return;
	gaps->count = losses->count[cause];
	gaps->length_ns = load(record, field[LOST_LENGTH]);
	gaps->all.from_ns = load(record, field[LOST_FROM]);
	gaps->all.until_ns = load(record, field[LOST_UNTIL]);
	gaps->all.established = load(record, field[LOST_ESTABLISHED]);
	gaps->all.is_counted = load(record, field[LOST_IS_COUNTED]);
}

static const struct rowevent_fields *find(const struct rowevent *known,
					  enum rowevent_kind kind,
					  const struct rawrec *record)
{
	const struct rowevent_fields *fields = &known->kinds[kind];

	if (!fields->id ||
	    load(record, fields->field[COMMON_TYPE]) != fields->id)
		return NULL;
	return fields;
}

enum decode_result rowevent_decode(const struct rowevent *known,
				   const struct rawrec *record,
				   struct conn *conn, char *host,
				   struct losses *losses)
{
	const struct rowevent_fields *lost = find(known, ROWEVENT_LOST, record);
	const struct rowevent_fields *wide = find(known, ROWEVENT_WIDE, record);
	const struct rowevent_fields *row =
		wide ?: find(known, ROWEVENT_ROW, record);

	if (!row && !lost)
		return DECODE_OTHER;
	if (record->size < (row ?: lost)->min_size)
		return DECODE_BAD;
	if (!row) {
		decode_lost(lost->field, record, losses);
		return DECODE_SKIP;
	}
	decode_row(row->field, record, conn);
	if (wide)
		decode_wide(wide->field, record, conn);
	load_host(host, record, row->field[ROW_HOST]);
	return DECODE_OK;
}
