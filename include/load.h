/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers out of a record. For decoding alone, which has seen to it that they
 * are inside of it.
 */
#ifndef TCPWHO_LOAD_H
#define TCPWHO_LOAD_H

#include <string.h>

#include "decode.h"

/* Of common_pid, which is a thread. */
#define LOAD_PID_AT 4

#define HOST_IS_LITTLE (__BYTE_ORDER == __LITTLE_ENDIAN)

static inline uint32_t load_id(const struct rawrec *record)
{
	uint16_t id;

	memcpy(&id, record->data, sizeof(id));
	return record->is_swapped ? __builtin_bswap16(id) : id;
}

static inline uint32_t load_tid(const struct rawrec *record)
{
	uint32_t tid;

	memcpy(&tid, (const char *)record->data + LOAD_PID_AT, sizeof(tid));
	return record->is_swapped ? __builtin_bswap32(tid) : tid;
}

/* The bytes in front of @end, and zeroes behind them up to the eighth. */
static inline void load_few(char *to, const char *end, size_t length)
{
	unsigned unwanted = 8 * (sizeof(uint64_t) - length);
	uint64_t word;

	memcpy(&word, end - sizeof(word), sizeof(word));
	word = HOST_IS_LITTLE ? word >> unwanted : word << unwanted;
	memcpy(to, &word, sizeof(word));
}

/*
 * Up to 16 bytes, for which a call or a loop is dearer. What is in front of
 * @from, LAYOUT_COMMON_SIZE bytes, is read as well, and up to eight written.
 */
static inline void load_short(char *to, const char *from, size_t length)
{
	if (!length)
		return;
	if (length < sizeof(uint64_t)) {
		load_few(to, from + length, length);
		return;
	}
	/* The halves may overlap. */
	memcpy(to, from, sizeof(uint64_t));
	to += length - sizeof(uint64_t);
	from += length - sizeof(uint64_t);
	memcpy(to, from, sizeof(uint64_t));
}

/*
 * Fields are packed without alignment, so every load is a copy. One size for
 * all is a third of the price of one for each; decode_init has made sure that
 * the bytes in front are the record's own.
 */
static inline uint64_t load_number(const struct layout_number *number,
				   const struct rawrec *record)
{
	uint64_t word;

	memcpy(&word, (const char *)record->data + number->at, sizeof(word));
	if (record->is_swapped)
		word = __builtin_bswap64(word);
	if (record->is_swapped != HOST_IS_LITTLE)
		word >>= number->shift;
	return word & number->mask;
}

static inline uint64_t load_field(const struct decode_event *event,
				  const struct rawrec *record, enum field field)
{
	return load_number(&event->number[field], record);
}

/* Of those that the kernel has in network order. */
static inline uint16_t load_port(const struct decode_event *event,
				 const struct rawrec *record, enum field field)
{
	uint16_t port = load_field(event, record, field);

	return record->is_swapped != HOST_IS_LITTLE ? __builtin_bswap16(port) :
						      port;
}

static inline const char *find_field(const struct decode_event *event,
				     const struct rawrec *record,
				     enum field field)
{
	return (const char *)record->data + event->field[field].offset;
}

#endif
