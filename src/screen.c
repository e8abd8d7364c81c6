/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terminal, by ncurses: it knows what terminals differ in, writes only
 * what has changed, which is little over a slow line, and counts columns of
 * wide characters. Owns the terminal's modes; knows nothing of what is drawn.
 */
#include "screen.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "log.h"

/* Names that <term.h> has for capabilities. */
#undef lines
#undef columns

/* How long the rest of a key's sequence may take, on a slow line too. */
#define ESCAPE_MS 100

#define INSTEAD "use tcpwho -i 2 instead"

static SCREEN *screen;

/*
 * Only while something is drawn: names of threads are compared with globs byte
 * by byte whatever the locale is.
 */
static locale_t locale;
static bool has_color;

static const struct {
	int curses, key;
} keys[] = {
	{ KEY_UP, SCREEN_UP },		 { KEY_DOWN, SCREEN_DOWN },
	{ KEY_LEFT, SCREEN_LEFT },	 { KEY_RIGHT, SCREEN_RIGHT },
	{ KEY_PPAGE, SCREEN_PAGE_UP },	 { KEY_NPAGE, SCREEN_PAGE_DOWN },
	{ KEY_HOME, SCREEN_HOME },	 { KEY_END, SCREEN_END },
	{ KEY_BACKSPACE, SCREEN_ERASE }, { KEY_ENTER, '\n' },
};

int screen_check(void)
{
	const char *term = getenv("TERM");
	const char *move;
	int result;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		log_error("top draws on a terminal, which this is not: give it "
			  "one, as ssh -t does, or " INSTEAD);
		return -1;
	}
	if (setupterm(NULL, STDOUT_FILENO, &result) != OK) {
		log_error(
			"nothing is known of the terminal \"%.64s\": set TERM "
			"to one such as xterm, or " INSTEAD,
			term ? term : "");
		return -1;
	}
	move = tigetstr((char *)"cup");
	if (move && move != (char *)-1)
		return 0;
	log_error("the terminal \"%.64s\" cannot move its cursor: set TERM to "
		  "what it is, or " INSTEAD,
		  term ? term : "");
	return -1;
}

/* https://no-color.org: whatever it says, if it says anything. */
static bool wants_color(void)
{
	const char *no = getenv("NO_COLOR");

	return (!no || !*no) && has_colors();
}

int screen_open(void)
{
	locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	/* Here alone it asks for the name of the whole process's. */
	setlocale(LC_CTYPE, "");
	screen = newterm(NULL, stdout, stdin);
	setlocale(LC_CTYPE, "C");
	if (!screen) {
		log_error("cannot draw on this terminal: " INSTEAD);
		return -1;
	}
	has_color = wants_color() && start_color() == OK &&
		    use_default_colors() == OK &&
		    init_pair(1, COLOR_RED, -1) == OK;
	set_escdelay(ESCAPE_MS);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, true);
	nodelay(stdscr, true);
	curs_set(0);
	return 0;
}

void screen_close(void)
{
	if (!screen)
		return;
	endwin();
	delscreen(screen);
	screen = NULL;
	if (locale)
		freelocale(locale);
	locale = (locale_t)0;
}

bool screen_is_utf8(void)
{
	return locale && !strcmp(nl_langinfo_l(CODESET, locale), "UTF-8");
}

void screen_size(int *lines, int *columns)
{
	struct winsize size;

	/* We take its signal, so ncurses does not see it. */
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_row &&
	    size.ws_col && is_term_resized(size.ws_row, size.ws_col))
		resizeterm(size.ws_row, size.ws_col);
	getmaxyx(stdscr, *lines, *columns);
}

void screen_leave(void)
{
	endwin();
}

void screen_forget(void)
{
	reset_prog_mode();
	clearok(curscr, true);
}

void screen_clear(void)
{
	if (locale)
		uselocale(locale);
	erase();
}

void screen_put(int line, int column, enum screen_style style, const char *text,
		size_t length)
{
	const attr_t attributes[] = {
		[SCREEN_PLAIN] = A_NORMAL,
		[SCREEN_BOLD] = A_BOLD,
		[SCREEN_REVERSE] = A_REVERSE,
		[SCREEN_ALARM] = A_BOLD | (has_color ? COLOR_PAIR(1) : 0),
	};

	attrset(attributes[style]);
	mvaddnstr(line, column, text, length);
	attrset(A_NORMAL);
}

void screen_show(void)
{
	refresh();
	uselocale(LC_GLOBAL_LOCALE);
}

int screen_key(void)
{
	int key = getch();

	if (key == ERR)
		return SCREEN_NO_KEY;
	if (key == '\r')
		return '\n';
	if (key == 0x7f || key == '\b')
		return SCREEN_ERASE;
	if (key < 256)
		return key;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (keys[i].curses == key)
			return keys[i].key;
	return SCREEN_OTHER;
}
