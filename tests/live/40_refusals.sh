# Says why it cannot, in one sentence, with exit 1, and leaves nothing.
. "$BIN/lib.sh"
remember
refuses() { # SENTENCE COMMAND…
	sentence=$1
	shift
	ends 1 "$@"
	has_line "$sentence" "$W/err" || { cat "$W/err"; fail "not said: $sentence"; }
	[ "$(wc -l <"$W/err")" -eq 1 ] || { cat "$W/err"; fail "more than one line"; }
	[ ! -s "$W/out" ] || fail "something on stdout"
	unchanged "after: $sentence"
}
refuses 'needs root: run it with sudo' su nobody -s /bin/sh -c "$BIN/tcpwho"
refuses 'too large.*ask for less with -b' tcpwho -b 2000000
refuses 'no_such_function: this kernel has no such function' \
	tcpwho-no-function --probe=accept
refuses 'get_kprobe: this kernel does not let it be probed' \
	tcpwho-not-probeable --probe=accept
refuses 'stdout is closed' sh -c 'tcpwho >&-'
# No place to mount it: an empty /sys.
refuses 'tracefs is not mounted and cannot be' unshare -m sh -c \
	"mount -t tmpfs none /sys; exec $BIN/tcpwho"
# Found also where debugfs is not mounted.
debug=/sys/kernel/debug
grep -q " $debug " /proc/mounts || { mount -t debugfs debugfs $debug && ours=1; }
# Locked down in integrity mode it cannot be written; then nobody switches it off.
if echo 0 2>/dev/null >$debug/kprobes/enabled; then
	trap 'mount -t debugfs debugfs $debug; echo 1 >$debug/kprobes/enabled' EXIT
	[ ! "$ours" ] || umount $debug
	refuses 'switched off: echo 1' tcpwho
	[ ! "$ours" ] || mount -t debugfs debugfs $debug
	echo 1 >$debug/kprobes/enabled
	trap - EXIT
fi
[ ! "$ours" ] || umount $debug
