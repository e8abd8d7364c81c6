/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stands in for ncurses in static builds, which it would make 370 KB larger:
 * speaks what all terminals of today have in common with a VT100 (ECMA-48),
 * and writes only what has changed. Knows no terminfo, which a broken machine
 * may lack, and no locale. Never part of the ordinary program.
 */
#include "screen.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "log.h"
#include "width.h"

/* How long the rest of a key's sequence may take, on a slow line too. */
#define ESCAPE_MS 100

#define INSTEAD "use tcpwho -i 2 instead"

/*
 * Alternate screen, no cursor, and no new line behind the last column, for
 * terminals differ in what is wide; the reverse of that, below all of it where
 * there is no such screen.
 */
#define ENTER "\033[?1049h\033[?25l\033[?7l\033[0m\033[2J"
#define LEAVE "\033[0m\033[999;1H\n\033[?7h\033[?25h\033[?1049l"

/* A character of UTF-8, and how it looks; behind a wide one there is one of no length. */
struct cell {
	char bytes[4];
	uint8_t length, style;
};

static struct termios before;
static bool is_open;
static struct cell *wanted, *shown; /* each of all lines */
static int line_count, column_count;

/* By enum screen_style; no colours. */
static const char *const styles[] = { "\033[0m", "\033[0;1m", "\033[0;7m",
				      "\033[0;1m" };

static const struct {
	const char *bytes; /* behind ESC */
	int key;
} keys[] = {
	{ "[A", SCREEN_UP },	   { "[B", SCREEN_DOWN },
	{ "[C", SCREEN_RIGHT },	   { "[D", SCREEN_LEFT },
	{ "OA", SCREEN_UP },	   { "OB", SCREEN_DOWN },
	{ "OC", SCREEN_RIGHT },	   { "OD", SCREEN_LEFT },
	{ "[5~", SCREEN_PAGE_UP }, { "[6~", SCREEN_PAGE_DOWN },
	{ "[H", SCREEN_HOME },	   { "[F", SCREEN_END },
	{ "[1~", SCREEN_HOME },	   { "[4~", SCREEN_END },
};

int screen_check(void)
{
	static const char *const poor[] = { "", "dumb", "unknown" };
	const char *term = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		log_error("top draws on a terminal, which this is not: give it "
			  "one, as ssh -t does, or " INSTEAD);
		return -1;
	}
	for (size_t i = 0; i < sizeof(poor) / sizeof(*poor); i++)
		if (!term || !strcmp(term, poor[i])) {
			log_error("the terminal \"%s\" cannot move its cursor: "
				  "set TERM to what it is, or " INSTEAD,
				  term ? term : "");
			return -1;
		}
	return 0;
}

static void write_all(const char *text, size_t length)
{
	while (length > 0) {
		ssize_t n = write(STDOUT_FILENO, text, length);

		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return;
		text += n > 0 ? n : 0;
		length -= n > 0 ? n : 0;
	}
}

static void take_over(void)
{
	struct termios raw = before;

	raw.c_lflag &= ~(ICANON | ECHO);
	raw.c_iflag &= ~(ICRNL | INLCR);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	write_all(ENTER, strlen(ENTER));
}

static void empty(struct cell *cells)
{
	for (int i = 0; i < line_count * column_count; i++)
		cells[i] = (struct cell){ " ", 1, SCREEN_PLAIN };
}

int screen_open(void)
{
	if (tcgetattr(STDIN_FILENO, &before)) {
		log_error("cannot draw on this terminal: " INSTEAD);
		return -1;
	}
	take_over();
	is_open = true;
	return 0;
}

void screen_leave(void)
{
	write_all(LEAVE, strlen(LEAVE));
	tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

void screen_close(void)
{
	if (!is_open)
		return;
	screen_leave();
	free(wanted);
	free(shown);
	wanted = shown = NULL;
	line_count = column_count = 0;
	is_open = false;
}

bool screen_is_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *locale = NULL;

	for (size_t i = 0; i < 3 && (!locale || !*locale); i++)
		locale = getenv(names[i]);
	return locale && (strcasestr(locale, "utf-8") != NULL ||
			  strcasestr(locale, "utf8") != NULL);
}

/* Without memory for a new size the old one stays. */
static void resize(int lines, int columns)
{
	size_t count = (size_t)lines * columns;
	struct cell *new_wanted = calloc(count, sizeof(*wanted));
	struct cell *new_shown = calloc(count, sizeof(*shown));

	if (!new_wanted || !new_shown) {
		free(new_wanted);
		free(new_shown);
		return;
	}
	free(wanted);
	free(shown);
	wanted = new_wanted;
	shown = new_shown;
	line_count = lines;
	column_count = columns;
	screen_forget();
}

void screen_size(int *lines, int *columns)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row ||
	    !size.ws_col)
		size = (struct winsize){ .ws_row = 24, .ws_col = 80 };
	if (size.ws_row > SCREEN_LINES)
		size.ws_row = SCREEN_LINES;
	if (size.ws_col > SCREEN_COLUMNS)
		size.ws_col = SCREEN_COLUMNS;
	if (size.ws_row != line_count || size.ws_col != column_count)
		resize(size.ws_row, size.ws_col);
	*lines = line_count;
	*columns = column_count;
}

void screen_forget(void)
{
	take_over();
	empty(shown);
}

void screen_clear(void)
{
	empty(wanted);
}

void screen_put(int line, int column, enum screen_style style, const char *text,
		size_t length)
{
	struct cell *cell = wanted + (size_t)line * column_count + column;
	struct cell *end = wanted + ((size_t)line + 1) * column_count;
	size_t bytes;

	for (; length > 0 && line < line_count; length -= bytes) {
		int width = width_of(text, length, &bytes);

		if (end - cell < width)
			return;
		cell[width - 1] = (struct cell){ .style = style };
		*cell = (struct cell){ .length = bytes, .style = style };
		memcpy(cell->bytes, text, bytes);
		cell += width;
		text += bytes;
	}
}

static bool is_same(const struct cell *a, const struct cell *b)
{
	return a->length == b->length && a->style == b->style &&
	       !memcmp(a->bytes, b->bytes, a->length);
}

static bool is_wide(const struct cell *cell, const struct cell *end)
{
	return cell + 1 < end && !cell[1].length;
}

static void go_to(FILE *out, int line, int column)
{
	fprintf(out, "\033[%d;%dH", line + 1, column + 1);
}

/*
 * Where the cursor is told to go to each cell that does not follow one of
 * ASCII: nobody knows how wide others are. Nor whether both columns of a wide
 * one are written to: they are made blank before.
 */
static void show_line(FILE *out, int line, int *style)
{
	const struct cell *from = wanted + (size_t)line * column_count;
	struct cell *to = shown + (size_t)line * column_count;
	bool is_there = false;

	for (int i = 0; i < column_count; i++) {
		bool is_known = is_same(&from[i], &to[i]);

		to[i] = from[i];
		if (is_known || !from[i].length) {
			is_there = false;
			continue;
		}
		if (*style != from[i].style)
			fputs(styles[from[i].style], out);
		*style = from[i].style;
		if (is_wide(&from[i], from + column_count)) {
			go_to(out, line, i);
			fputs("  ", out);
			is_there = false;
		}
		if (!is_there)
			go_to(out, line, i);
		fwrite(from[i].bytes, 1, from[i].length, out);
		is_there = from[i].length == 1;
	}
}

void screen_show(void)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	int style = -1;

	if (!out)
		return;
	for (int i = 0; i < line_count; i++)
		show_line(out, i, &style);
	if (!fclose(out))
		write_all(text, length);
	free(text);
}

static int read_byte(void)
{
	unsigned char byte;

	return read(STDIN_FILENO, &byte, 1) == 1 ? byte : SCREEN_NO_KEY;
}

/* Behind ESC: nothing, where it is the key of that name. */
static int read_sequence(void)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	char bytes[8] = "";

	for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
		if (poll(&fd, 1, ESCAPE_MS) <= 0)
			return i ? SCREEN_OTHER : '\033';
		bytes[i] = (char)read_byte();
		for (size_t j = 0; j < sizeof(keys) / sizeof(*keys); j++)
			if (!strcmp(bytes, keys[j].bytes))
				return keys[j].key;
		/* A letter or ~ ends all but the first of them. */
		if (i && bytes[i] >= '@')
			break;
	}
	return SCREEN_OTHER;
}

int screen_key(void)
{
	int key = read_byte();

	switch (key) {
	case '\033': return read_sequence();
	case '\r': return '\n';
	case 0x7f:
	case '\b': return SCREEN_ERASE;
	default: return key;
	}
}
