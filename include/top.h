/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A summary on the terminal, refreshed all the time: a sink for rows and a
 * view of what it has counted.
 */
#ifndef TCPWHO_TOP_H
#define TCPWHO_TOP_H

#include <stdbool.h>

#include "account.h"
#include "groups.h"
#include "history.h"
#include "opts.h"
#include "rows.h"
#include "sigs.h"
#include "toprows.h"
#include "topstate.h"

/* All zero is none: then all of these do nothing. */
struct top {
	struct rows *rows; /* borrowed; NULL: not asked for */
	const struct by *by;
	struct groups all, recent; /* those of this interval alone */
	struct history history;
	struct account account; /* its losses are those up to the last look */
	/* What is shown: as it was at the end of an interval. */
	struct toprows shown;
	uint64_t shown_ns,
		shown_time_ns; /* on the rows' clock, and the wall's */
	uint64_t span_ns;
	char shown_account[ACCOUNT_SIZE];
	bool is_lossy;
	struct topstate state;
	bool is_on_screen;
	bool must_draw;
};

/**
 * top_open - have @rows counted for the screen, if @opts asks for it
 * @top: stays where it is
 *
 * Changes nothing on the terminal yet. Returns 0, or -1 after it has said why.
 */
int top_open(struct top *top, const struct opts *opts, struct rows *rows);

/**
 * top_start - take over the terminal; messages wait until it is given back
 * @sigs_fd: told of more signals
 *
 * Returns 0, or -1 after it has said why.
 */
int top_start(struct top *top, int sigs_fd);

/** top_fd - to be polled for what is typed; -1 without */
int top_fd(const struct top *top);

/**
 * top_keys - take what was typed
 * @revents: of top_fd
 *
 * Returns whether that is the end.
 */
bool top_keys(struct top *top, short revents);

/** top_losses - what is missing by now; the rest of the account is not used */
void top_losses(struct top *top, const struct account *account);

/** top_show - draw, if there is anything new */
void top_show(struct top *top);

/** top_signal - take a SIGS_TERMINAL; may sleep for as long as we are stopped */
void top_signal(struct top *top, const struct sigs_event *event);

/** top_close - give the terminal back, and print the messages that waited */
void top_close(struct top *top);

#endif
