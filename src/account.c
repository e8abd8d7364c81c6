/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The account at the end. Counts nothing itself.
 */
#include "account.h"

#include <inttypes.h>

#include "log.h"

void account_losses(const struct account *account, struct losses *losses)
{
	*losses = (struct losses){
		.count = {
			[LOSS_UNDECODED] = account->losses.undecoded,
			[LOSS_DAMAGED] = account->losses.damaged,
			[LOSS_ALONE] = account->missed,
			[LOSS_UNWATCHED] = account->losses.kernel.unwatched,
		},
		.gaps = account->gaps,
	};
	losses->count[account->is_estimate ? LOSS_ESTIMATE : LOSS_BUFFER] =
		account->overwritten;
	if (account->losses.others)
		losses->count[LOSS_OTHERS] = account->losses.others;
	for (int i = 0; i < CALLS_HOWS; i++)
		losses->count[LOSS_BY_FD + i] = account->losses.told[i];
}

_Static_assert(LOSS_UNTOLD - LOSS_BY_FD == CALLS_UNTOLD,
	       "losses are in the order of enum calls_how");

void account_format(char *buf, const struct account *account)
{
	struct losses_rows rows = account->rows;
	struct losses losses;

	rows.has_uncounted = account->losses.kernel.is_filtered;
	account_losses(account, &losses);
	losses_format(buf, &rows, &losses);
}

void account_report(const struct account *account)
{
	char line[ACCOUNT_SIZE];

	account_format(line, account);
	log_debug("%" PRIu64 " of them seen by accept alone, %" PRIu64
		  " by graft alone",
		  account->accept_alone, account->graft_alone);
	log_note("%s", line);
}
