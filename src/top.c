/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From rows to groups to the screen, one way: rows are counted as they come,
 * what was counted is copied once in an interval, and the copy is drawn. Owns
 * that copy; knows neither keys nor layout.
 */
#include "top.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "screen.h"
#include "topview.h"
#include "walltime.h"

static int take_header(struct sink *sink)
{
	(void)sink;
	return 0;
}

static int take_row(struct sink *sink, const struct conn *conn)
{
	struct top *top = sink->top;
	struct conn key;

	by_key(top->by, conn, &key);
	history_add(&top->history, conn->ts_ns);
	if (groups_add_wait(&top->all, &key, conn->time_ns,
			    by_wait_ns(top->by, conn)))
		return -1;
	return groups_add(&top->recent, &key, conn->time_ns);
}

static bool is_lossy(const struct account *account)
{
	struct losses losses;

	account_losses(account, &losses);
	for (size_t i = 0; i < LOSS_COUNT; i++)
		if (losses.count[i])
			return true;
	return losses.gaps.count > 0;
}

static int copy(struct top *top)
{
	struct account account = top->account;

	if (toprows_take(&top->shown, &top->all, &top->recent))
		return -1;
	toprows_sort(&top->shown, top->by, top->state.sort,
		     top->state.is_reverse);
	rows_account(top->rows, &account);
	account_format(top->shown_account, &account);
	top->is_lossy = is_lossy(&account);
	top->shown_ns = walltime_mono_ns();
	top->shown_time_ns = top->shown_ns + walltime_offset_ns(0);
	return 0;
}

static int take_end(struct sink *sink, const struct interval *interval)
{
	struct top *top = sink->top;
	int result = 0;

	if (!top->state.is_frozen && !interval->is_last)
		result = copy(top);
	groups_reset(&top->recent);
	top->must_draw = true;
	return result;
}

static const struct sink_ops sink_top = { .header = take_header,
					  .row = take_row,
					  .end = take_end };

int top_open(struct top *top, const struct opts *opts, struct rows *rows)
{
	if (opts->action != OPTS_TOP)
		return 0;
	if (screen_check())
		return -1;
	top->rows = rows;
	top->by = &opts->by;
	top->span_ns = opts->interval_ns;
	top->state.columns = toprows_figures(&opts->by) + opts->by.count;
	top->state.sort = TOPROWS_RATE;
	groups_init(&top->all, by_words(&opts->by));
	groups_init(&top->recent, by_words(&opts->by));
	rows->sink.ops = &sink_top;
	rows->sink.top = top;
	return 0;
}

int top_start(struct top *top, int sigs_fd)
{
	if (!top->rows)
		return 0;
	if (sigs_add_terminal(sigs_fd) || copy(top)) {
		log_error("cannot start: %s", strerror(errno));
		return -1;
	}
	if (screen_open())
		return -1;
	log_hold();
	top->is_on_screen = true;
	top->must_draw = true;
	top_show(top);
	return 0;
}

int top_fd(const struct top *top)
{
	return top->is_on_screen ? STDIN_FILENO : -1;
}

void top_losses(struct top *top, const struct account *account)
{
	top->account.losses = account->losses;
	top->account.gaps = account->gaps;
}

static bool take_key(struct top *top, int key)
{
	switch (topstate_key(&top->state, key)) {
	case TOPSTATE_NOTHING: return false;
	case TOPSTATE_QUIT: return true;
	case TOPSTATE_ORDER:
		toprows_sort(&top->shown, top->by, top->state.sort,
			     top->state.is_reverse);
		break;
	case TOPSTATE_LOOKS: break;
	case TOPSTATE_ALL: screen_forget(); break;
	}
	top->must_draw = true;
	return false;
}

bool top_keys(struct top *top, short revents)
{
	int key;

	if (revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	if (!(revents & POLLIN))
		return false;
	while ((key = screen_key()) != SCREEN_NO_KEY)
		if (take_key(top, key))
			return true;
	return false;
}

/* A terminal that takes nothing, as after Ctrl-S, must not hold us up. */
static bool is_writable(void)
{
	struct pollfd fd = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&fd, 1, 0) > 0 && fd.revents & POLLOUT;
}

/* One line of it. */
static void copy_message(char *buf, size_t size)
{
	const char *last = log_last();
	size_t length = strcspn(last, "\n");

	if (length >= size)
		length = size - 1;
	memcpy(buf, last, length);
	buf[length] = '\0';
}

void top_show(struct top *top)
{
	char message[SCREEN_COLUMNS];
	struct topview view = {
		.by = top->by,
		.rows = &top->shown,
		.history = &top->history,
		.now_ns = top->shown_ns,
		.time_ns = top->shown_time_ns,
		.span_ns = top->span_ns,
		.account = top->shown_account,
		.is_lossy = top->is_lossy,
		.message = message,
		.is_utf8 = screen_is_utf8(),
		.put = screen_put,
	};
	int lines, columns;

	if (!top->is_on_screen || !top->must_draw || !is_writable())
		return;
	copy_message(message, sizeof(message));
	screen_size(&lines, &columns);
	screen_clear();
	topview_draw(&view, &top->state, lines, columns);
	screen_show();
	top->must_draw = false;
}

/*
 * As if we had taken no notice of it: where no shell owns us, and nobody
 * could have us go on, the kernel then drops it.
 */
static void stop_until_continued(void)
{
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, SIGTSTP);
	signal(SIGTSTP, SIG_DFL);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &mask, NULL);
	sigprocmask(SIG_BLOCK, &mask, NULL);
}

/* Whoever ends a stopped job has it go on too, and keeps the terminal. */
static bool must_end(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	bool is_any = false;
	sigset_t pending;

	if (sigpending(&pending))
		return false;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		is_any |= sigismember(&pending, numbers[i]) == 1;
	return is_any;
}

static void leave_for_good(struct top *top)
{
	top->is_on_screen = false;
	log_release();
}

void top_signal(struct top *top, const struct sigs_event *event)
{
	if (!top->is_on_screen)
		return;
	if (event->number == SIGTSTP) {
		screen_leave();
		stop_until_continued();
		if (must_end()) {
			leave_for_good(top);
			return;
		}
	}
	if (event->number != SIGWINCH)
		screen_forget();
	top->must_draw = true;
	top_show(top);
}

void top_close(struct top *top)
{
	if (top->is_on_screen) {
		screen_close();
		log_release();
	}
	groups_free(&top->all);
	groups_free(&top->recent);
	toprows_free(&top->shown);
	*top = (struct top){ .rows = NULL };
}
