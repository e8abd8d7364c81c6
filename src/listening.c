/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the ports of TCP listeners from /proc/net, which anybody may. Knows
 * those of our own network namespace alone.
 */
#include "listening.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PORTS 65536

/* Longer than the kernel's lines, of 150 bytes or, for IPv6, some more. */
#define LINE_SIZE 256

/* TCP_LISTEN of the kernel's enum, which all lines have had since ever. */
#define STATE_LISTEN 0x0a

static unsigned long hex_behind(const char *text)
{
	return text ? strtoul(text + 1, NULL, 16) : 0;
}

static const char *next(const char *text, char wanted)
{
	return text ? strchr(text + 1, wanted) : NULL;
}

uint16_t listening_parse(const char *line)
{
	/* "  0: 0100007F:1F90 00000000:0000 0A ...": number, ends, state */
	const char *port = next(strchr(line, ':'), ':');
	const char *state = next(next(port, ':'), ' ');

	return hex_behind(state) == STATE_LISTEN ? hex_behind(port) : 0;
}

static void read_ports(const char *path, bool *is_there)
{
	FILE *file = fopen(path, "re");
	char line[LINE_SIZE];

	if (!file)
		return;
	while (fgets(line, sizeof(line), file))
		is_there[listening_parse(line)] = true;
	fclose(file);
}

void listening_each(void (*port)(void *context, uint16_t port), void *context)
{
	bool *is_there = calloc(PORTS, sizeof(*is_there));

	if (!is_there)
		return;
	read_ports("/proc/net/tcp", is_there);
	read_ports("/proc/net/tcp6", is_there);
	for (unsigned i = 1; i < PORTS; i++)
		if (is_there[i])
			port(context, i);
	free(is_there);
}
