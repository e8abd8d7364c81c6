/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values of columns that want something extra, as a struct column has them.
 */
#ifndef TCPWHO_EXTRACOLUMN_H
#define TCPWHO_EXTRACOLUMN_H

#include <stddef.h>

#include "conn.h"

size_t extracolumn_user_text(char *buf, const struct conn *conn);
size_t extracolumn_cgroup_text(char *buf, const struct conn *conn);
size_t extracolumn_if_text(char *buf, const struct conn *conn);
size_t extracolumn_netns_text(char *buf, const struct conn *conn);
size_t extracolumn_wait_text(char *buf, const struct conn *conn);
size_t extracolumn_wait_seconds(char *buf, const struct conn *conn);
size_t extracolumn_queue_text(char *buf, const struct conn *conn);
size_t extracolumn_backlog_text(char *buf, const struct conn *conn);
size_t extracolumn_state_text(char *buf, const struct conn *conn);

#endif
