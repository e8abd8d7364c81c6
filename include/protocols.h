/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which of the kernel's protocols are TCP.
 */
#ifndef TCPWHO_PROTOCOLS_H
#define TCPWHO_PROTOCOLS_H

#include <stddef.h>
#include <stdint.h>

/* TCP and MPTCP, each over IPv4 and IPv6. */
#define PROTOCOLS_MAX 4

/**
 * protocols_find - the prot (of a struct conn) of TCP and MPTCP
 * @path: PROTOCOLS_KALLSYMS, or a file like it
 * @prots: PROTOCOLS_MAX of them
 *
 * Returns how many there are: 0 where the kernel does not name its data, or
 * hides addresses.
 */
size_t protocols_find(const char *path, uint64_t *prots);

#define PROTOCOLS_KALLSYMS "/proc/kallsyms"

#endif
