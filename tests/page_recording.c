/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes a recording to draw, and says what is in it: a line of time, port,
 * source, wait and command for each accept, from what it was made of and
 * never from what tcpwho reads.
 *
 *	page_recording FILE ACCEPTS SECONDS >TRUTH
 *
 * Ports of which some have rushes, sources of which some come often, waits
 * that grow in the middle, a gap, and names that try to be markup.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "losses.h"
#include "save.h"

#define SECOND_NS UINT64_C(1000000000)
/* 2023-11-14, 22:13:20 UTC */
#define START_NS (1700000000 * SECOND_NS)

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* How often each is of a hundred; what is left is ports from 9000 on. */
static const struct {
	unsigned share;
	uint16_t port;
	const char *cmd;
} servers[] = {
	{ 40, 443, "nginx" },	  { 20, 80, "nginx" },
	{ 14, 5432, "postgres" }, { 10, 6379, "redis-server" },
	{ 6, 22, "sshd" },	  { 4, 8080, "<b onclick=x>" },
	{ 3, 25, "\"'&amp;\\" },
};

static uint64_t seed = 20231114;

static unsigned below(unsigned limit)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (seed >> 33) % limit;
}

static void choose_server(struct conn *conn)
{
	unsigned at = below(100);

	for (size_t i = 0; i < COUNT(servers); i++) {
		if (at < servers[i].share) {
			conn->port = servers[i].port;
			strcpy(conn->cmd, servers[i].cmd);
			return;
		}
		at -= servers[i].share;
	}
	conn->port = 9000 + below(40);
	strcpy(conn->cmd, "</script><i>x");
}

static void choose_source(struct conn *conn)
{
	unsigned host = below(4) ? below(6) : below(2000);
	char text[64];

	snprintf(text, sizeof(text), "::ffff:192.0.%u.%u", host / 250,
		 1 + host % 250);
	if (host % 7 == 3)
		snprintf(text, sizeof(text), "2001:db8::%x", host);
	inet_pton(AF_INET6, text, &conn->ip_source);
	conn->family = host % 7 == 3 ? 6 : 4;
}

/* A hundred times as long in the fifth part of six. */
static uint64_t choose_wait(uint64_t passed_ns, uint64_t span_ns)
{
	uint64_t wait = 20000 + below(180000);

	if (!below(50))
		wait *= 20;
	return passed_ns * 6 / span_ns == 4 ? wait * 100 : wait;
}

static void tell(const struct conn *conn)
{
	char text[INET6_ADDRSTRLEN];

	if (IN6_IS_ADDR_V4MAPPED(&conn->ip_source))
		inet_ntop(AF_INET, &conn->ip_source.s6_addr[12], text,
			  sizeof(text));
	else
		inet_ntop(AF_INET6, &conn->ip_source, text, sizeof(text));
	printf("%" PRIu64 "\t%u\t%s\t%" PRIu64 "\t%s\n", conn->time_ns,
	       conn->port, text, conn->wait_ns, conn->cmd);
}

static void add(struct save *save, uint64_t passed_ns, uint64_t span_ns)
{
	struct conn conn = {
		.ts_ns = SECOND_NS + passed_ns,
		.time_ns = START_NS + passed_ns,
		.wait_ns = choose_wait(passed_ns, span_ns),
		.uid = 33,
		.pid = 500,
		.tid = 500,
		.port_source = 1024 + below(60000),
		.witnesses = CONN_ACCEPT | CONN_GRAFT,
	};

	choose_server(&conn);
	choose_source(&conn);
	save_row(save, &conn);
	tell(&conn);
}

static void add_losses(struct save *save, uint64_t span_ns)
{
	const uint64_t from_ns = START_NS + span_ns / 4;
	const struct losses losses = {
		.count = { [LOSS_BUFFER] = 1234 },
		.gaps = { .count = 1,
			  .length_ns = span_ns / 20,
			  .all = { .from_ns = from_ns,
				   .until_ns = from_ns + span_ns / 20 } },
	};

	save_losses(save, &losses);
}

/* Two of three evenly, the third in a rush at two thirds. */
static uint64_t choose_time(uint64_t i, uint64_t count, uint64_t span_ns)
{
	uint64_t rush = count / 3, at = count * 2 / 3 - rush / 2;
	uint64_t even = count - rush;

	if (i < at)
		return span_ns / even * i;
	if (i < at + rush)
		return span_ns / even * at + span_ns / 40 / rush * (i - at);
	return span_ns / even * (i - rush);
}

int main(int argc, char **argv)
{
	struct save *save = argc == 4 ? save_open(argv[1], false) : NULL;
	uint64_t count = argc == 4 ? strtoull(argv[2], NULL, 10) : 0;
	uint64_t span_ns = argc == 4 ? strtoull(argv[3], NULL, 10) : 0;

	span_ns *= SECOND_NS;
	if (!save || count < 10 || !span_ns)
		return 1;
	for (uint64_t i = 0; i < count; i++)
		add(save, choose_time(i, count, span_ns), span_ns);
	add_losses(save, span_ns);
	return save_flush(save) || save_close(save) || fflush(stdout) ? 1 : 0;
}
