/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What top shows, laid out for a screen of any size.
 */
#ifndef TCPWHO_TOPVIEW_H
#define TCPWHO_TOPVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "by.h"
#include "history.h"
#include "pen.h"
#include "toprows.h"
#include "topstate.h"

struct topview {
	const struct by *by;
	const struct toprows *rows; /* in order */
	const struct history *history;
	uint64_t now_ns;  /* on its clock */
	uint64_t time_ns; /* wall clock */
	uint64_t span_ns; /* of an interval; what is recent came in it */
	const char *account;
	bool is_lossy;	     /* so the account says */
	const char *message; /* the last one, or "" */
	bool is_utf8;	     /* may be put */
	pen_put *put;	     /* where it goes */
};

/**
 * topview_draw - put all of it on an empty screen
 * @state: told how many lines fit, and not to begin behind the last one
 */
void topview_draw(const struct topview *view, struct topstate *state, int lines,
		  int columns);

#endif
