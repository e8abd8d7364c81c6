/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * IP addresses to text. Pure: no name look-ups, nothing printed.
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

size_t addr_format(char *buf, const struct in6_addr *addr)
{
	if (addr_is_ipv4(addr))
		return format_ipv4(buf, addr->s6_addr + 12);
	inet_ntop(AF_INET6, addr, buf, INET6_ADDRSTRLEN);
	return strlen(buf);
}
