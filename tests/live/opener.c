/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opens a listening socket for other programs to accept from: as descriptor
 * 3 of COMMAND, as socket activation does, or handed over an abstract unix
 * socket to the first who comes. Never accepts from it itself.
 */
#include <netinet/tcp.h>
#include <stdbool.h>

#include "handover.h"
#include "truth.h"
#include "types.h"

static const char usage[] =
	"usage: opener [-fr] [-t TYPE] [-u UID] PORT COMMAND [ARG...]\n"
	"       opener [-fr] [-t TYPE] -S NAME PORT\n"
	"  -f        TCP Fast Open\n"
	"  -r        SO_REUSEPORT\n"
	"  -t TYPE   tcp, mptcp, sctp or vsock (tcp)\n"
	"  -u UID    the user that runs COMMAND\n"
	"  -S NAME   hand it to who connects there (abstract), then end\n";

static struct {
	const struct type *type;
	bool fast_open, reuse_port;
	int uid;
	const char *name;
} opt;

/*
 * On all addresses of this machine, IPv4 ones too: those of both families
 * start with family and port, and zeros stand for any.
 */
static int bind_there(int fd, unsigned port)
{
	struct sockaddr_in6 sa6 = { .sin6_family = family_of_all(),
				    .sin6_port = htons(port) };
	struct sockaddr_vsock vsock = { AF_VSOCK, 0, port, VSOCK_ANY, { 0 } };

	if (opt.type->family == AF_VSOCK)
		return bind(fd, (void *)&vsock, sizeof(vsock));
	return bind(fd, (void *)&sa6, sizeof(sa6));
}

static int open_listener(unsigned port)
{
	int fd = socket(opt.type->family ? opt.type->family : family_of_all(),
			SOCK_STREAM, opt.type->protocol);
	int one = 1, queue = 16;

	if (fd < 0)
		die("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (opt.reuse_port &&
	    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one)))
		die("SO_REUSEPORT");
	if (opt.fast_open &&
	    setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN, &queue, sizeof(queue)))
		die("TCP_FASTOPEN");
	if (bind_there(fd, port) || listen(fd, 128))
		die("listen");
	return fd;
}

static void run(int fd, char **command)
{
	if (fd != 3 && (dup2(fd, 3) != 3 || close(fd)))
		die("dup2");
	if (opt.uid && setresuid(opt.uid, opt.uid, opt.uid))
		die("setresuid");
	execvp(command[0], command);
	die(command[0]);
}

static void parse(int argc, char **argv)
{
	int letter;

	opt.type = type_find("tcp");
	while ((letter = getopt(argc, argv, "+frt:u:S:")) >= 0) {
		switch (letter) {
		case 'f': opt.fast_open = true; break;
		case 'r': opt.reuse_port = true; break;
		case 't': opt.type = type_find(optarg); break;
		case 'u': opt.uid = atoi(optarg); break;
		case 'S': opt.name = optarg; break;
		default: fputs(usage, stderr); exit(2);
		}
	}
	if (argc - optind < 1 || (argc - optind == 1) != (opt.name != NULL)) {
		fputs(usage, stderr);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	int fd;

	parse(argc, argv);
	fd = open_listener(atoi(argv[optind]));
	if (opt.name)
		handover_give(opt.name, fd);
	else
		run(fd, argv + optind + 1);
	return 0;
}
