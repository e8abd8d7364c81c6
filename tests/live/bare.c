/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The init of a guest in which there is nothing but this program and tcpwho:
 * no shell, no library, no /etc. Mounts what a kernel offers, runs tcpwho
 * beside an accepting program, which is this one again, and powers off.
 * tcpwho's rows go to the first of the ports in $PORTS, the truth with all
 * else to the second, tcpwho's exit status to the third.
 */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { ACCEPTS = 5 };

static void mount_on(const char *type, const char *path)
{
	mkdir(path, 0755);
	if (mount(type, path, type, 0, NULL))
		err(1, "cannot mount %s", path);
}

/* Raw, and held open: some consoles forget what they are when closed. */
static int open_port(const char *name)
{
	struct termios mode;
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, O_RDWR | O_NOCTTY);
	if (fd < 0 || tcgetattr(fd, &mode))
		err(1, "cannot open %s", path);
	cfmakeraw(&mode);
	tcsetattr(fd, TCSANOW, &mode);
	return fd;
}

static void bring_lo_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (ioctl(fd, SIOCSIFFLAGS, &request))
		err(1, "cannot bring lo up");
	close(fd);
}

static int socket_on(struct sockaddr_in *address, bool is_server)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (is_server && (bind(fd, (void *)address, sizeof(*address)) ||
			  listen(fd, ACCEPTS)))
		err(1, "cannot listen");
	if (!is_server && connect(fd, (void *)address, sizeof(*address)))
		err(1, "cannot connect");
	return fd;
}

/* tcpwho's command: the truth about each accept, in the shape of its rows. */
static int accept_some(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(5000),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int listener = socket_on(&address, true);

	for (int i = 0; i < ACCEPTS; i++) {
		struct sockaddr_in peer;
		socklen_t length = sizeof(peer);

		socket_on(&address, false);
		if (accept(listener, (void *)&peer, &length) < 0)
			err(1, "cannot accept");
		fprintf(stderr,
			"{\"uid\":%d,\"cmd\":\"bare\",\"pid\":%d,"
			"\"port\":5000,\"port_source\":%d}\n",
			getuid(), getpid(), ntohs(peer.sin_port));
	}
	/* Else its pid could not be looked up any more. */
	sleep(1);
	return 0;
}

static int run_tcpwho(int out, int error)
{
	int status = 0;

	if (!fork()) {
		dup2(out, STDOUT_FILENO);
		dup2(error, STDERR_FILENO);
		execl("/tcpwho", "tcpwho", "-J", "-o",
		      "UID,CMD,PID,PORT,PORT_SOURCE", "--", "/bare", "accept",
		      NULL);
		err(127, "cannot run tcpwho");
	}
	wait(&status);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Opens the ports that the kernel's command line names into FD. */
static void open_ports(int fd[3])
{
	char *names = getenv("PORTS");

	for (int i = 0; i < 3; i++) {
		char *name = strtok(i ? NULL : names, ",");

		if (!name)
			errx(1, "PORTS must name three ports");
		fd[i] = open_port(name);
	}
}

int main(int argc, char **argv)
{
	int fd[3];

	if (argc > 1 && !strcmp(argv[1], "accept"))
		return accept_some();
	mount_on("proc", "/proc");
	mount_on("sysfs", "/sys");
	mount_on("devtmpfs", "/dev");
	open_ports(fd);
	bring_lo_up();
	dprintf(fd[2], "%d\n", run_tcpwho(fd[0], fd[1]));
	for (int i = 0; i < 3; i++) {
		tcdrain(fd[i]);
		close(fd[i]);
	}
	return reboot(RB_POWER_OFF);
}
