/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How large a ring buffer is where --buffer-size does not say.
 */
#ifndef TCPWHO_BUFFERSIZE_H
#define TCPWHO_BUFFERSIZE_H

#include <stdint.h>

/**
 * buffersize_default_kb - of each CPU, by how many there are
 *
 * All that they take of the kernel's memory, ring buffers and whatever else
 * a run has for each CPU, is at most 64 MB, as far as 64 KB each allow.
 */
uint64_t buffersize_default_kb(unsigned cpus);

#endif
