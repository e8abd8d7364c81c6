/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ladder of offsets: what the kernel's own BTF says, or nothing. Never a
 * table of versions: that would be a guess.
 */
#include "offsets.h"

#include <stddef.h>

#include "btf.h"
#include "log.h"

void offsets_find(struct fields_offsets *offsets)
{
	struct btf_wanted wanted[] = {
		{ "socket", "file", FIELDS_UNKNOWN },
		{ "file", "f_cred", FIELDS_UNKNOWN },
		{ "cred", "uid", FIELDS_UNKNOWN },
		{ "inet_sock", "inet_sport", FIELDS_UNKNOWN },
	};

	if (btf_find(BTF_VMLINUX, wanted, sizeof(wanted) / sizeof(*wanted)))
		log_debug("this kernel has no BTF that we can read");
	*offsets = (struct fields_offsets){
		.socket_file = wanted[0].offset,
		.file_cred = wanted[1].offset,
		.cred_uid = wanted[2].offset,
		.inet_sport = wanted[3].offset,
	};
}
