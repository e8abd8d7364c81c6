/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the running kernel is like, as far as our events depend on it.
 */
#ifndef TCPWHO_KERNEL_H
#define TCPWHO_KERNEL_H

#include "fields.h"
#include "subbuf.h"

/**
 * kernel_learn - ask the kernel about itself; tracefs must be mounted
 * @kernel: filled, but for its offsets and what its caller decides,
 *	has_both and has_pairs, which stay
 * @format: of its sub-buffers
 *
 * Returns 0, or -1 with errno.
 */
int kernel_learn(struct fields_kernel *kernel, struct subbuf_format *format);

#endif
