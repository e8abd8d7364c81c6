/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ladder of offsets: what the kernel's own BTF says, then what
 * calibration finds, then nothing. Never a table of versions: that would be
 * a guess.
 */
#include "offsets.h"

#include "btf.h"
#include "lacks.h"
#include "log.h"

static const struct {
	const char *type, *member;
	const char *name;
} members[OFFSET_COUNT] = {
	[OFFSET_SOCKET_FILE] = { "socket", "file", "socket.file" },
	[OFFSET_FILE_CRED] = { "file", "f_cred", "file.f_cred" },
	[OFFSET_CRED_UID] = { "cred", "uid", "cred.uid" },
	[OFFSET_INET_SPORT] = { "inet_sock", "inet_sport",
				"inet_sock.inet_sport" },
	[OFFSET_NET_INUM] = { "net", "ns.inum", "net.ns.inum" },
	[OFFSET_ACK_BACKLOG] = { "sock", "sk_ack_backlog",
				 "sock.sk_ack_backlog" },
	[OFFSET_MAX_ACK_BACKLOG] = { "sock", "sk_max_ack_backlog",
				     "sock.sk_max_ack_backlog" },
};

const char *offsets_name(enum offset_name name)
{
	return members[name].name;
}

const char *offsets_source_name(enum offset_source source)
{
	static const char *const names[] = {
		[OFFSET_UNKNOWN] = "unknown",
		[OFFSET_BTF] = "btf",
		[OFFSET_CALIBRATED] = "calibration",
		[OFFSET_REFUTED] = "refuted",
	};

	return names[source];
}

bool offsets_have(const struct offsets *offsets, enum offset_name name)
{
	return offsets->of[name].source == OFFSET_BTF ||
	       offsets->of[name].source == OFFSET_CALIBRATED;
}

void offsets_calibrate(struct offsets *offsets, enum offset_name name,
		       int bytes)
{
	if (offsets->of[name].source == OFFSET_UNKNOWN)
		offsets->of[name] = (struct offset){ OFFSET_CALIBRATED, bytes };
}

void offsets_ask_btf(struct offsets *offsets)
{
	struct btf_wanted wanted[OFFSET_COUNT];

	for (int i = 0; i < OFFSET_COUNT; i++)
		wanted[i] = (struct btf_wanted){ members[i].type,
						 members[i].member, -1 };
	if (lacks("btf") || btf_find(BTF_VMLINUX, wanted, OFFSET_COUNT))
		log_debug("this kernel has no BTF that we can read");
	for (int i = 0; i < OFFSET_COUNT; i++)
		if (wanted[i].offset >= 0)
			offsets->of[i] =
				(struct offset){ OFFSET_BTF, wanted[i].offset };
}
