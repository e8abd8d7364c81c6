/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The options that say which rows are asked for.
 */
#ifndef TCPWHO_FILTEROPTS_H
#define TCPWHO_FILTEROPTS_H

#include "optvalue.h"

/*
 * Each adds to what the same option has said before; either all of these
 * have a ! in front or none.
 */
optvalue_set filteropts_pid;
optvalue_set filteropts_uid;
optvalue_set filteropts_cmd;
optvalue_set filteropts_port;
optvalue_set filteropts_source;
optvalue_set filteropts_ipv4;
optvalue_set filteropts_ipv6;

#endif
