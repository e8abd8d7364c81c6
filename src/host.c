/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table of host names, so that a struct conn needs a number only. Names
 * stay until the end.
 */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

static char (*names)[HOST_SIZE];
static uint16_t count;

uint16_t host_add(const char *name)
{
	char(*grown)[HOST_SIZE];

	for (uint16_t i = 0; i < count; i++)
		if (!strncmp(names[i], name, HOST_SIZE - 1))
			return i + 1;
	if (count == UINT16_MAX)
		return HOST_OURS;
	grown = reallocarray(names, count + 1, sizeof(*names));
	if (!grown)
		return HOST_OURS;
	names = grown;
	snprintf(names[count], HOST_SIZE, "%s", name);
	return ++count;
}

static const char *our_name(void)
{
	static struct utsname name;

	if (!name.nodename[0] && uname(&name))
		return "";
	return name.nodename;
}

const char *host_name(uint16_t number)
{
	return number == HOST_OURS || number > count ? our_name() :
						       names[number - 1];
}
