/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of users, control groups and interfaces as numbers, so that a struct
 * conn stays plain.
 */
#ifndef TCPWHO_NAMES_H
#define TCPWHO_NAMES_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of a name that are kept. */
#define NAMES_LENGTH 255

/* In a struct conn: it has none, or nobody knows it. */
#define NAMES_UNKNOWN 0

/**
 * names_add - make a name known
 * @text: of a long one the end is kept, which tells one from the other in a
 *	path, and "..." stands for the rest
 *
 * Returns its number, the same for the same name; NAMES_UNKNOWN for an empty
 * one, and when there is no memory for more.
 */
uint32_t names_add(const char *text, size_t length);

/** names_text - the name of a number, terminated; "" of NAMES_UNKNOWN */
const char *names_text(uint32_t number);

#endif
