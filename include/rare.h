/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For functions beside the way that each record takes.
 */
#ifndef TCPWHO_RARE_H
#define TCPWHO_RARE_H

/*
 * Small rather than fast, and no part of its caller: that would save registers
 * and guard a buffer for it at each record, whether it runs or not.
 */
#define RARE __attribute__((cold, noinline))

#endif
