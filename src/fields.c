/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fetched fields as a table and the probe's definition made from it.
 * Pure: writes text, never tracefs.
 */
#include "fields.h"

#include <stdio.h>

/* Before, the number was taken for a part of the name. */
#define MAXACTIVE_SINCE FIELDS_VERSION(4, 12)

/* Not an offset: the value of the base itself. */
#define NO_OFFSET (-1)

/*
 * Offsets in struct sock_common, which starts struct sock, is never
 * randomised, and has been the same from 4.4 to 7.3 but for the word size
 * (include/net/sock.h). The order keeps u64 before u32 before u16, as the
 * kernel packs fields without gaps. Names follow sock:inet_sock_set_state;
 * an IPv6 address comes in halves, for kernels cannot filter on arrays and
 * those before 4.20 have none. Addresses and dport stay in network order.
 */
static const struct {
	const char *name;
	const char *base;
	short offset64, offset32;
	const char *type;
	unsigned since;
} fields[FIELD_COUNT] = {
	[FIELD_SKADDR] = { "skaddr", "$retval", NO_OFFSET, NO_OFFSET, "", 0 },
	[FIELD_SADDR_V6_0] = { "saddr_v6_0", "$retval", 72, 56, ":x64", 0 },
	[FIELD_SADDR_V6_8] = { "saddr_v6_8", "$retval", 80, 64, ":x64", 0 },
	[FIELD_DADDR_V6_0] = { "daddr_v6_0", "$retval", 56, 40, ":x64", 0 },
	[FIELD_DADDR_V6_8] = { "daddr_v6_8", "$retval", 64, 48, ":x64", 0 },
	[FIELD_SADDR] = { "saddr", "$retval", 4, 4, ":x32", 0 },
	[FIELD_DADDR] = { "daddr", "$retval", 0, 0, ":x32", 0 },
	[FIELD_DPORT] = { "dport", "$retval", 12, 12, ":u16", 0 },
	[FIELD_SPORT] = { "sport", "$retval", 14, 14, ":u16", 0 },
	[FIELD_FAMILY] = { "family", "$retval", 16, 16, ":u16", 0 },
	/* Entry arguments can be read at the return since 6.9 (25f00e40ce79). */
	[FIELD_LISTENER_SPORT] = { "listener_sport", "$arg1", 14, 14, ":u16",
				   FIELDS_VERSION(6, 9) },
	[FIELD_COMM] = { "comm", "$comm", NO_OFFSET, NO_OFFSET, "", 0 },
};

const char *fields_name(enum field field)
{
	return fields[field].name;
}

static int put_field(char *buf, size_t size, enum field field,
		     unsigned long_size)
{
	int offset = long_size == 8 ? fields[field].offset64 :
				      fields[field].offset32;

	if (offset == NO_OFFSET)
		return snprintf(buf, size, " %s=%s%s", fields[field].name,
				fields[field].base, fields[field].type);
	return snprintf(buf, size, " %s=+%d(%s)%s", fields[field].name, offset,
			fields[field].base, fields[field].type);
}

void fields_definition(char *buf, const char *group,
		       const struct fields_kernel *kernel)
{
	size_t size = FIELDS_DEFINITION_SIZE;
	char pool[8] = "";
	size_t used;

	if (kernel->version >= MAXACTIVE_SINCE)
		snprintf(pool, sizeof(pool), "%d", FIELDS_MAXACTIVE);
	used = snprintf(buf, size, "r%s:%s/%s %s", pool, group, FIELDS_EVENT,
			FIELDS_FUNCTION);
	for (int i = 0; i < FIELD_COUNT && used < size; i++)
		if (kernel->version >= fields[i].since)
			used += put_field(buf + used, size - used, i,
					  kernel->long_size);
}
