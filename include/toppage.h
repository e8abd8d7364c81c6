/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rows of top that are on the screen.
 */
#ifndef TCPWHO_TOPPAGE_H
#define TCPWHO_TOPPAGE_H

#include <stddef.h>

#include "by.h"
#include "screen.h"
#include "toprows.h"
#include "topstate.h"

struct toppage {
	const struct toprow *rows[SCREEN_LINES];
	size_t count;
	int widths[COLUMN_MAX]; /* of the columns of the key */
};

/**
 * toppage_make - those that what is typed occurs in, as many as fit
 * @rows: borrowed
 * @state: put right where it begins behind the last one
 */
void toppage_make(struct toppage *page, const struct by *by,
		  const struct toprows *rows, struct topstate *state,
		  bool is_utf8);

/**
 * toppage_key - column @i of a row's key, as by_text writes it, or "-"
 * @buf: COLUMN_TEXT_SIZE bytes
 *
 * Returns its length.
 */
size_t toppage_key(const struct by *by, const struct toprow *row, size_t i,
		   bool is_utf8, char *buf);

#endif
