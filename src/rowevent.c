/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turns rows and losses into records of tcpwho's own events and back. Pure;
 * believes nothing of a stranger's record.
 */
#include <string.h>
#include <sys/socket.h>

#include "cursor.h"
#include "rowfields.h"
#include "subbuf.h"

static uint16_t family_of(const struct conn *conn)
{
	return conn->family == 4 ? AF_INET : conn->family == 6 ? AF_INET6 : 0;
}

size_t rowevent_put(void *buf, const struct conn *conn, const char *host)
{
	size_t length = strnlen(host, HOST_SIZE - 1) + 1;
	struct rowfields_row row = {
		.common = { .type = ROWFIELDS_ROW_ID, .pid = conn->tid },
		.time_ns = conn->time_ns,
		.tgid = conn->pid,
		.uid = conn->uid,
		.cpu = conn->cpu,
		.host = length << 16 | sizeof(row),
		.family = family_of(conn),
		.sport = conn->port,
		.dport = conn->port_source,
		.witnesses = conn->witnesses,
		.saddr = conn->ip_local,
		.daddr = conn->ip_source,
	};

	memcpy(row.comm, conn->cmd, sizeof(row.comm));
	memset(buf, 0, ROWEVENT_SIZE);
	memcpy(buf, &row, sizeof(row));
	memcpy((char *)buf + sizeof(row), host, length - 1);
	return (sizeof(row) + length + 3) & ~(size_t)3;
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
static void load_host(char *host, const struct rawrec *record,
		      struct layout_span span)
{
	uint32_t location = load(record, span);
	size_t offset = location & 0xffff, length = location >> 16;

	if (offset > record->size || length > record->size - offset)
		length = 0;
	if (length >= HOST_SIZE)
		length = HOST_SIZE - 1;
	memcpy(host, (const char *)record->data + (length ? offset : 0),
	       length);
	host[length] = '\0';
}

static uint8_t family_from(uint64_t family)
{
	return family == AF_INET ? 4 : family == AF_INET6 ? 6 : 0;
}

static void decode_row(const struct layout_span *field,
		       const struct rawrec *record, struct conn *conn)
{
	*conn = (struct conn){
		.ts_ns = record->ts_ns,
		.time_ns = load(record, field[ROW_TIME]),
		.uid = CONN_UID_UNKNOWN,
		.pid = load(record, field[ROW_TGID]),
		.tid = load(record, field[COMMON_PID]),
		.cpu = record->cpu,
		.port = load(record, field[ROW_SPORT]),
		.port_source = load(record, field[ROW_DPORT]),
		.family = family_from(load(record, field[ROW_FAMILY])),
		/* Never none, which would be no row. */
		.witnesses =
			(load(record, field[ROW_WITNESSES]) & (CONN_ACCEPT | CONN_GRAFT)) ?:
				CONN_ACCEPT,
	};
	if (field[ROW_UID].size)
		conn->uid = load(record, field[ROW_UID]);
	if (field[ROW_CPU].size)
		conn->cpu = load(record, field[ROW_CPU]);
	load_bytes(&conn->ip_local, 16, record, field[ROW_SADDR]);
	load_bytes(&conn->ip_source, 16, record, field[ROW_DADDR]);
	load_bytes(conn->cmd, CONN_CMD_SIZE, record, field[ROW_COMM]);
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
	const struct rowevent_fields *row = find(known, ROWEVENT_ROW, record);
	const struct rowevent_fields *lost = find(known, ROWEVENT_LOST, record);

	if (!row && !lost)
		return DECODE_OTHER;
	if (record->size < (row ? row : lost)->min_size)
		return DECODE_BAD;
	if (!row) {
		decode_lost(lost->field, record, losses);
		return DECODE_SKIP;
	}
	decode_row(row->field, record, conn);
	load_host(host, record, row->field[ROW_HOST]);
	return DECODE_OK;
}
