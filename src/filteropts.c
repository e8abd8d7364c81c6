/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The options that say which rows are asked for: from text to a filter.
 * Never prints, and knows nothing of rows.
 */
#include "filteropts.h"

#include <stdio.h>
#include <string.h>

#include "addr.h"
#include "meant.h"
#include "num.h"
#include "users.h"

/* Longer than any address with a prefix, and than a user's name. */
#define ITEM_SIZE 64

/* Linux has no more: PID_MAX_LIMIT. */
#define MAX_PID (1 << 22)

typedef int add_item(struct filter_set *set, const char *item);

/* An option that takes a list: what its items are, in the same words. */
struct list {
	const char *option;
	add_item *add;
	const char *wanted;
};

enum { ITEM_WRONG = -1, ITEM_TOO_MANY = -2 };

/* Lists of one option add up, which they cannot if only one is negated. */
static int take_sign(bool *is_negated, bool is_first, const char **text)
{
	bool has_sign = **text == '!';

	*text += has_sign;
	if (!is_first && *is_negated != has_sign)
		return -1;
	*is_negated = has_sign;
	return 0;
}

static int parse_range(const char *item, uint64_t min, uint64_t max,
		       uint64_t *first, uint64_t *last)
{
	const char *dash = strchr(item, '-');
	char text[ITEM_SIZE];

	if (!dash) {
		if (num_parse(item, min, max, first))
			return -1;
		*last = *first;
		return 0;
	}
	snprintf(text, sizeof(text), "%.*s", (int)(dash - item), item);
	if (num_parse(text, min, max, first) ||
	    num_parse(dash + 1, *first, max, last))
		return -1;
	return 0;
}

static int add_number(struct filter_set *set, const char *item, uint64_t min,
		      uint64_t max)
{
	uint64_t first, last;

	if (parse_range(item, min, max, &first, &last))
		return ITEM_WRONG;
	return filter_add(set, first, last) ? ITEM_TOO_MANY : 0;
}

static int add_pid(struct filter_set *set, const char *item)
{
	return add_number(set, item, 1, MAX_PID);
}

static int add_port(struct filter_set *set, const char *item)
{
	return add_number(set, item, 1, UINT16_MAX);
}

/* A name may have digits and dashes as well. */
static int add_user(struct filter_set *set, const char *item)
{
	int result = add_number(set, item, 0, CONN_UID_UNKNOWN - 1);
	uint32_t uid;

	if (result != ITEM_WRONG)
		return result;
	if (users_find(USERS_FILE, item, &uid))
		return ITEM_WRONG;
	return filter_add(set, uid, uid) ? ITEM_TOO_MANY : 0;
}

static int add_source(struct filter_set *set, const char *item)
{
	char text[ITEM_SIZE];
	char *slash;
	struct in6_addr addr;
	unsigned most;
	uint64_t bits;

	snprintf(text, sizeof(text), "%s", item);
	slash = strchr(text, '/');
	if (slash)
		*slash++ = '\0';
	if (addr_parse(&addr, text))
		return ITEM_WRONG;
	/* As an IPv4 address counts, so do its bits, unless it has colons. */
	most = strchr(text, ':') ? 128 : 32;
	bits = most;
	if (slash && num_parse(slash, 0, most, &bits))
		return ITEM_WRONG;
	return filter_add_prefix(set, &addr, bits + 128 - most) ?
		       ITEM_TOO_MANY :
		       0;
}

static int fail_item(const struct list *list, const char *item, char *error)
{
	char name[ITEM_SIZE];

	if (list->add != add_user ||
	    meant_user(name, sizeof(name), USERS_FILE, item))
		return optvalue_fail(error, list->option, item, list->wanted);
	snprintf(error, OPTS_ERROR_SIZE,
		 "--%s: no user is called \"%s\"; did you mean %s?",
		 list->option, item, name);
	return -1;
}

static int add_one(const struct list *list, struct filter_set *set,
		   const char *item, char *error)
{
	switch (list->add(set, item)) {
	case 0: return 0;
	case ITEM_TOO_MANY:
		snprintf(error, OPTS_ERROR_SIZE,
			 "--%s takes at most %d: give ranges, or sort them "
			 "out behind a pipe",
			 list->option, FILTER_RANGES);
		return -1;
	default: return fail_item(list, item, error);
	}
}

static int add_list(const struct list *list, struct filter_set *set,
		    const char *text, char *error)
{
	char item[ITEM_SIZE];

	if (take_sign(&set->is_negated, !set->count, &text))
		return optvalue_fail(
			error, list->option, text,
			"give all of its lists a ! in front, or none");
	for (;;) {
		size_t length = strcspn(text, ",");

		if (length >= sizeof(item))
			return optvalue_fail(error, list->option, text,
					     list->wanted);
		memcpy(item, text, length);
		item[length] = '\0';
		if (add_one(list, set, item, error))
			return -1;
		if (!text[length])
			return 0;
		text += length + 1;
	}
}

int filteropts_pid(struct opts *opts, const char *text, char *error)
{
	static const struct list list = {
		"pid", add_pid, "give process ids from 1 on, such as 17,100-199"
	};

	return add_list(&list, &opts->filter.pid, text, error);
}

int filteropts_uid(struct opts *opts, const char *text, char *error)
{
	static const struct list list = {
		"uid", add_user,
		"give users of /etc/passwd or their numbers, such as "
		"www-data,1000-1999"
	};

	return add_list(&list, &opts->filter.uid, text, error);
}

int filteropts_port(struct opts *opts, const char *text, char *error)
{
	static const struct list list = {
		"port", add_port,
		"give ports from 1 to 65535, such as 22,8000-8099"
	};

	return add_list(&list, &opts->filter.port, text, error);
}

int filteropts_source(struct opts *opts, const char *text, char *error)
{
	static const struct list list = {
		"source", add_source,
		"give addresses or prefixes, such as "
		"192.0.2.7,10.0.0.0/8,2001:db8::/32"
	};

	return add_list(&list, &opts->filter.source, text, error);
}

int filteropts_cmd(struct opts *opts, const char *text, char *error)
{
	struct filter_globs *globs = &opts->filter.cmd;

	if (take_sign(&globs->is_negated, !globs->count, &text))
		return optvalue_fail(error, "cmd", text,
				     "give each --cmd a ! in front, or none");
	if (!*text)
		return optvalue_fail(
			error, "cmd", text,
			"give the name of a thread, such as nginx or "
			"'php-fpm*'");
	if (globs->count == FILTER_GLOBS)
		return optvalue_fail(
			error, "cmd", text,
			"give at most 16 of them, with * or [ab] in them");
	globs->globs[globs->count++] = text;
	return 0;
}

int filteropts_ipv4(struct opts *opts, const char *text, char *error)
{
	(void)text;
	(void)error;
	opts->filter.families |= FILTER_IPV4;
	return 0;
}

int filteropts_ipv6(struct opts *opts, const char *text, char *error)
{
	(void)text;
	(void)error;
	opts->filter.families |= FILTER_IPV6;
	return 0;
}
