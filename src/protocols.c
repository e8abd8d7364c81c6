/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks up by name what a self-test shows by example: the addresses of the
 * kernel's struct proto for TCP. Reads some 10 MB of text, so it is for where
 * no self-test could be made.
 */
#include "protocols.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* net/ipv4/tcp_ipv4.c, net/ipv6/tcp_ipv6.c, net/mptcp/protocol.c */
static bool is_tcp(const char *symbol)
{
	static const char *const symbols[] = {
		"tcp_prot",
		"tcpv6_prot",
		"mptcp_prot",
		"mptcp_v6_prot",
	};

	for (size_t i = 0; i < sizeof(symbols) / sizeof(*symbols); i++)
		if (!strcmp(symbol, symbols[i]))
			return true;
	return false;
}

/* "ffffffff82a1b2c0 D tcp_prot", with a module's name behind it or not. */
static uint64_t parse_line(char *line)
{
	char *end;
	uint64_t address = strtoull(line, &end, 16);
	char *symbol;

	if (*end != ' ' || !end[1] || end[2] != ' ')
		return 0;
	symbol = end + 3;
	symbol[strcspn(symbol, "\t\n")] = '\0';
	return is_tcp(symbol) ? address : 0;
}

size_t protocols_find(const char *path, uint64_t *prots)
{
	FILE *file = fopen(path, "re");
	size_t count = 0, size = 0;
	char *line = NULL;

	if (!file)
		return 0;
	while (count < PROTOCOLS_MAX && getline(&line, &size, file) > 0) {
		uint64_t prot = parse_line(line);

		if (prot)
			prots[count++] = prot;
	}
	free(line);
	fclose(file);
	return count;
}
