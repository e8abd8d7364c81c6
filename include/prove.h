/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What follows from the self-test.
 */
#ifndef TCPWHO_PROVE_H
#define TCPWHO_PROVE_H

#include "probe.h"
#include "selftest.h"

enum prove_result {
	PROVE_PROVEN,
	PROVE_RETRY, /* with less, as the config now says */
	PROVE_REFUTED,
};

/**
 * prove_judge - whether rows may be printed
 * @found: what the self-test found
 * @armed: the witnesses it was made with
 * @config: what they were armed with; changed for PROVE_RETRY, at most as
 *	often as it has something to lose
 *
 * Says what is left out, and on PROVE_REFUTED why.
 */
enum prove_result prove_judge(const struct selftest_verdict *found,
			      unsigned armed, struct probe_config *config);

#endif
