/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the times in a recording to nanoseconds.
 */
#ifndef TCPWHO_DATTIME_H
#define TCPWHO_DATTIME_H

#include "datfile.h"

/** dattime_is_in_ns - whether dattime_convert makes nanoseconds of @clock's */
bool dattime_is_in_ns(const struct datfile *file, const char *clock);

/** dattime_convert - the time of a record, as the file's headers have it */
uint64_t dattime_convert(const struct datfile *file, uint64_t ts);

#endif
