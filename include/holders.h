/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who uses a group of events.
 */
#ifndef TCPWHO_HOLDERS_H
#define TCPWHO_HOLDERS_H

#include <stddef.h>

#define HOLDERS_SIZE 256

/**
 * holders_find - in which instances a group is enabled, and who reads there
 * @buf: HOLDERS_SIZE bytes: "the top instance, trace-cmd (4711)"; "" when
 *	nobody is found
 * @tracing_dir: where tracefs is
 *
 * The recorder, the instance of the group's own name, is nobody.
 * perf enables events in no instance: processes with perf events are named
 * where no instance has the group enabled, without knowing of which events.
 *
 * Returns whether it is enabled in some instance.
 */
int holders_find(char *buf, const char *tracing_dir, const char *group);

#endif
