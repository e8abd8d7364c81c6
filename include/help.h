/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What --help prints.
 */
#ifndef TCPWHO_HELP_H
#define TCPWHO_HELP_H

/** help_print - print the help to stdout; 0, or -1 with errno */
int help_print(void);

#endif
