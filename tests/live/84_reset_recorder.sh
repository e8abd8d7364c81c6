# trace-cmd reset -a takes the recorder's events away and what it holds: dump
# says so, arming again mends it. Recording into the top buffer, it keeps what
# it uses, and the recorder goes on beside it.
. "$BIN/lib.sh"
command -v trace-cmd >/dev/null || skip "trace-cmd is not there"
mount_tracefs
tcpwho check >/dev/null || fail "check failed"
some() {
	acceptor -n 5 >"$W/truth" &
	client -n 5 127.0.0.1 5000
	wait_until has_lines 5 "$W/truth"
}
ends 0 tcpwho arm --recorder
some
hasten trace-cmd reset -a >"$W/reset" 2>&1 || { cat "$W/reset"; fail "trace-cmd reset -a failed"; }
some
ends 1 tcpwho dump -J
cat "$W/err"
has_line 'there is no recorder: run tcpwho arm --recorder' "$W/err" ||
	has_line 'does not record what it should, somebody has .*: run tcpwho arm --recorder again' "$W/err" ||
	fail "dump does not say what is wrong"
[ ! -s "$W/out" ] || { cat "$W/out"; fail "rows of what was taken away"; }
ends 0 tcpwho arm --recorder
some
ends 0 tcpwho dump -J -o PORT,CMD
[ "$(grep -c '"port":5000,"cmd":"acceptor"' "$W/out")" -eq 5 ] || fail "it does not record again"
# trace-cmd start, which records into the top buffer, uses the same events.
hasten trace-cmd start -e tcpwho -f 'skaddr!=0' >"$W/start" 2>&1 || { cat "$W/start"; fail "trace-cmd start failed"; }
ends 1 tcpwho disarm
has_line 'somebody uses them: the top instance' "$W/err" || { cat "$W/err"; fail "not said who"; }
some
ends 0 tcpwho dump -J -o PORT,CMD
[ "$(grep -c '"port":5000,"cmd":"acceptor"' "$W/out")" -eq 10 ] || fail "the recorder stopped"
hasten trace-cmd reset >"$W/reset" 2>&1
ends 0 tcpwho disarm
[ ! -d $tracing/instances/tcpwho ] || fail "the recorder is still there"
grep ':tcpwho/' $tracing/kprobe_events && fail "events are left"
exit 0
