# After kill -9 nothing is left in a moment. When its reaper was killed as well,
# the next start sweeps, and only what is dead and ours.
. "$BIN/lib.sh"
mount_tracefs
remember
start
reaper=$(reaper_of "$tcpwho") || fail "there is no reaper"
# Nobody waits for it with us: of all that we had open it holds nothing.
for fd in /proc/"$reaper"/fd/*; do readlink "$fd"; done | sort -u >"$W/fds"
[ "$(cat "$W/fds")" = / ] || { cat "$W/fds"; fail "the reaper holds files open"; }
# What ends a whole service, or a terminal, is not for it.
kill -TERM "$reaper"
kill -INT "$reaper"
kill -HUP "$reaper"
kill -KILL "$tcpwho"
wait "$tcpwho"
wait_until is_swept "$tcpwho"
wait_until is_gone "$reaper"
unchanged 'after kill -9'
# One that ends leaves no reaper.
start
reaper=$(reaper_of "$tcpwho")
stop
is_gone "$reaper" || fail "the reaper stays"
start
kill -KILL "$(reaper_of "$tcpwho")" "$tcpwho"
wait "$tcpwho"
[ -d "$tracing/instances/tcpwho_$tcpwho" ] || fail "nothing was left: this shows nothing"
# An event whose instance is gone, names that look like ours, a live one.
! has_kprobes || {
	echo "p:tcpwho_77/accept inet_csk_accept" >>$tracing/kprobe_events
	echo "p:tcpwho_077/accept inet_csk_accept" >>$tracing/kprobe_events
}
mkdir $tracing/instances/tcpwho_
tcpwho -v >"$W/live.rows" 2>"$W/live.err" &
live=$!
wait_until has_line 'armed after' "$W/live.err"
echo "tcpwho_$live
tcpwho_" | sort >"$W/expected"
ls $tracing/instances | sort | cmp - "$W/expected" || fail "swept wrongly"
start
[ -d "$tracing/instances/tcpwho_$live" ] || fail "a live one was swept"
stop
! has_kprobes || {
	has_line tcpwho_077 $tracing/kprobe_events || fail "a stranger's was swept"
	has_line tcpwho_77/ $tracing/kprobe_events && fail "a dead event is left"
}
kill -TERM $live
wait $live || fail "the live one ended with $?"
rmdir $tracing/instances/tcpwho_
! has_kprobes || echo '-:tcpwho_077/accept' >>$tracing/kprobe_events
unchanged
