# Says why it cannot, in one sentence, with exit 1, and leaves nothing.
. "$BIN/lib.sh"
remember
refuses() { # SENTENCE COMMAND…
	sentence=$1
	shift
	status=0
	"$@" >"$W/out" 2>"$W/err" || status=$?
	[ $status -eq 1 ] || { cat "$W/err"; fail "$* ended with $status"; }
	has_line "$sentence" "$W/err" || { cat "$W/err"; fail "not said: $sentence"; }
	[ "$(wc -l <"$W/err")" -eq 1 ] || { cat "$W/err"; fail "more than one line"; }
	[ ! -s "$W/out" ] || fail "something on stdout"
	unchanged "after: $sentence"
}
refuses 'needs root: run it with sudo' su nobody -s /bin/sh -c "$BIN/tcpwho"
refuses 'too large.*ask for less with -b' tcpwho -b 2000000
refuses 'has no function no_such_function' tcpwho-no-function
refuses 'does not let .* be probed' tcpwho-not-probeable
# No place to mount it: an empty /sys.
refuses 'tracefs is not mounted and cannot be' unshare -m sh -c \
	"mount -t tmpfs none /sys; exec $BIN/tcpwho"
mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
if [ -e /sys/kernel/debug/kprobes/enabled ]; then
	echo 0 >/sys/kernel/debug/kprobes/enabled
	umount /sys/kernel/debug
	refuses 'switched off: echo 1' tcpwho
	mount -t debugfs debugfs /sys/kernel/debug
	echo 1 >/sys/kernel/debug/kprobes/enabled
fi
umount /sys/kernel/debug 2>/dev/null
true
