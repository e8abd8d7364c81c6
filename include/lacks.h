/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lets tests build a tcpwho for which the kernel lacks something, to try the
 * way without on kernels that have it. Nothing is left of it in other builds.
 */
#ifndef TCPWHO_LACKS_H
#define TCPWHO_LACKS_H

#ifdef TCPWHO_LACKS
#include <string.h>

/* TCPWHO_LACKS names things, a blank before and behind each. */
#define lacks(thing) (strstr(TCPWHO_LACKS, " " thing " ") != NULL)
#else
#define lacks(thing) 0
#endif

#endif
