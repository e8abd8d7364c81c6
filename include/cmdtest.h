/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Globs for names of threads, in the words of the kernel's event filters.
 */
#ifndef TCPWHO_CMDTEST_H
#define TCPWHO_CMDTEST_H

#include "filter.h"
#include "text.h"

/**
 * cmdtest_put - append a test of the running thread's name
 *
 * It is true of all whose name passes @globs, and of those that are called
 * otherwise than their rows are. Appends nothing where all would pass.
 */
void cmdtest_put(struct text *text, const struct filter_globs *globs);

#endif
