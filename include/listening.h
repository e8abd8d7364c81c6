/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * On which ports somebody listens.
 */
#ifndef TCPWHO_LISTENING_H
#define TCPWHO_LISTENING_H

#include <stdint.h>

/** listening_parse - the local port of a line of /proc/net/tcp, if it listens; else 0 */
uint16_t listening_parse(const char *line);

/** listening_each - call @port with each, once, the least first */
void listening_each(void (*port)(void *context, uint16_t port), void *context);

#endif
