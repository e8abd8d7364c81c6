# tcpwho arm leaves the proven events for others, disarm removes them; neither
# changes anything while somebody uses them.
. "$BIN/lib.sh"
mount_tracefs
tcpwho check >/dev/null || fail "check failed"
remember
line="trace-cmd record -e tcpwho -f 'skaddr!=0'"
other=$tracing/instances/other
events() { grep ':tcpwho/' $tracing/kprobe_events >"$W/$1"; }
printed() { [ "$(cat "$W/out")" = "$line" ] || fail "$1: the line is not printed"; }

ends 0 tcpwho disarm
has_line 'not armed, nothing changed' "$W/err" || fail "disarmed what was not"
ends 0 tcpwho arm
printed arm
events first
ends 0 tcpwho arm
printed again
has_line 'armed already, nothing changed' "$W/err" || fail "armed twice"
events again
cmp "$W/first" "$W/again" || fail "the second arm changed something"
# Other options are other events.
ends 0 tcpwho arm --probe=accept
events accept
[ "$(wc -l <"$W/accept")" -eq 1 ] || fail "more than the accept event"
ends 0 tcpwho arm
events back
cmp "$W/first" "$W/back" || fail "the events are not as they were"
# A live run beside it is not disturbed, and does not disturb.
start $json
acceptor -n 5 >"$W/truth" &
client -n 5 127.0.0.1 5000
wait_until has_lines 5 "$W/truth"
stop
same "$W/rows" "$W/truth"
events live
cmp "$W/first" "$W/live" || fail "a live run changed the events"

mkdir $other
event=graft
! has_accept || event=accept
echo 1 >$other/events/tcpwho/$event/enable
ends 1 tcpwho disarm
has_line 'somebody uses them: instance other' "$W/err" || { cat "$W/err"; fail "not said who"; }
ends 0 tcpwho arm
! has_graft || ! has_accept || {
	ends 1 tcpwho arm --probe=graft
	has_line 'somebody uses them: instance other' "$W/err" || fail "not said who"
}
events used
cmp "$W/first" "$W/used" || fail "changed while used"
# What others record by these events is what was accepted.
echo 'skaddr!=0' >$other/events/tcpwho/$event/filter
acceptor -n 3 >"$W/truth" &
client -n 3 127.0.0.1 5000
wait_until has_lines 3 "$W/truth"
# Up to 4.8 numbers are printed as hexadecimal ones.
[ "$(grep -cE "acceptor-.*$event: .* sport=(5000|0x1388) " $other/trace)" -eq 3 ] ||
	{ cat $other/trace; fail "not recorded by somebody else"; }
rmdir $other
ends 0 tcpwho disarm
unchanged
