/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The keys of top. Pure: neither reads the terminal nor draws on it.
 */
#include "topstate.h"

#include <string.h>

#include "screen.h"
#include "toprows.h"

#define ESCAPE 27
#define CTRL(letter) ((letter)&31)

typedef enum topstate_change act(struct topstate *state);

static enum topstate_change quit(struct topstate *state)
{
	(void)state;
	return TOPSTATE_QUIT;
}

static enum topstate_change freeze(struct topstate *state)
{
	state->is_frozen = !state->is_frozen;
	return TOPSTATE_LOOKS;
}

static enum topstate_change type(struct topstate *state)
{
	state->is_typing = true;
	return TOPSTATE_LOOKS;
}

static enum topstate_change clear(struct topstate *state)
{
	state->filter[0] = '\0';
	state->is_typing = false;
	state->first = 0;
	return TOPSTATE_LOOKS;
}

static enum topstate_change sort_by(struct topstate *state, size_t column)
{
	state->sort = column;
	state->first = 0;
	return TOPSTATE_ORDER;
}

static enum topstate_change left(struct topstate *state)
{
	return sort_by(state,
		       (state->sort + state->columns - 1) % state->columns);
}

static enum topstate_change right(struct topstate *state)
{
	return sort_by(state, (state->sort + 1) % state->columns);
}

static enum topstate_change by_count(struct topstate *state)
{
	return sort_by(state, TOPROWS_COUNT);
}

static enum topstate_change by_rate(struct topstate *state)
{
	return sort_by(state, TOPROWS_RATE);
}

static enum topstate_change by_last(struct topstate *state)
{
	return sort_by(state, TOPROWS_LAST);
}

static enum topstate_change reverse(struct topstate *state)
{
	state->is_reverse = !state->is_reverse;
	return TOPSTATE_ORDER;
}

/* Too far down is put right by who draws, and knows how many there are. */
static enum topstate_change go(struct topstate *state, size_t first)
{
	state->first = first;
	return TOPSTATE_LOOKS;
}

static enum topstate_change up(struct topstate *state)
{
	return go(state, state->first ? state->first - 1 : 0);
}

static enum topstate_change down(struct topstate *state)
{
	return go(state, state->first + 1);
}

static enum topstate_change page_up(struct topstate *state)
{
	return go(state,
		  state->first > state->page ? state->first - state->page : 0);
}

static enum topstate_change page_down(struct topstate *state)
{
	return go(state, state->first + state->page);
}

static enum topstate_change home(struct topstate *state)
{
	return go(state, 0);
}

static enum topstate_change end(struct topstate *state)
{
	return go(state, GROUPS_MAX);
}

static enum topstate_change redraw(struct topstate *state)
{
	(void)state;
	return TOPSTATE_ALL;
}

static const struct {
	int key;
	act *act;
} keys[] = {
	{ 'q', quit },
	{ 'Q', quit },
	{ ' ', freeze },
	{ '/', type },
	{ ESCAPE, clear },
	{ '<', left },
	{ '>', right },
	{ SCREEN_LEFT, left },
	{ SCREEN_RIGHT, right },
	{ 'c', by_count },
	{ 'r', by_rate },
	{ 'l', by_last },
	{ 'R', reverse },
	{ SCREEN_UP, up },
	{ 'k', up },
	{ SCREEN_DOWN, down },
	{ 'j', down },
	{ SCREEN_PAGE_UP, page_up },
	{ SCREEN_PAGE_DOWN, page_down },
	{ SCREEN_HOME, home },
	{ SCREEN_END, end },
	{ CTRL('L'), redraw },
};

/* A whole character of UTF-8. */
static void erase(char *text)
{
	size_t length = strlen(text);

	while (length && (text[length - 1] & 0xc0) == 0x80)
		length--;
	text[length ? length - 1 : 0] = '\0';
}

static enum topstate_change edit(struct topstate *state, int key)
{
	size_t length = strlen(state->filter);

	if (key == ESCAPE)
		return clear(state);
	if (key == CTRL('L'))
		return redraw(state);
	if (key == '\n')
		state->is_typing = false;
	else if (key == SCREEN_ERASE)
		erase(state->filter);
	else if (key == CTRL('U'))
		state->filter[0] = '\0';
	else if (key >= ' ' && key < 256 && length < TOPSTATE_FILTER_SIZE - 1)
		memcpy(state->filter + length, (char[]){ key, 0 }, 2);
	state->first = 0;
	return TOPSTATE_LOOKS;
}

enum topstate_change topstate_key(struct topstate *state, int key)
{
	if (state->is_typing)
		return edit(state, key);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (keys[i].key == key)
			return keys[i].act(state);
	return TOPSTATE_NOTHING;
}
