/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Accepts TCP connections by io_uring, with the system calls themselves, and
 * prints the truth about each as acceptor does, but for the thread: that one
 * is the kernel's choice, so "tid" is the process.
 */
#include <linux/io_uring.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "truth.h"

static const char usage[] =
	"usage: uring [-amps] [-n COUNT] [-w FILE] [-u UID] [-U UID]\n"
	"  Takes the listener as descriptor 3, from opener.\n"
	"  -n COUNT  that many accepts (1), then sleep\n"
	"  -w FILE   first wait until this file exists\n"
	"  -a        ask for a worker thread of the kernel's to accept\n"
	"  -m        multishot: one request for all accepts\n"
	"  -s        SQPOLL: a thread of the kernel's takes the requests\n"
	"  -p        make each request for the user that made the ring\n"
	"  -u UID    become that user first\n"
	"  -U UID    become that user when the ring is there\n";

#define LISTENER 3
#define ENTRIES 8

static struct {
	bool async, multishot, sqpoll, personal;
	int count, uid, late_uid;
	const char *wait_for;
} opt = { .count = 1 };

static struct {
	int fd, personality;
	unsigned *sq_tail, *sq_mask, *sq_flags, *cq_head, *cq_tail, *cq_mask;
	struct io_uring_sqe *sqes;
	struct io_uring_cqe *cqes;
} ring;

static void *map(size_t size, off_t what)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_POPULATE, ring.fd, what);

	if (at == MAP_FAILED)
		die("mmap");
	return at;
}

static void set_up(void)
{
	struct io_uring_params p = { .flags = opt.sqpoll ? IORING_SETUP_SQPOLL :
							   0,
				     .sq_thread_idle = 100 };
	unsigned *array;
	char *sq, *cq;

	ring.fd = syscall(SYS_io_uring_setup, ENTRIES, &p);
	if (ring.fd < 0)
		die("io_uring_setup");
	sq = map(p.sq_off.array + p.sq_entries * sizeof(unsigned),
		 IORING_OFF_SQ_RING);
	cq = map(p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe),
		 IORING_OFF_CQ_RING);
	ring.sqes = map(p.sq_entries * sizeof(struct io_uring_sqe),
			IORING_OFF_SQES);
	ring.sq_tail = (void *)(sq + p.sq_off.tail);
	ring.sq_mask = (void *)(sq + p.sq_off.ring_mask);
	ring.sq_flags = (void *)(sq + p.sq_off.flags);
	ring.cq_head = (void *)(cq + p.cq_off.head);
	ring.cq_tail = (void *)(cq + p.cq_off.tail);
	ring.cq_mask = (void *)(cq + p.cq_off.ring_mask);
	ring.cqes = (void *)(cq + p.cq_off.cqes);
	array = (void *)(sq + p.sq_off.array);
	for (unsigned i = 0; i < p.sq_entries; i++)
		array[i] = i;
	if (opt.personal)
		ring.personality =
			syscall(SYS_io_uring_register, ring.fd,
				IORING_REGISTER_PERSONALITY, NULL, 0);
	if (ring.personality < 0)
		die("IORING_REGISTER_PERSONALITY");
}

static void enter(unsigned submit, unsigned wait, unsigned flags)
{
	while (syscall(SYS_io_uring_enter, ring.fd, submit, wait, flags, NULL,
		       0) < 0)
		if (errno != EINTR)
			die("io_uring_enter");
}

static void request(void)
{
	unsigned tail = *ring.sq_tail;
	struct io_uring_sqe *sqe = &ring.sqes[tail & *ring.sq_mask];

	*sqe = (struct io_uring_sqe){
		.opcode = IORING_OP_ACCEPT,
		.fd = LISTENER,
		.flags = opt.async ? IOSQE_ASYNC : 0,
		.personality = ring.personality,
		.ioprio = opt.multishot ? IORING_ACCEPT_MULTISHOT : 0,
	};
	__atomic_store_n(ring.sq_tail, tail + 1, __ATOMIC_RELEASE);
	/* The kernel's thread may have gone to sleep, it must be woken then. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!opt.sqpoll)
		enter(1, 0, 0);
	else if (__atomic_load_n(ring.sq_flags, __ATOMIC_RELAXED) &
		 IORING_SQ_NEED_WAKEUP)
		enter(0, 0, IORING_ENTER_SQ_WAKEUP);
}

/* The user under whom the kernel made the socket stands in its inode. */
static void print_accept(int fd)
{
	struct sockaddr_in6 peer = { 0 };
	socklen_t size = sizeof(peer);
	struct stat st;

	if (fstat(fd, &st) || getpeername(fd, (struct sockaddr *)&peer, &size))
		die("accepted socket");
	print_truth(fd, &peer, st.st_uid, listening_port(LISTENER));
	close(fd);
}

/* Returns whether the request still stands. */
static bool take(void)
{
	unsigned head = *ring.cq_head;
	struct io_uring_cqe cqe;

	while (__atomic_load_n(ring.cq_tail, __ATOMIC_ACQUIRE) == head)
		enter(0, 1, IORING_ENTER_GETEVENTS);
	cqe = ring.cqes[head & *ring.cq_mask];
	__atomic_store_n(ring.cq_head, head + 1, __ATOMIC_RELEASE);
	errno = -cqe.res;
	if (cqe.res < 0)
		die("accept");
	print_accept(cqe.res);
	return cqe.flags & IORING_CQE_F_MORE;
}

static void become(int uid)
{
	if (uid && setresuid(uid, uid, uid))
		die("setresuid");
}

static void parse(int argc, char **argv)
{
	int letter;

	while ((letter = getopt(argc, argv, "ampsn:w:u:U:")) >= 0) {
		switch (letter) {
		case 'a': opt.async = true; break;
		case 'm': opt.multishot = true; break;
		case 'p': opt.personal = true; break;
		case 's': opt.sqpoll = true; break;
		case 'n': opt.count = atoi(optarg); break;
		case 'w': opt.wait_for = optarg; break;
		case 'u': opt.uid = atoi(optarg); break;
		case 'U': opt.late_uid = atoi(optarg); break;
		default: fputs(usage, stderr); exit(2);
		}
	}
}

int main(int argc, char **argv)
{
	bool stands = false;

	parse(argc, argv);
	while (opt.wait_for && access(opt.wait_for, F_OK))
		usleep(10000);
	become(opt.uid);
	set_up();
	become(opt.late_uid);
	for (int i = 0; i < opt.count; i++) {
		if (!stands)
			request();
		stands = take();
	}
	fflush(stdout);
	/* Its threads can be looked at until it is killed. */
	for (;;)
		pause();
}
