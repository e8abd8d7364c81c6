/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether the flight recorder records what it should.
 */
#ifndef TCPWHO_FAULTS_H
#define TCPWHO_FAULTS_H

/**
 * faults_find - why the recorder does not keep the last of all accepts
 *
 * Returns the first reason as a sentence, or NULL. Wants tracefs's lock to be
 * held.
 */
const char *faults_find(void);

#endif
