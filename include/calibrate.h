/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Offsets that nobody tells, found by connections whose ports and users are
 * known.
 */
#ifndef TCPWHO_CALIBRATE_H
#define TCPWHO_CALIBRATE_H

#include <stdbool.h>
#include <stdint.h>

#include "fields.h"
#include "instance.h"
#include "subbuf.h"

/**
 * calibrate - fill in the offsets that are unknown yet, as far as it goes
 * @instance: with nothing enabled in it; as it was when this returns
 * @buffer_kb: its ring buffer per CPU
 * @format: of its sub-buffers
 * @kernel: what it runs on; its offsets are completed
 * @has_graft: whether those of the graft event are wanted
 *
 * Returns how many nanoseconds it took, 0 where nothing is missing. Needs kernels from 4.20 on, and to
 * know the child that accepts by its thread id: not inside a pid namespace.
 */
uint64_t calibrate(struct instance *instance, uint64_t buffer_kb,
		   const struct subbuf_format *format,
		   struct fields_kernel *kernel, bool has_graft);

#endif
