/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the members of the running kernel's structs are, by its own account.
 */
#ifndef TCPWHO_BTF_H
#define TCPWHO_BTF_H

#include <stddef.h>

/* The kernel's own types, on kernels from 5.4 with CONFIG_DEBUG_INFO_BTF=y. */
#define BTF_VMLINUX "/sys/kernel/btf/vmlinux"

/* What one asks and what one is told; not the struct btf_member of the uapi. */
struct btf_wanted {
	/* Of a struct or union, without that word. */
	const char *type;
	/* "file", or a path such as "ns.inum". */
	const char *member;
	/* In bytes from the start of @type; -1: not found. */
	int offset;
};

/**
 * btf_find - look members up by their names
 * @path: BTF_VMLINUX, or any file of the format of Documentation/bpf/btf.rst
 * @wanted: the members; their offsets are set, whatever is returned
 * @count: how many; together they may have 64 names, of which
 *	"net" and "ns.inum" are three
 *
 * A member of an anonymous struct or union counts as one of what encloses it.
 * A dot goes into a struct or union that is a member itself, not through
 * pointers and arrays. Bitfields count as not found. Of several structs of
 * one name, which is rare, the first that has the member is meant, among the
 * first four.
 *
 * Needs 50 KB of stack, however large the file is.
 *
 * Returns 0, also when nothing was found. Or -1 with all offsets at -1, and
 * errno: ENOENT when this kernel has no BTF, EINVAL when it is damaged, of
 * the other byte order or of a version that we do not know, E2BIG when
 * @wanted has too many names, or what open or pread said.
 */
int btf_find(const char *path, struct btf_wanted *wanted, size_t count);

#endif
