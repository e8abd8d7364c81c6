/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The formats of the events of tcpwho's own recordings.
 */
#ifndef TCPWHO_ROWFORMAT_H
#define TCPWHO_ROWFORMAT_H

#include "rowevent.h"

/** rowformat_text - the text of the event's format; returns its length */
size_t rowformat_text(char *buf, enum rowevent_kind kind);

/**
 * rowformat_learn - take notice of an event if it is one of ours
 *
 * Returns whether it is.
 */
bool rowformat_learn(struct rowevent *known, const char *system,
		     const char *format, size_t length);

#endif
