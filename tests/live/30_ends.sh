# Every way to end leaves tracefs as it was, other people's things included.
. "$BIN/lib.sh"
mount_tracefs
mkdir $tracing/instances/others
event=$tracing/instances/others/events/sched/sched_process_exit
! has_kprobes || {
	echo 'p:others/probe inet_csk_accept' >>$tracing/kprobe_events
	event=$tracing/instances/others/events/others/probe
}
echo 1 >$event/enable
remember
signals='INT TERM HUP QUIT'
# Whoever uses nohup wants that one to be ignored, and so it is.
case $(sed -n 's/^SigIgn:.*\(.\)$/\1/p' /proc/self/status) in
[13579bdf])
	echo '# without SIGHUP, which is ignored here'
	signals='INT TERM QUIT'
	;;
esac
for signal in $signals; do
	start
	stop $signal
	unchanged "after $signal"
done
ends() { # STATUS OPTION…
	expected=$1
	shift
	status=0
	tcpwho "$@" >"$W/rows" 2>"$W/err" || status=$?
	[ $status -eq "$expected" ] || { cat "$W/err"; fail "$* ended with $status"; }
	unchanged "after $*"
}
ends 0 -d 1s
ends 0 -d 300ms
# -n ends it, and with it a command that would go on for ever.
acceptor -w "$W/go" -n 9 >/dev/null &
acceptor=$!
ends 143 -H -n 2 -- sh -c "touch $W/go; client -n 3 127.0.0.1 5000; exec sleep 1000"
[ "$(wc -l <"$W/rows")" -eq 2 ] || fail "-n 2 gave $(wc -l <"$W/rows") rows"
ends 0 -- client 127.0.0.1 5000
kill $acceptor
{ tcpwho -v 2>"$W/err"; echo $? >"$W/status"; } | head -n 1 >"$W/rows"
[ "$(cat "$W/status")" = 0 ] || fail "| head ended with $(cat "$W/status")"
unchanged 'after | head -1'
tcpwho >/dev/full 2>"$W/err" && fail "a full disk went unnoticed"
has_line 'No space left' "$W/err" || fail "a full disk was not said"
accounts 0 0
unchanged 'after a full disk'
[ "$(cat $event/enable)" = 1 ] || fail "somebody else's event is off"
echo 0 >$event/enable
rmdir $tracing/instances/others
! has_kprobes || echo '-:others/probe' >>$tracing/kprobe_events
