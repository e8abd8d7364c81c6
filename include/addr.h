/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * IP addresses: always 16 bytes in network order, IPv4 as ::ffff:a.b.c.d.
 */
#ifndef TCPWHO_ADDR_H
#define TCPWHO_ADDR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

/** addr_from_ipv4 - the mapped form of the 4 bytes (network order) at @ipv4 */
struct in6_addr addr_from_ipv4(const void *ipv4);

/** addr_is_ipv4 - whether @addr is a mapped IPv4 address */
bool addr_is_ipv4(const struct in6_addr *addr);

/**
 * addr_format - write @addr as text, mapped ones as plain IPv4
 * @buf: at least INET6_ADDRSTRLEN bytes; not terminated
 *
 * IPv6 is written as RFC 5952 says. Returns the length.
 */
size_t addr_format(char *buf, const struct in6_addr *addr);

/**
 * addr_parse - an address of either family
 * @text: as inet_pton(3) takes it, without a zone
 *
 * Returns 0, or -1 when it is none.
 */
int addr_parse(struct in6_addr *addr, const char *text);

#endif
