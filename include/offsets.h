/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Offsets that differ from kernel to kernel, and who told them.
 */
#ifndef TCPWHO_OFFSETS_H
#define TCPWHO_OFFSETS_H

#include <stdbool.h>

enum offset_name {
	OFFSET_SOCKET_FILE, /* struct socket, file */
	OFFSET_FILE_CRED,   /* struct file, f_cred */
	OFFSET_CRED_UID,    /* struct cred, uid */
	OFFSET_INET_SPORT,  /* struct inet_sock, inet_sport */
	OFFSET_NET_INUM,    /* struct net, ns.inum */
	OFFSET_ACK_BACKLOG, /* struct sock, sk_ack_backlog */
	OFFSET_MAX_ACK_BACKLOG,
	OFFSET_COUNT
};

/* The rungs of the ladder. */
enum offset_source {
	OFFSET_UNKNOWN,
	OFFSET_BTF,
	OFFSET_CALIBRATED,
	OFFSET_REFUTED, /* by the self-test: it is not to be asked for again */
};

struct offset {
	enum offset_source source;
	int bytes; /* from the start of the struct, where it is known */
};

/* All zero knows nothing. */
struct offsets {
	struct offset of[OFFSET_COUNT];
};

/** offsets_name - such as "socket.file" */
const char *offsets_name(enum offset_name name);

/** offsets_source_name - such as "btf" */
const char *offsets_source_name(enum offset_source source);

/** offsets_have - whether an offset may be used */
bool offsets_have(const struct offsets *offsets, enum offset_name name);

/** offsets_calibrate - set an offset that nobody has told yet */
void offsets_calibrate(struct offsets *offsets, enum offset_name name,
		       int bytes);

/**
 * offsets_ask_btf - fill in what the kernel's BTF says
 *
 * Where there is none, or it lacks a member, offsets stay as they are.
 */
void offsets_ask_btf(struct offsets *offsets);

#endif
