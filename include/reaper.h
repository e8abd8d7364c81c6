/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process of our own that cleans up when we are killed.
 */
#ifndef TCPWHO_REAPER_H
#define TCPWHO_REAPER_H

#include <sys/types.h>

/**
 * reaper_start - have somebody there when we get SIGKILL
 *
 * Call it when tracefs can be reached and before anything is made there. When
 * we die it does what turn_sweep does. Returns what reaper_end wants; without
 * a reaper, which is no error, the next tcpwho sweeps.
 */
pid_t reaper_start(void);

/** reaper_end - nothing is left that it could remove; 0 for @reaper is none */
void reaper_end(pid_t reaper);

#endif
