/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * IP addresses to text and back. Pure: no name look-ups, nothing printed. Not
 * by inet_ntop(3), whose sprintf for each group is dearer than the rest of a
 * row.
 */
#include "addr.h"

#include <arpa/inet.h>
#include <string.h>

#include "num.h"

static const unsigned char mapped_prefix[12] = { [10] = 0xff, [11] = 0xff };

struct in6_addr addr_from_ipv4(const void *ipv4)
{
	struct in6_addr addr = IN6ADDR_ANY_INIT;

	memcpy(addr.s6_addr, mapped_prefix, sizeof(mapped_prefix));
	memcpy(addr.s6_addr + 12, ipv4, 4);
	return addr;
}

bool addr_is_ipv4(const struct in6_addr *addr)
{
	return !memcmp(addr->s6_addr, mapped_prefix, sizeof(mapped_prefix));
}

static size_t format_ipv4(char *buf, const unsigned char *bytes)
{
	char *end = buf;

	for (int i = 0; i < 4; i++) {
		if (i)
			*end++ = '.';
		end += num_format(end, bytes[i]);
	}
	return end - buf;
}

#define GROUPS 8

/* Zero groups that are written as "::". */
struct gap {
	int at;
	int length;
};

/* The first of the longest; a single zero is no gap (RFC 5952, 4.2.2). */
static struct gap find_gap(const uint16_t *groups)
{
	struct gap best = { .length = 1 }, gap = { .length = 0 };

	for (int i = 0; i < GROUPS; i++) {
		gap.length = groups[i] ? 0 : gap.length + 1;
		gap.at = i + 1 - gap.length;
		if (gap.length > best.length)
			best = gap;
	}
	return best.length > 1 ? best : (struct gap){ .at = -1 };
}

static char *put_group(char *end, unsigned group)
{
	static const char digits[] = "0123456789abcdef";
	int shift = 12;

	while (shift && !(group >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		*end++ = digits[group >> shift & 15];
	return end;
}

static size_t format_ipv6(char *buf, const struct in6_addr *addr)
{
	uint16_t groups[GROUPS];
	struct gap gap;
	char *end = buf;

	for (int i = 0; i < GROUPS; i++)
		groups[i] = ntohs(addr->s6_addr16[i]);
	gap = find_gap(groups);
	for (int i = 0; i < GROUPS; i++) {
		if (i == gap.at) {
			i += gap.length - 1;
			*end++ = ':';
			if (i == GROUPS - 1)
				*end++ = ':';
			continue;
		}
		if (i)
			*end++ = ':';
		end = put_group(end, groups[i]);
	}
	return end - buf;
}

size_t addr_format(char *buf, const struct in6_addr *addr)
{
	if (addr_is_ipv4(addr))
		return format_ipv4(buf, addr->s6_addr + 12);
	return format_ipv6(buf, addr);
}

int addr_parse(struct in6_addr *addr, const char *text)
{
	struct in_addr ipv4;

	if (inet_pton(AF_INET6, text, addr) == 1)
		return 0;
	if (inet_pton(AF_INET, text, &ipv4) != 1)
		return -1;
	*addr = addr_from_ipv4(&ipv4);
	return 0;
}
