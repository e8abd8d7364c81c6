# Every way to end leaves tracefs as it was, other people's things included.
. "$BIN/lib.sh"
mount_tracefs
echo 'p:others/probe inet_csk_accept' >>$tracing/kprobe_events
mkdir $tracing/instances/others
echo 1 >$tracing/instances/others/events/others/probe/enable
remember
for signal in INT TERM HUP QUIT; do
	start
	stop $signal
	unchanged "after $signal"
done
for options in '-d 1s' '-d 300ms' '-n 1 -- client 127.0.0.1 5000' \
	'-- client 127.0.0.1 5000'; do
	acceptor >/dev/null &
	tcpwho $options >"$W/rows" 2>"$W/err" || fail "$options ended with $?"
	client 127.0.0.1 5000 2>/dev/null & # for those that did not
	unchanged "after $options"
	killall -q client acceptor
	wait_until is_gone $!
done
tcpwho -v 2>"$W/err" | head -n 1 >"$W/rows" || fail "| head ended with $?"
unchanged 'after | head -1'
tcpwho >/dev/full 2>"$W/err" && fail "a full disk went unnoticed"
has_line 'No space left' "$W/err" || fail "a full disk was not said"
unchanged 'after a full disk'
echo 0 >$tracing/instances/others/events/others/probe/enable
rmdir $tracing/instances/others
echo '-:others/probe' >>$tracing/kprobe_events
