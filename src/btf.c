/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads BTF, the kernel's description of its types, through one small window,
 * because the file is larger than we may grow. Takes no number in it on trust.
 */
#include "btf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/btf.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* sysfs gives a page at most with each call. */
#define WINDOW_SIZE 4096
/* More than KSYM_NAME_LEN, which is 512 since 6.1. */
#define STRING_SIZE 1024
#define NAMES_MAX 64
#define IDS_MAX 4
/* One type in so many has its place remembered, for their sizes vary. */
#define STRIDE 512
/* For one member: ends the search in damaged types that contain themselves. */
#define LOOKUPS_MAX 1000
/* Without the layout section, with which uapi headers from 7.1 go on. */
#define HEADER_SIZE (offsetof(struct btf_header, str_len) + sizeof(__u32))

/* What follows a struct btf_type, in bytes, and what it is to us. */
static const struct {
	uint64_t once, each;
	bool has_members, is_alias;
} kinds[] = {
	[BTF_KIND_INT] = { .once = 4 },
	[BTF_KIND_ARRAY] = { .once = 12 },
	[BTF_KIND_STRUCT] = { .each = 12, .has_members = true },
	[BTF_KIND_UNION] = { .each = 12, .has_members = true },
	[BTF_KIND_ENUM] = { .each = 8 },
	[BTF_KIND_TYPEDEF] = { .is_alias = true },
	[BTF_KIND_VOLATILE] = { .is_alias = true },
	[BTF_KIND_CONST] = { .is_alias = true },
	[BTF_KIND_RESTRICT] = { .is_alias = true },
	[BTF_KIND_FUNC_PROTO] = { .each = 8 },
	[BTF_KIND_VAR] = { .once = 4 },
	[BTF_KIND_DATASEC] = { .each = 12 },
	[BTF_KIND_DECL_TAG] = { .once = 4 },
	[BTF_KIND_TYPE_TAG] = { .is_alias = true },
	[BTF_KIND_ENUM64] = { .each = 12 },
};

/* Of a type, or of a step on the path to its member. */
struct name {
	const char *text; /* not terminated in the middle of a path */
	size_t length;
	uint32_t offset;       /* in the string section; 0: not there */
	uint32_t ids[IDS_MAX]; /* of structs and unions of that name */
	size_t id_count;
	int *result; /* of types only: where their member's offset goes */
};

struct btf {
	int fd, error; /* error: the first, or 0 */
	uint64_t types, types_end, strings, strings_end; /* in the file */
	struct name names[NAMES_MAX]; /* a type, its member, and so on */
	size_t name_count, missing_count;
	uint64_t filter[256]; /* lengths of names, by first letter */
	uint32_t type_count, lookups_left;
	uint32_t marks[BTF_MAX_TYPE / STRIDE + 1]; /* from @types on */
	uint64_t start, end; /* of the window, in the file */
	char window[WINDOW_SIZE];
};

struct type {
	struct btf_type raw;
	uint32_t kind;
	uint64_t members, end; /* in the file */
};

static void fail(struct btf *btf, int error)
{
	if (!btf->error)
		btf->error = error;
}

static void fill(struct btf *btf, uint64_t pos, size_t length)
{
	btf->start = btf->end = pos;
	while (btf->end - pos < length) {
		size_t filled = btf->end - pos;
		ssize_t n = pread(btf->fd, btf->window + filled,
				  WINDOW_SIZE - filled, (off_t)btf->end);

		if (n <= 0) {
			fail(btf, n ? errno : EINVAL);
			return;
		}
		btf->end += n;
	}
}

/* So many bytes of the file, until the next call; anything after an error. */
static inline const char *view(struct btf *btf, uint64_t pos, size_t length)
{
	if (pos < btf->start || pos + length > btf->end)
		fill(btf, pos, length);
	return btf->window + (pos - btf->start);
}

static void read_header(struct btf *btf)
{
	struct btf_header header = { .magic = 0 };

	memcpy(&header, view(btf, 0, HEADER_SIZE), HEADER_SIZE);
	if (header.magic != BTF_MAGIC || header.version != BTF_VERSION ||
	    header.flags || header.hdr_len < HEADER_SIZE) {
		fail(btf, EINVAL);
		return;
	}
	btf->types = (uint64_t)header.hdr_len + header.type_off;
	btf->types_end = btf->types + header.type_len;
	btf->strings = (uint64_t)header.hdr_len + header.str_off;
	btf->strings_end = btf->strings + header.str_len;
	view(btf, btf->types_end - 1, 1);
	view(btf, btf->strings_end - 1, 1);
}

static void want_names(struct btf *btf, const char *path, int *result)
{
	do {
		size_t length = result ? strlen(path) : strcspn(path, ".");

		if (btf->name_count == NAMES_MAX) {
			fail(btf, E2BIG);
			return;
		}
		btf->names[btf->name_count++] = (struct name){
			.text = path, .length = length, .result = result
		};
		btf->filter[(unsigned char)*path] |= 1ULL << length % 64;
		btf->missing_count++;
		path += length;
	} while (*path++);
}

static void match_string(struct btf *btf, const char *text, size_t length,
			 uint32_t offset)
{
	for (size_t i = 0; i < btf->name_count; i++) {
		struct name *name = &btf->names[i];

		if (name->offset || name->length != length ||
		    memcmp(name->text, text, length) != 0)
			continue;
		name->offset = offset;
		btf->missing_count--;
	}
}

/* The hot part: a kernel has 120,000 strings, of which few pass the filter. */
static void scan_strings(struct btf *btf)
{
	uint64_t pos = btf->strings;

	while (pos < btf->strings_end && btf->missing_count && !btf->error) {
		uint64_t rest = btf->strings_end - pos;
		size_t room = rest < STRING_SIZE ? rest : STRING_SIZE;
		const char *text = view(btf, pos, room);
		size_t length = strnlen(text, room);

		if (length == room)
			fail(btf, EINVAL);
		else if (btf->filter[(unsigned char)*text] >> length % 64 & 1)
			match_string(btf, text, length, pos - btf->strings);
		pos += length + 1;
	}
}

/* Reads the type where the one in @type ends; false when it is damaged. */
static inline bool next_type(struct btf *btf, struct type *type)
{
	memcpy(&type->raw, view(btf, type->end, sizeof(type->raw)),
	       sizeof(type->raw));
	/* As wide as since 7.2; the bits that were added were 0 before. */
	type->kind = type->raw.info >> 24 & 0x7f;
	if (type->kind == BTF_KIND_UNKN ||
	    type->kind >= sizeof(kinds) / sizeof(*kinds))
		return false;
	type->members = type->end + sizeof(type->raw);
	type->end = type->members + kinds[type->kind].once +
		    kinds[type->kind].each * (type->raw.info & 0xffffff);
	return type->end <= btf->types_end;
}

static void note_id(struct btf *btf, uint32_t name_off)
{
	for (size_t i = 0; i < btf->name_count; i++) {
		struct name *name = &btf->names[i];

		if (name->offset == name_off && name->id_count < IDS_MAX)
			name->ids[name->id_count++] = btf->type_count;
	}
}

static void index_types(struct btf *btf)
{
	struct type type = { .end = btf->types };

	while (type.end < btf->types_end && !btf->error) {
		if (btf->type_count % STRIDE == 0)
			btf->marks[btf->type_count / STRIDE] =
				type.end - btf->types;
		btf->type_count++; /* ids start at 1 */
		if (btf->type_count > BTF_MAX_TYPE || !next_type(btf, &type))
			fail(btf, EINVAL);
		else if (kinds[type.kind].has_members && type.raw.name_off)
			note_id(btf, type.raw.name_off);
	}
}

/* Through typedefs and qualifiers; false where the file is damaged. */
static bool find_type(struct btf *btf, uint32_t id, struct type *type)
{
	do {
		if (!id || id > btf->type_count || !btf->lookups_left)
			return false;
		btf->lookups_left--;
		type->end = btf->types + btf->marks[(id - 1) / STRIDE];
		for (uint32_t left = (id - 1) % STRIDE + 1; left; left--)
			if (!next_type(btf, type))
				return false;
		id = type->raw.type;
	} while (kinds[type->kind].is_alias);
	return true;
}

/* How far into type @id the rest of a path leads, in bits; or -1. */
static int64_t find_member(struct btf *btf, uint32_t id, const struct name *to)
{
	struct btf_member member;
	struct type type;

	if (!find_type(btf, id, &type) || !kinds[type.kind].has_members)
		return -1;
	for (; type.members < type.end; type.members += sizeof(member)) {
		const size_t size = sizeof(member);
		int64_t bits = 0;

		memcpy(&member, view(btf, type.members, size), size);
		if ((member.name_off && member.name_off != to->offset) ||
		    (BTF_INFO_KFLAG(type.raw.info) &&
		     BTF_MEMBER_BITFIELD_SIZE(member.offset)))
			continue;
		if (!member.name_off)
			bits = find_member(btf, member.type, to);
		else if (to->text[to->length])
			bits = find_member(btf, member.type, to + 1);
		if (bits >= 0)
			return bits + member.offset;
	}
	return -1;
}

static void find_offset(struct btf *btf, const struct name *type)
{
	int64_t bits = -1;

	for (size_t i = 0; bits < 0 && i < type->id_count; i++) {
		btf->lookups_left = LOOKUPS_MAX;
		bits = find_member(btf, type->ids[i], type + 1);
	}
	if (bits >= 0 && bits % 8 == 0 && bits / 8 <= INT32_MAX)
		*type->result = bits / 8;
}

int btf_find(const char *path, struct btf_wanted *wanted, size_t count)
{
	struct btf btf = { .fd = open(path, O_RDONLY | O_CLOEXEC) };

	for (size_t i = 0; i < count; i++) {
		wanted[i].offset = -1;
		want_names(&btf, wanted[i].type, &wanted[i].offset);
		want_names(&btf, wanted[i].member, NULL);
	}
	if (btf.fd < 0)
		return -1;
	read_header(&btf);
	scan_strings(&btf);
	index_types(&btf);
	for (size_t i = 0; i < btf.name_count && !btf.error; i++)
		if (btf.names[i].result)
			find_offset(&btf, &btf.names[i]);
	for (size_t i = 0; i < count && btf.error; i++)
		wanted[i].offset = -1;
	close(btf.fd);
	if (btf.error)
		errno = btf.error;
	return btf.error ? -1 : 0;
}
