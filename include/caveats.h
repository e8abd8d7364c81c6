/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What rows will not tell, said before the first one.
 */
#ifndef TCPWHO_CAVEATS_H
#define TCPWHO_CAVEATS_H

#include "fields.h"

/** caveats_say - to the user; @witnesses are those that are armed */
void caveats_say(unsigned witnesses, const struct fields_kernel *kernel);

/** caveats_say_missing - which columns all rows will have a dash in */
void caveats_say_missing(const struct fields_kernel *kernel);

/** caveats_say_points - the same of tracepoints; @extras of extra.h are asked */
void caveats_say_points(unsigned extras);

/** caveats_say_blind - that we are inside a pid namespace */
void caveats_say_blind(void);

#endif
