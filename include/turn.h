/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One tcpwho after the other may change what is in tracefs.
 */
#ifndef TCPWHO_TURN_H
#define TCPWHO_TURN_H

/**
 * turn_take - make tracefs reachable and wait for our turn
 *
 * Returns a descriptor to close when it is over, or -1 after it has said why.
 */
int turn_take(void);

/** turn_sweep - remove what dead runs left, in a turn of its own; 0, or -1 */
int turn_sweep(void);

#endif
