/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps what the records of tcpwho's own recordings tell beside rows: what is
 * missing, and the machines where one was made of several.
 */
#include "rowsource.h"

#include <string.h>

/* Of more machines, somebody made it by hand. */
#define MAX_HOSTS 1024

bool rowsource_is_known(const struct rowsource *source)
{
	return source->events.kinds[ROWEVENT_ROW].id != 0;
}

static uint16_t find_host(struct rowsource *source, const char *host,
			  uint16_t otherwise)
{
	uint16_t number;

	if (!host[0])
		return otherwise;
	if (!strcmp(host, source->host))
		return source->number;
	if (source->hosts == MAX_HOSTS)
		return otherwise;
	number = host_add(host);
	/* Numbers are given in turn, so a higher one is new. */
	if (number > source->highest) {
		source->highest = number;
		source->hosts++;
	}
	source->number = number;
	memcpy(source->host, host, HOST_SIZE);
	return number;
}

enum decode_result rowsource_take(struct rowsource *source,
				  const struct rawrec *record, uint16_t host,
				  struct conn *conn)
{
	char name[HOST_SIZE];
	enum decode_result result;

	if (!rowsource_is_known(source))
		return DECODE_OTHER;
	result = rowevent_decode(&source->events, record, conn, name,
				 &source->losses);
	if (result == DECODE_OK)
		conn->host = find_host(source, name, host);
	return result;
}
