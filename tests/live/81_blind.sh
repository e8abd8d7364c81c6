# Kprobes that somebody switches off, for everybody: said, and what was missed
# once they are on again. And probes that do not fire though nobody touched
# us: the kernel's count of connections and the self-test tell.
. "$BIN/lib.sh"
grep -q debugfs /proc/filesystems || skip "this kernel has no debugfs"
mount_tracefs
start
stop
remember
debug=/sys/kernel/debug
grep -q " $debug " /proc/mounts || mount -t debugfs debugfs $debug 2>/dev/null
# It stands at 1; without debugfs, or locked down, it cannot be written.
echo 1 2>/dev/null >$debug/kprobes/enabled ||
	skip "on this kernel nobody can switch kprobes off"
accept_some() { # COUNT PORT FILE
	acceptor -n "$1" -p "$2" >"$3" &
	client -n "$1" 127.0.0.1 "$2"
	wait_until has_lines "$1" "$3"
}
# blinds SENTENCE SWITCH: what it says while that file is 0.
blinds() {
	switch=$2
	trap 'echo 1 >$switch' EXIT
	accept_some 3 5000 "$W/truth1"
	wait_until has_lines 3 "$W/rows"
	# A look, which finds all well.
	sleep 1.5
	echo 0 >"$2"
	missed=0
	until has_line "^tcpwho: $1: no accept is seen until that has changed" "$W/err"; do
		[ $missed -lt 200 ] || { cat "$W/err"; fail "$2: not said"; }
		missed=$((missed + 5))
		accept_some 5 $((6000 + missed)) "$W/missed"
		sleep 1
	done
	echo 1 >"$2"
	# This one may come too early.
	accept_some 1 5001 "$W/early"
	wait_until has_line '^tcpwho: accepts are seen again, but some may be missing between' "$W/err"
	accept_some 3 5002 "$W/truth2"
	stop
	cat "$W/truth1" "$W/truth2" >"$W/truth"
	grep -v '"port":5001,' "$W/rows" >"$W/late"
	same "$W/late" "$W/truth"
	accounts '[67]' "0 lost; more may be missing between .* counted \($missed\|$((missed + 1))\) connections established$"
	unchanged "$2"
	trap - EXIT
}
start $json
blinds 'somebody has switched kprobes off, see /sys/kernel/debug/kprobes/enabled' \
	$debug/kprobes/enabled
start $json
grep -q 'inet_csk_accept.*\[FTRACE\]' $debug/kprobes/list ||
	skip "but for that: on this kernel kprobes do not sit on ftrace"
echo 0 2>/dev/null >/proc/sys/kernel/ftrace_enabled ||
	skip "but for that: this kernel does not let ftrace be switched off"
echo 1 >/proc/sys/kernel/ftrace_enabled
blinds 'of [0-9]* connections established none was seen, nor is the self-test' \
	/proc/sys/kernel/ftrace_enabled
