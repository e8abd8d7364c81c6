/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files of /proc/TID that tell whose a thread is.
 */
#ifndef TCPWHO_TASKFILE_H
#define TCPWHO_TASKFILE_H

#include <stdint.h>

#include "conn.h"

/**
 * taskfile_status - process and real user of a thread
 * @proc_fd: /proc
 * @pid: 0 if there is no such thread
 * @uid: CONN_UID_UNKNOWN then
 */
void taskfile_status(int proc_fd, uint32_t tid, uint32_t *pid, uint32_t *uid);

/**
 * taskfile_start_ns - when a thread was started, by CLOCK_BOOTTIME
 *
 * Exact to a tick of USER_HZ, rounded down. UINT64_MAX if there is none.
 */
uint64_t taskfile_start_ns(int proc_fd, uint32_t tid);

/**
 * taskfile_name - what a thread is called
 * @cmd: filled up with 0; stays as it is if there is no such thread
 */
void taskfile_name(int proc_fd, uint32_t tid, char cmd[CONN_CMD_SIZE]);

#endif
