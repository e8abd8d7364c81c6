/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names of the machines that connections were recorded on.
 */
#ifndef TCPWHO_HOST_H
#define TCPWHO_HOST_H

#include <stdint.h>

/* Bytes of a name that are kept; hosts have at most 64. */
#define HOST_SIZE 65

/* In a struct conn: the machine that we run on. */
#define HOST_OURS 0

/**
 * host_add - make @name known
 *
 * Returns its number, that of HOST_OURS when there is no memory.
 */
uint16_t host_add(const char *name);

/** host_name - the name of a number */
const char *host_name(uint16_t number);

#endif
