/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Time spans as text.
 */
#ifndef TCPWHO_DURATION_H
#define TCPWHO_DURATION_H

#include <stddef.h>
#include <stdint.h>

#define DURATION_SIZE 32

/**
 * duration_short - three digits and a unit, such as 17.3ms
 * @buf: DURATION_SIZE bytes
 *
 * Returns the length, as duration_seconds does, which has nine decimals.
 */
size_t duration_short(char *buf, uint64_t ns);
size_t duration_seconds(char *buf, uint64_t ns);

#endif
