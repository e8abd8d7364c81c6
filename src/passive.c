/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads TcpPassiveOpens and says when it wants an explanation. Decides
 * nothing: a server that does not accept lets the number rise as well.
 */
#include "passive.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loopback.h"

/* Fewer may wait in a queue for a server that is merely busy. */
#define FIRST_LIMIT 4

static const char *find_column(const char *line, unsigned column)
{
	while (column > 0 && *line && *line != '\n')
		column -= *line++ == ' ';
	return column ? NULL : line;
}

/* Names in one line that starts with "Tcp:", numbers in the next one. */
int passive_parse(const char *text, uint64_t *opens)
{
	const char *names = strstr(text, "\nTcp: ");
	const char *numbers = names ? strstr(names + 1, "\nTcp: ") : NULL;
	const char *wanted = names ? strstr(names, " PassiveOpens ") : NULL;
	unsigned column = 0;
	char *end;

	if (!numbers || !wanted || wanted > numbers)
		return -1;
	for (const char *p = names; p <= wanted; p++)
		column += *p == ' ';
	numbers = find_column(numbers + 1, column);
	if (!numbers)
		return -1;
	*opens = strtoull(numbers, &end, 10);
	return end == numbers ? -1 : 0;
}

void passive_read(struct passive *passive, uint64_t *opens)
{
	char text[8192];
	ssize_t n;

	n = pread(passive->fd, text, sizeof(text) - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	passive->is_known = !passive_parse(text, opens);
	/* Those of our own self-tests are nobody's. */
	if (passive->is_known)
		*opens -= loopback_counted();
}

void passive_open(struct passive *passive)
{
	uint64_t opens = 0;

	*passive = (struct passive){ .limit = FIRST_LIMIT };
	passive->fd = open("/proc/self/net/snmp", O_RDONLY | O_CLOEXEC);
	passive_read(passive, &opens);
	passive->opens = passive->base = opens;
}

void passive_close(struct passive *passive)
{
	if (passive->fd >= 0)
		close(passive->fd);
}

uint64_t passive_look(struct passive *passive, uint64_t opens, uint64_t records)
{
	uint64_t before = passive->opens - passive->base;

	passive->opens = opens;
	if (records != passive->records) {
		passive->records = records;
		passive->base = opens;
		passive->limit = FIRST_LIMIT;
		return 0;
	}
	/* Those of the look before had the time till now. */
	return before >= passive->limit ? before : 0;
}

bool passive_wonders(const struct passive *passive)
{
	return passive->opens - passive->base >= passive->limit;
}

void passive_clear(struct passive *passive, uint64_t records, bool is_usual)
{
	passive->records = records;
	if (!is_usual)
		passive->limit = 2 * (passive->opens - passive->base);
	passive->base = passive->opens;
}
