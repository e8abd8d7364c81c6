/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists of columns to count by, and the part of a connection that they are.
 * Pure; never counts.
 */
#include "by.h"

#include <stdio.h>
#include <string.h>

#include "addr.h"
#include "extra.h"
#include "num.h"

/* What one user of IPv6 has. */
#define IPV6_BITS 64

/* More than "/32/128" is no length. */
#define LENGTHS_SIZE 8

static bool is_addr(const struct column *column)
{
	return column->offset == offsetof(struct conn, ip_source) ||
	       column->offset == offsetof(struct conn, ip_local);
}

/* "24" or "24/64", as it is behind the first slash. */
static enum by_result parse_lengths(struct by_column *column, const char *text,
				    size_t length)
{
	char copy[LENGTHS_SIZE];
	uint64_t ipv4, ipv6 = IPV6_BITS;
	char *slash;

	if (length >= sizeof(copy) || !is_addr(column->column))
		return BY_NO_PREFIX;
	memcpy(copy, text, length);
	copy[length] = '\0';
	slash = strchr(copy, '/');
	if (slash)
		*slash++ = '\0';
	if (num_parse(copy, 0, 32, &ipv4) ||
	    (slash && num_parse(slash, 0, 128, &ipv6)))
		return BY_NO_PREFIX;
	column->is_prefix = true;
	column->ipv4_bits = ipv4;
	column->ipv6_bits = ipv6;
	return BY_OK;
}

static bool has(const struct by *by, const struct column *column)
{
	for (size_t i = 0; i < by->count; i++)
		if (by->columns[i].column == column)
			return true;
	return false;
}

static enum by_result add_waits(struct by *by)
{
	if (by->has_waits)
		return BY_TWICE;
	by->has_waits = true;
	return BY_OK;
}

static enum by_result add(struct by *by, const char *text, size_t length)
{
	const char *slash = memchr(text, '/', length);
	size_t name_length = slash ? (size_t)(slash - text) : length;
	struct by_column column = {
		.column = column_find(text, name_length),
	};
	enum by_result result = BY_OK;

	if (!column.column)
		return BY_NO_COLUMN;
	if (column.column->extras & EXTRA_WAIT && !slash)
		return add_waits(by);
	if (slash)
		result = parse_lengths(&column, slash + 1,
				       length - name_length - 1);
	if (result == BY_OK && has(by, column.column))
		result = BY_TWICE;
	if (result == BY_OK)
		by->columns[by->count++] = column;
	return result;
}

enum by_result by_parse(struct by *by, const char *text, const char **bad,
			size_t *bad_length)
{
	struct by parsed = { .count = 0 };

	if (*text == '+') {
		parsed = *by;
		text++;
	}
	for (;; text++) {
		size_t length = strcspn(text, ",");
		enum by_result result = add(&parsed, text, length);

		if (result != BY_OK) {
			*bad = text;
			*bad_length = length;
			return result;
		}
		text += length;
		if (!*text)
			break;
	}
	*by = parsed;
	return BY_OK;
}

static void add_name(struct by *by, const char *name)
{
	add(by, name, strlen(name));
}

void by_default(struct by *by)
{
	by->count = 0;
	add_name(by, "PORT");
	add_name(by, "CMD");
	add_name(by, "IP_SOURCE");
}

void by_first(struct by *by, const char *name)
{
	struct by moved = { .count = 0 };

	if (has(by, column_find(name, strlen(name))))
		return;
	add_name(&moved, name);
	moved.has_waits = by->has_waits;
	memcpy(moved.columns + 1, by->columns,
	       by->count * sizeof(*by->columns));
	moved.count += by->count;
	*by = moved;
}

unsigned by_extras(const struct by *by)
{
	unsigned extras = by->has_waits ? EXTRA_WAIT : 0;

	for (size_t i = 0; i < by->count; i++)
		extras |= by->columns[i].column->extras;
	return extras;
}

_Static_assert(sizeof(struct conn) % BY_WORD == 0 &&
		       sizeof(struct conn) / BY_WORD <= 32,
	       "each word of a key has a bit");

static uint32_t words_of(size_t offset, size_t size)
{
	size_t first = offset / BY_WORD;
	size_t last = (offset + size - 1) / BY_WORD;

	return (2U << last) - (1U << first);
}

uint32_t by_words(const struct by *by)
{
	uint32_t words = 0;

	for (size_t i = 0; i < by->count; i++) {
		const struct column *column = by->columns[i].column;

		words |= words_of(column->offset, column->size);
		/* There a key says which of them it knows. */
		if (by->columns[i].is_prefix)
			words |= words_of(offsetof(struct conn, witnesses), 1);
	}
	return words;
}

/*
 * A prefix may have no bit set, as unknown has not: a key, which has no
 * witnesses, tells them apart by these.
 */
static uint8_t known_bit(const struct by_column *column)
{
	return column->column->offset == offsetof(struct conn, ip_source) ? 1 :
									    2;
}

static const struct in6_addr *addr_in(const struct by_column *column,
				      const struct conn *conn)
{
	return (const void *)((const char *)conn + column->column->offset);
}

static unsigned bits_of(const struct by_column *column, bool is_ipv4)
{
	return is_ipv4 ? 96 + column->ipv4_bits : column->ipv6_bits;
}

static void copy_prefix(const struct by_column *column, const struct conn *conn,
			struct conn *key)
{
	const struct in6_addr *addr = addr_in(column, conn);
	uint8_t *out = (uint8_t *)key + column->column->offset;
	unsigned bits = bits_of(column, addr_is_ipv4(addr));

	if (IN6_IS_ADDR_UNSPECIFIED(addr))
		return;
	key->witnesses |= known_bit(column);
	memcpy(out, addr, bits / 8);
	if (bits % 8)
		out[bits / 8] = addr->s6_addr[bits / 8] & 0xff00 >> bits % 8;
}

/* Of known sizes, or memcpy would be most of the price. */
static void copy(const struct column *column, const struct conn *conn,
		 struct conn *key)
{
	const char *in = (const char *)conn + column->offset;
	char *out = (char *)key + column->offset;

	switch (column->size) {
	case 2: memcpy(out, in, 2); break;
	case 4: memcpy(out, in, 4); break;
	case 16: memcpy(out, in, 16); break;
	default: memcpy(out, in, column->size);
	}
}

void by_key(const struct by *by, const struct conn *conn, struct conn *key)
{
	size_t length;

	conn_clear(key);
	for (size_t i = 0; i < by->count; i++) {
		const struct by_column *column = &by->columns[i];

		if (column->is_prefix)
			copy_prefix(column, conn, key);
		else
			copy(column->column, conn, key);
	}
	/* What is behind its end may differ. */
	length = key->cmd[0] ? strnlen(key->cmd, CONN_CMD_SIZE) : 0;
	memset(key->cmd + length, 0, CONN_CMD_SIZE - length);
}

size_t by_text(const struct by_column *column, char *buf,
	       const struct conn *key, bool is_json)
{
	const struct in6_addr *addr = addr_in(column, key);
	bool is_ipv4;
	size_t length;

	if (!column->is_prefix && is_json && column->column->json_text)
		return column->column->json_text(buf, key);
	if (!column->is_prefix)
		return column->column->text(buf, key);
	if (!(key->witnesses & known_bit(column)))
		return 0;
	is_ipv4 = addr_is_ipv4(addr);
	length = addr_format(buf, addr);
	buf[length++] = '/';
	return length + num_format(buf + length, is_ipv4 ? column->ipv4_bits :
							   column->ipv6_bits);
}
