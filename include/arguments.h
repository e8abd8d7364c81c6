/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first arguments of a probed function.
 */
#ifndef TCPWHO_ARGUMENTS_H
#define TCPWHO_ARGUMENTS_H

/**
 * arguments_learn - find out how a function's arguments are fetched
 * @arguments: set to what stands for the first two; NULL where nobody knows
 * @readme: text of the kernel's tracing/README
 * @machine: as uname(2) has it
 */
void arguments_learn(const char *arguments[2], const char *readme,
		     const char *machine);

#endif
