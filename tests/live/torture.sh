# Set-up and tear-down with one system call after the other failing, of the
# kinds named below: always a reason on stderr or a good end, and tracefs as
# it was.
. "$BIN/lib.sh"
command -v strace >/dev/null || skip "strace is not there"
remember
torture() { # SYSCALL ERROR
	n=1
	while :; do
		status=0
		timeout 60 strace -f --seccomp-bpf -o "$W/trace" -e "trace=$1" \
			-e "inject=$1:error=$2:when=$n" \
			tcpwho -d 1ms >"$W/out" 2>"$W/err" || status=$?
		# Before main the loader opens our libraries.
		if has_line 'error while loading' "$W/err"; then status=1; fi
		[ $status -le 1 ] || { cat "$W/err"; fail "$1 $n: ended with $status"; }
		[ $status -eq 0 ] || [ -s "$W/err" ] || fail "$1 $n: no reason"
		has_line INJECTED "$W/trace" || break
		sweep_left "$1 $n"
		n=$((n + 1))
	done
	echo "# $1: $((n - 1)) calls failed, one at a time"
	[ $n -gt 1 ] || fail "$1 was never called: this shows nothing"
}
# What could not be removed must have been said, and go at the next start.
sweep_left() {
	tracefs_state >"$W/after"
	cmp -s "$W/before" "$W/after" && return
	has_line ' stays, ' "$W/err" || { cat "$W/err"; diff "$W/before" "$W/after"; fail "$1: left silently"; }
	tcpwho -d 1ms >/dev/null 2>&1
	unchanged "$1"
}
torture mkdir,mkdirat EACCES
torture rmdir,unlinkat EBUSY
torture epoll_create1,epoll_ctl ENOMEM
torture signalfd4 EMFILE
torture write EIO
torture flock,setresuid,unshare,mount EPERM
torture clone,clone3,fork,vfork,pipe2 EAGAIN
torture openat EMFILE
