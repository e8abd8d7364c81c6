/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the fields of an event lie in its records.
 */
#ifndef TCPWHO_LAYOUT_H
#define TCPWHO_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

/* Where a field lies in a record; size 0: this event has no such field. */
struct layout_span {
	uint16_t offset;
	uint16_t size;
};

/* What every record begins with: type, flags and pid of struct trace_entry. */
#define LAYOUT_COMMON_SIZE 8

/* A number in a record, as a part of the eight bytes that end with it. */
struct layout_number {
	uint64_t mask; /* 0: there is none */
	uint16_t at;   /* where the eight begin */
	uint8_t shift; /* in records whose least byte comes first */
};

/** layout_number - of a field; none where it does not hold one */
struct layout_number layout_number(struct layout_span span);

/**
 * layout_parse - find fields by their names
 * @format: text of an event's format file
 * @length: its length
 * @names: the fields; those that each record has, "common_pid", too
 * @spans: filled, one for each name
 *
 * Returns the event's id, or -1 with errno EINVAL when this is no format.
 * Nothing outside of @length bytes is read.
 */
int layout_parse(const char *format, size_t length, const char *const *names,
		 size_t count, struct layout_span *spans);

/**
 * layout_name - the event's name
 * @name: set to where it is in @format, unterminated
 *
 * Returns its length, 0 when there is none.
 */
size_t layout_name(const char *format, size_t length, const char **name);

/**
 * layout_parse_page - the same of events/header_page, which has no id
 * @size: of a sub-buffer, its header included
 * @long_size: bytes in a long of the kernel's
 *
 * Returns 0, or -1 with errno EINVAL.
 */
int layout_parse_page(const char *text, size_t length, size_t *size,
		      unsigned *long_size);

#endif
