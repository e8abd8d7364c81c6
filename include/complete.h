/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Completion of a command line that is being typed, for shells.
 */
#ifndef TCPWHO_COMPLETE_H
#define TCPWHO_COMPLETE_H

#include <stddef.h>

/**
 * complete_print - print what the last of the words may become
 * @words: what is behind "tcpwho" up to the cursor; the last may be ""
 *
 * The first line says how to go on: "words" for the lines behind it, of which
 * each is a whole word, a tab and what it means; "list" likewise, but a comma
 * may follow; "files" for the names of files, "command" for another command
 * line. Returns 0, or -1 with errno.
 */
int complete_print(char **words, size_t count);

#endif
