/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads that are waiting in accept() right now.
 */
#ifndef TCPWHO_WAITING_H
#define TCPWHO_WAITING_H

/**
 * waiting_count - how many threads sleep in inet_csk_accept
 *
 * A kretprobe that is armed now does not see their next connection. 0 also
 * where the kernel does not say where threads sleep.
 */
long waiting_count(void);

#endif
