/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a command in new namespaces, as container engines do, and tells the
 * process id that it has outside. Leaves nothing behind: the namespaces end
 * with the command.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] =
	"usage: contain [-np] [-t SECONDS] [-u FIRST] [-o FILE] COMMAND [ARG...]\n"
	"  -n        a network namespace with loopback up\n"
	"  -p        a pid and a mount namespace with a /proc of its own\n"
	"  -t SEC    a time namespace whose clocks are ahead by that\n"
	"  -u FIRST  a user namespace; its users 0 to 65535 are FIRST and on\n"
	"            outside, COMMAND is its root\n"
	"  -o FILE   write the process id that COMMAND has outside\n"
	"Its exit status is COMMAND's.\n";

#define USERS 65536

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

static struct {
	int namespaces, seconds;
	long first_uid;
	const char *pid_file;
} opt;

static void die(const char *what)
{
	fprintf(stderr, "contain: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request))
		die("loopback");
	close(fd);
}

static void mount_proc(void)
{
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("proc", "/proc", "proc", 0, NULL))
		die("mount");
}

/* For the children of who makes it. */
static void shift_clocks(void)
{
	FILE *file;

	if (unshare(CLONE_NEWTIME))
		die("time namespace");
	file = fopen("/proc/self/timens_offsets", "w");
	if (!file ||
	    fprintf(file, "monotonic %d 0\nboottime %d 0\n", opt.seconds,
		    opt.seconds) < 0 ||
	    fclose(file))
		die("timens_offsets");
}

static void write_map(int pid, const char *name)
{
	char path[64], text[64];
	int fd, length;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	length = snprintf(text, sizeof(text), "0 %ld %d\n", opt.first_uid,
			  USERS);
	fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, text, length) != length)
		die(path);
	close(fd);
}

static void write_pid(int pid)
{
	FILE *file = fopen(opt.pid_file, "w");

	if (!file || fprintf(file, "%d\n", pid) < 0 || fclose(file))
		die(opt.pid_file);
}

/* Waits for its parent, which alone may write all of a map. */
static void run(int pipe_fd, char **command)
{
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (read(pipe_fd, &byte, 1) != 1)
		exit(1);
	if (opt.namespaces & CLONE_NEWUSER &&
	    (setresgid(0, 0, 0) || setresuid(0, 0, 0)))
		die("root of the user namespace");
	if (opt.namespaces & CLONE_NEWNET)
		raise_loopback();
	if (opt.namespaces & CLONE_NEWPID)
		mount_proc();
	execvp(command[0], command);
	die(command[0]);
}

static void parse(int argc, char **argv)
{
	int letter;

	while ((letter = getopt(argc, argv, "+npt:u:o:")) >= 0) {
		switch (letter) {
		case 'n': opt.namespaces |= CLONE_NEWNET; break;
		case 'p':
			opt.namespaces |=
				CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS;
			break;
		case 't': opt.seconds = atoi(optarg); break;
		case 'u':
			opt.namespaces |= CLONE_NEWUSER;
			opt.first_uid = atol(optarg);
			break;
		case 'o': opt.pid_file = optarg; break;
		default: fputs(usage, stderr); exit(2);
		}
	}
	if (optind == argc) {
		fputs(usage, stderr);
		exit(2);
	}
}

/* Both are handed on; the process that is asked to end is this one. */
static pid_t child;

static void pass_on(int number)
{
	kill(child, number);
}

int main(int argc, char **argv)
{
	int fds[2], status;

	parse(argc, argv);
	if (opt.seconds)
		shift_clocks();
	if (pipe2(fds, O_CLOEXEC))
		die("pipe");
	child = syscall(SYS_clone, opt.namespaces | SIGCHLD, 0, 0, 0, 0);
	if (child < 0)
		die("clone");
	if (child == 0)
		run(fds[0], argv + optind);
	signal(SIGTERM, pass_on);
	if (opt.namespaces & CLONE_NEWUSER) {
		write_map(child, "uid_map");
		write_map(child, "gid_map");
	}
	if (opt.pid_file)
		write_pid(child);
	if (write(fds[1], "", 1) != 1)
		die("write");
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			die("wait");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
