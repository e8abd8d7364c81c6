/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Members in BTF made by hand, in every way damaged, and in the kernel's own. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/btf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "btf.h"
#include "scratch.h"

#define KFLAG 0x80000000u
/* As kind_flag wants it: the width of a bitfield above the offset. */
#define BITFIELD(width, bits) ((uint32_t)(width) << 24 | (bits))

struct image {
	struct btf_header header;
	uint32_t types[512];
	char strings[2048];
	uint32_t words, ids;
};

struct file {
	char path[SCRATCH_SIZE];
	int fd;
	size_t size;
};

/* Each name once, as pahole writes them; the empty one is at 0. */
static uint32_t add_string(struct image *image, const char *text)
{
	uint32_t offset = image->header.str_len;

	if (!*text)
		return 0;
	for (uint32_t i = 1; i < offset; i += strlen(image->strings + i) + 1)
		if (!strcmp(image->strings + i, text))
			return i;
	image->header.str_len += strlen(text) + 1;
	assert_true(image->header.str_len <= sizeof(image->strings));
	memcpy(image->strings + offset, text, strlen(text) + 1);
	return offset;
}

static void add_word(struct image *image, uint32_t word)
{
	assert_true(image->words < COUNT_OF(image->types));
	image->types[image->words++] = word;
	image->header.type_len += sizeof(word);
}

/* @info: the count, and KFLAG or not; @rest: a size or a type's id. */
static uint32_t add_type(struct image *image, uint32_t kind, const char *name,
			 uint32_t info, uint32_t rest)
{
	add_word(image, add_string(image, name));
	add_word(image, kind << 24 | info);
	add_word(image, rest);
	return ++image->ids;
}

static void add_member(struct image *image, const char *name, uint32_t type,
		       uint32_t offset)
{
	add_word(image, add_string(image, name));
	add_word(image, type);
	add_word(image, offset);
}

static void add_words(struct image *image, unsigned count)
{
	while (count-- > 0)
		add_word(image, 1);
}

/* A type of each kind that is not of interest, with what follows it. */
static void add_other_kinds(struct image *image)
{
	static const struct {
		uint32_t kind, count;
		unsigned words;
	} others[] = {
		{ BTF_KIND_PTR, 0, 0 },	     { BTF_KIND_ARRAY, 0, 3 },
		{ BTF_KIND_ENUM, 2, 4 },     { BTF_KIND_FWD, 0, 0 },
		{ BTF_KIND_FUNC, 1, 0 },     { BTF_KIND_FUNC_PROTO, 3, 6 },
		{ BTF_KIND_VAR, 0, 1 },	     { BTF_KIND_DATASEC, 2, 6 },
		{ BTF_KIND_FLOAT, 0, 0 },    { BTF_KIND_DECL_TAG, 0, 1 },
		{ BTF_KIND_TYPE_TAG, 0, 0 }, { BTF_KIND_ENUM64, 2, 6 },
		{ BTF_KIND_RESTRICT, 0, 0 }, { BTF_KIND_ENUM, 0, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(others); i++) {
		add_type(image, others[i].kind, "other", others[i].count, 1);
		add_words(image, others[i].words);
	}
}

static void add_aliases(struct image *image, uint32_t number)
{
	static const uint32_t kinds[] = { BTF_KIND_CONST, BTF_KIND_VOLATILE,
					  BTF_KIND_RESTRICT, BTF_KIND_TYPE_TAG,
					  BTF_KIND_TYPEDEF };
	uint32_t id = add_type(image, BTF_KIND_STRUCT, "aliased", 1, 8);

	add_member(image, "deep", number, 32);
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		id = add_type(image, kinds[i], "alias", 0, id);
	add_type(image, BTF_KIND_STRUCT, "user", 2, 24);
	add_member(image, "first", id, 64);
	add_member(image, "", id, 128);
	/* A typedef of itself, and a struct within itself. */
	id = add_type(image, BTF_KIND_TYPEDEF, "loop", 0, image->ids + 1);
	add_type(image, BTF_KIND_STRUCT, "looper", 2, 8);
	add_member(image, "plain", id, 0);
	add_member(image, "hidden", number, 32);
	id = add_type(image, BTF_KIND_STRUCT, "onion", 2, 8);
	add_member(image, "", id, 0);
	add_member(image, "core", number, 0);
}

static void add_anonymous(struct image *image, uint32_t number)
{
	uint32_t in_union, in_struct;

	in_union = add_type(image, BTF_KIND_UNION, "", 2, 8);
	add_member(image, "left", number, 0);
	add_member(image, "right", number, 0);
	/* The union follows, and is meant by an id that is larger. */
	in_struct = add_type(image, BTF_KIND_STRUCT, "", 2, 16);
	add_member(image, "before", number, 0);
	add_member(image, "", in_union, 64);
	add_type(image, BTF_KIND_STRUCT, "outer", 4, 40);
	add_member(image, "head", number, 0);
	add_member(image, "", number, 32);
	add_member(image, "", in_struct, 64);
	add_member(image, "tail", image->ids + 1, 192);
	add_type(image, BTF_KIND_STRUCT, "forward", 1, 16);
	add_member(image, "left", number, 96);
}

static void add_bitfields(struct image *image, uint32_t number)
{
	uint32_t id = add_type(image, BTF_KIND_STRUCT, "", KFLAG | 1, 4);

	add_member(image, "nested", number, BITFIELD(0, 8));
	add_type(image, BTF_KIND_STRUCT, "bits", KFLAG | 5, 12);
	add_member(image, "whole", number, BITFIELD(0, 32));
	add_member(image, "byte", number, BITFIELD(8, 64));
	add_member(image, "odd", number, BITFIELD(3, 75));
	add_member(image, "", number, BITFIELD(4, 80));
	add_member(image, "", id, BITFIELD(0, 88));
	/* As before kind_flag: all 32 bits are offset. */
	add_type(image, BTF_KIND_STRUCT, "old", 2, 12);
	add_member(image, "far", number, 0x02000000);
	add_member(image, "odd", number, 67);
}

/* The same name for more than one thing, of which one is meant. */
static void add_namesakes(struct image *image, uint32_t number)
{
	add_type(image, BTF_KIND_FWD, "twice", 0, 0);
	add_type(image, BTF_KIND_TYPEDEF, "twice", 0, number);
	add_type(image, BTF_KIND_STRUCT, "twice", 1, 8);
	add_member(image, "one", number, 32);
	add_type(image, BTF_KIND_STRUCT, "twice", 2, 8);
	add_member(image, "one", number, 64);
	add_member(image, "two", number, 96);
	add_type(image, BTF_KIND_STRUCT, "prefix_name_suffix", 3, 8);
	add_member(image, "prefix_name", number, 32);
	add_member(image, "name_suffix", number, 64);
	add_member(image, "name", number, 96);
}

static void make_image(struct image *image)
{
	uint32_t number;

	*image = (struct image){ .header = { .magic = BTF_MAGIC,
					     .version = BTF_VERSION,
					     .hdr_len = 24,
					     .str_len = 1 } };
	number = add_type(image, BTF_KIND_INT, "number", 0, 4);
	add_word(image, 32);
	add_other_kinds(image);
	add_aliases(image, number);
	add_anonymous(image, number);
	add_bitfields(image, number);
	add_namesakes(image, number);
	image->header.str_off = image->header.type_len;
}

static void put(struct file *file, const void *bytes, size_t length)
{
	assert_int_equal(write(file->fd, bytes, length), length);
	file->size += length;
}

static void open_file(struct file *file)
{
	file->size = 0;
	file->fd = scratch_file(file->path);
}

/* With the header as long as @image says, in a file of its own. */
static void write_image(struct file *file, const struct image *image)
{
	static const char padding[64];

	open_file(file);
	put(file, &image->header, 24);
	put(file, padding, image->header.hdr_len - 24);
	put(file, image->types, image->header.type_len);
	put(file, image->strings, image->header.str_len);
}

static void remove_file(struct file *file)
{
	close(file->fd);
	unlink(file->path);
}

static const struct btf_wanted wanted[] = {
	{ "aliased", "deep", 4 },
	{ "user", "first", 8 },
	{ "user", "first.deep", 12 },
	{ "user", "deep", 20 },
	{ "user", "first.deep.more", -1 },
	{ "looper", "plain", 0 },
	{ "looper", "plain.core", -1 },
	{ "looper", "hidden", 4 },
	{ "onion", "core", 0 },
	{ "outer", "head", 0 },
	{ "outer", "before", 8 },
	{ "outer", "left", 16 },
	{ "outer", "right", 16 },
	{ "outer", "tail", 24 },
	{ "outer", "tail.left", 36 },
	{ "bits", "whole", 4 },
	{ "bits", "byte", -1 },
	{ "bits", "odd", -1 },
	{ "bits", "nested", 12 },
	{ "old", "far", 0x02000000 / 8 },
	{ "old", "odd", -1 },
	{ "twice", "one", 4 },
	{ "twice", "two", 12 },
	{ "prefix_name_suffix", "name", 12 },
	{ "prefix_name_suffix", "prefix", -1 },
	{ "prefix_name_suffix", "suffix", -1 },
	{ "prefix_name_suffix", "left", -1 },
	{ "name", "name", -1 },
	{ "number", "number", -1 },
	{ "alias", "deep", -1 },
	{ "nonesuch", "name", -1 },
	{ "outer", "nonesuch", -1 },
	{ "outer", "", -1 },
	{ "outer", ".", -1 },
	{ "outer", "tail.", -1 },
	{ "", "left", -1 },
	{ "", "", -1 },
};

static void assert_offset(const char *path, const struct btf_wanted *expected)
{
	struct btf_wanted asked = { expected->type, expected->member, 4711 };

	assert_int_equal(btf_find(path, &asked, 1), 0);
	if (asked.offset != expected->offset)
		print_message("%s.%s\n", asked.type, asked.member);
	assert_int_equal(asked.offset, expected->offset);
}

static void test_btf_find(void **state)
{
	struct image image;
	struct file file;

	(void)state;
	make_image(&image);
	write_image(&file, &image);
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		assert_offset(file.path, &wanted[i]);
	assert_int_equal(btf_find(file.path, NULL, 0), 0);
	remove_file(&file);
}

/* What is asked together gets the same answers. */
static void ask_together(const char *path, size_t first, size_t count)
{
	struct btf_wanted asked[COUNT_OF(wanted)];

	memcpy(asked, wanted + first, count * sizeof(*asked));
	assert_int_equal(btf_find(path, asked, count), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(asked[i].offset, wanted[first + i].offset);
}

static void test_btf_together(void **state)
{
	struct btf_wanted asked[COUNT_OF(wanted)];
	struct image image;
	struct file file;

	(void)state;
	make_image(&image);
	/* As from 7.1 on, with more of a header than we know. */
	image.header.hdr_len = 32;
	write_image(&file, &image);
	for (size_t i = 0; i + 15 <= COUNT_OF(wanted); i++)
		ask_together(file.path, i, 15);
	/* 37 types and more than as many steps. */
	memcpy(asked, wanted, sizeof(asked));
	assert_int_equal(btf_find(file.path, asked, COUNT_OF(asked)), -1);
	assert_int_equal(errno, E2BIG);
	assert_int_equal(asked[0].offset, -1);
	remove_file(&file);
}

/* More types, strings and bytes than one window or stride has. */
static void test_btf_many_types(void **state)
{
	static const char strings[] = "\0last\0middle";
	static const uint32_t some[] = { 0, BTF_KIND_PTR << 24, 1,
					 0, BTF_KIND_INT << 24, 4,
					 32 };
	static const uint32_t last[] = {
		0, BTF_KIND_STRUCT << 24 | 1, 16, 6, 1,	   32, /* id 1002 */
		1, BTF_KIND_STRUCT << 24 | 1, 16, 0, 1002, 64,
	};
	/* More than 65535 of anything are possible since 7.2. */
	static const uint32_t wide[] = { 0, BTF_KIND_FUNC_PROTO << 24 | 70000,
					 0 };
	static const struct btf_param parameters[1000];
	struct btf_wanted expected = { "last", "middle", 12 };
	struct btf_header header = { .magic = BTF_MAGIC,
				     .version = BTF_VERSION,
				     .hdr_len = 24,
				     .str_len = sizeof(strings) + 5000 };
	struct file file;

	(void)state;
	header.type_off = header.str_len + 3;
	header.type_len = 500 * sizeof(some) + sizeof(wide) +
			  70 * sizeof(parameters) + sizeof(last);
	open_file(&file);
	put(&file, &header, 24);
	put(&file, strings, sizeof(strings));
	for (int i = 0; i < 1000; i++)
		put(&file, "more", 5);
	put(&file, "odd", 3);
	for (int i = 0; i < 500; i++)
		put(&file, some, sizeof(some));
	put(&file, wide, sizeof(wide));
	for (int i = 0; i < 70; i++)
		put(&file, parameters, sizeof(parameters));
	put(&file, last, sizeof(last));
	assert_offset(file.path, &expected);
	/* A name that is not there, and so all strings are looked at. */
	expected = (struct btf_wanted){ "last", "nonesuch", -1 };
	assert_offset(file.path, &expected);
	remove_file(&file);
}

static void test_btf_refused(void **state)
{
	static const struct {
		size_t at;
		unsigned char byte;
	} cases[] = {
		{ offsetof(struct btf_header, magic), 0xeb },
		{ offsetof(struct btf_header, magic) + 1, 0x9f },
		{ offsetof(struct btf_header, version), 2 },
		{ offsetof(struct btf_header, flags), 1 },
		{ offsetof(struct btf_header, hdr_len), 20 },
		{ offsetof(struct btf_header, type_len) + 3, 0xff },
		{ offsetof(struct btf_header, type_off) + 3, 0xff },
		{ offsetof(struct btf_header, str_len) + 3, 0xff },
		{ offsetof(struct btf_header, str_off) + 3, 0xff },
		/* Kinds of the first type: none, and one that is to come. */
		{ 24 + 7, 0 },
		{ 24 + 7, BTF_KIND_ENUM64 + 1 },
		{ 24 + 7, 0x7f },
	};
	struct btf_wanted asked = wanted[0];
	struct image image;

	(void)state;
	make_image(&image);
	assert_int_equal(btf_find("/nonexistent/btf", &asked, 1), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(asked.offset, -1);
	assert_int_equal(btf_find("tests", &asked, 1), -1);
	assert_int_equal(errno, EISDIR);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct file file;

		write_image(&file, &image);
		assert_int_equal(
			pwrite(file.fd, &cases[i].byte, 1, cases[i].at), 1);
		asked = wanted[0];
		assert_int_equal(btf_find(file.path, &asked, 1), -1);
		assert_int_equal(errno, EINVAL);
		assert_int_equal(asked.offset, -1);
		remove_file(&file);
	}
}

static void test_btf_truncated(void **state)
{
	struct image image;
	struct file file;

	(void)state;
	make_image(&image);
	write_image(&file, &image);
	while (file.size-- > 0) {
		struct btf_wanted asked[2] = { wanted[0], wanted[1] };

		assert_int_equal(ftruncate(file.fd, file.size), 0);
		assert_int_equal(btf_find(file.path, asked, 2), -1);
		assert_int_equal(errno, EINVAL);
		assert_int_equal(asked[0].offset, -1);
		assert_int_equal(asked[1].offset, -1);
	}
	remove_file(&file);
}

static void ask_damaged(const char *path)
{
	struct btf_wanted asked[22];
	int result;

	memcpy(asked, wanted, sizeof(asked));
	result = btf_find(path, asked, COUNT_OF(asked));
	for (size_t i = 0; i < COUNT_OF(asked); i++)
		assert_true(asked[i].offset == -1 ||
			    (!result && asked[i].offset >= 0));
}

static void test_btf_other_byte_order(void **state)
{
	struct btf_wanted asked = wanted[0];
	struct image image;
	struct file file;

	(void)state;
	make_image(&image);
	image.header.magic = __builtin_bswap16(BTF_MAGIC);
	write_image(&file, &image);
	assert_int_equal(btf_find(file.path, &asked, 1), -1);
	assert_int_equal(errno, EINVAL);
	remove_file(&file);
}

/* Nothing to expect of these but an end, and ASan's and UBSan's silence. */
static void test_btf_flipped(void **state)
{
	static const unsigned char masks[] = { 0x01, 0x02, 0x08, 0x80, 0xff };
	struct image image;
	struct file file;

	(void)state;
	make_image(&image);
	write_image(&file, &image);
	for (size_t i = 0; i < file.size * COUNT_OF(masks); i++) {
		off_t at = i / COUNT_OF(masks);
		unsigned char byte, flipped;

		assert_int_equal(pread(file.fd, &byte, 1, at), 1);
		flipped = byte ^ masks[i % COUNT_OF(masks)];
		assert_int_equal(pwrite(file.fd, &flipped, 1, at), 1);
		ask_damaged(file.path);
		assert_int_equal(pwrite(file.fd, &byte, 1, at), 1);
	}
	remove_file(&file);
}

/* In lines as "kuid_t uid; / *  8  4 * /", with the offset first. */
static int pahole_offset(const char *type, const char *member)
{
	char command[160], line[256], key[64];
	int offset = -1;
	FILE *pipe;

	snprintf(command, sizeof(command), "pahole -C %s " BTF_VMLINUX " 2>&-",
		 type);
	snprintf(key, sizeof(key), " %s;", member);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe)) {
		const char *found = strstr(line, key);

		found = found ? strstr(found, "/*") : NULL;
		if (found && offset < 0)
			offset = strtol(found + 2, NULL, 10);
	}
	pclose(pipe);
	return offset;
}

static void test_btf_kernel(void **state)
{
	struct btf_wanted asked[] = {
		{ "socket", "file", 0 },
		{ "file", "f_cred", 0 },
		{ "cred", "uid", 0 },
		{ "inet_sock", "inet_sport", 0 },
		{ "sock", "sk_ack_backlog", 0 },
		{ "sock", "sk_max_ack_backlog", 0 },
		{ "sock", "sk_protocol", 0 },
		{ "task_struct", "tgid", 0 },
		{ "net", "ns", 0 },
		{ "ns_common", "inum", 0 },
		{ "net", "ns.inum", 0 },
	};

	(void)state;
	if (access(BTF_VMLINUX, R_OK))
		skip_because("this kernel has no BTF");
	if (system("pahole --version >/dev/null 2>&1"))
		skip_because(
			"there is no pahole; as root, run: make deps-check");
	assert_int_equal(btf_find(BTF_VMLINUX, asked, COUNT_OF(asked)), 0);
	for (size_t i = 0; i < COUNT_OF(asked) - 1; i++)
		assert_int_equal(asked[i].offset,
				 pahole_offset(asked[i].type, asked[i].member));
	assert_int_equal(asked[10].offset, asked[8].offset + asked[9].offset);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_btf_find),
		cmocka_unit_test(test_btf_together),
		cmocka_unit_test(test_btf_many_types),
		cmocka_unit_test(test_btf_refused),
		cmocka_unit_test(test_btf_other_byte_order),
		cmocka_unit_test(test_btf_truncated),
		cmocka_unit_test(test_btf_flipped),
		cmocka_unit_test(test_btf_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
