/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Has the compiler write offsets of a kernel's structs into its assembly.
 * kernel-build.sh compiles it inside that kernel's sources; never linked.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/net.h>
#include <net/inet_sock.h>
#include <net/sock.h>

#define OFFSET(type, member)                              \
	asm volatile(".ascii \"offset " #type "." #member \
		     " %c0\"" ::"i"(offsetof(struct type, member)))

void tcpwho_offsets(void);

void tcpwho_offsets(void)
{
	OFFSET(socket, file);
	OFFSET(file, f_cred);
	OFFSET(cred, uid);
	OFFSET(inet_sock, inet_sport);
	OFFSET(sock, sk_ack_backlog);
	OFFSET(sock, sk_max_ack_backlog);
}
