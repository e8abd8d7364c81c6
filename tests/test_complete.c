/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What completion reads of a machine; what it prints, test_completion.sh sees. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "listening.h"
#include "scratch.h"
#include "users.h"

static void test_complete_ports(void **state)
{
	static const struct {
		const char *line;
		uint16_t port;
	} cases[] = {
		{ "  sl  local_address rem_address   st tx_queue rx_queue\n",
		  0 },
		{ "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000\n",
		  8080 },
		{ "  10: 0100007F:FFFF 00000000:0000 0A 00000000:00000000\n",
		  65535 },
		/* established */
		{ "   1: 0100007F:1F90 0100007F:A0B4 01 00000000:00000000\n",
		  0 },
		{ "   0: 00000000000000000000000001000000:0016 "
		  "00000000000000000000000000000000:0000 0A 00000000\n",
		  22 },
		{ "", 0 },
		{ "   0: 0100007F:1F90\n", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(listening_parse(cases[i].line), cases[i].port);
}

static void collect(void *names, const char *name)
{
	strcat(names, name);
	strcat(names, ",");
}

static void test_complete_users(void **state)
{
	static const char text[] = "root:x:0:0::/root:/bin/sh\n"
				   "www-data:x:33:33::/:\n"
				   "$(reboot):x:1:1::/:\n"
				   "\n"
				   ":x:2:2::/:\n"
				   "a\033[2J:x:3:3::/:\n"
				   "last:x:4:4";
	char path[SCRATCH_SIZE], names[256] = "";
	int fd = scratch_file(path);

	(void)state;
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	users_each(path, collect, names);
	unlink(path);
	assert_string_equal(names, "root,www-data,last,");
	users_each(path, collect, names); /* there is none any more */
	assert_string_equal(names, "root,www-data,last,");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_complete_ports),
		cmocka_unit_test(test_complete_users),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
