/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds the offsets that differ from kernel to kernel.
 */
#ifndef TCPWHO_OFFSETS_H
#define TCPWHO_OFFSETS_H

#include "fields.h"

/**
 * offsets_find - ask the kernel's BTF
 *
 * What it does not say is FIELDS_UNKNOWN; without BTF that is all of it.
 */
void offsets_find(struct fields_offsets *offsets);

#endif
