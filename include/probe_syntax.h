/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a kernel understands in the definition of a probe event.
 */
#ifndef TCPWHO_PROBE_SYNTAX_H
#define TCPWHO_PROBE_SYNTAX_H

#include "fields.h"

/**
 * probe_syntax_learn - find out what definitions may say
 * @kernel: its syntax and arguments are set; an argument stays NULL where
 *	its register is unknown
 * @readme: text of the kernel's tracing/README; it describes probe events
 *	since 4.9 (86425625be37), "" stands for kernels without such a file
 * @machine: as uname(2) has it
 */
void probe_syntax_learn(struct fields_kernel *kernel, const char *readme,
			const char *machine);

#endif
