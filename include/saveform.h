/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The final form of a recording: each CPU's rows together, threads named.
 */
#ifndef TCPWHO_SAVEFORM_H
#define TCPWHO_SAVEFORM_H

#include <stdbool.h>

#include "savelog.h"

/**
 * saveform_write - write what @log has to @fd, which is new
 * @has_date: all its times are those of the wall clock
 *
 * Returns 0, or -1 with errno.
 */
int saveform_write(int fd, const struct savelog *log, const char *uname,
		   bool has_date);

#endif
