# Somebody who switches us off again and again: armed again each time, but not
# more often than once a second. And where arming again is in vain: exit 1.
. "$BIN/lib.sh"
mount_tracefs
start
stop
remember
start -H -o PORT
before=$(uptime_cs)
for times in 1 2 3 4; do
	for switch in $tracing/instances/tcpwho_*/tracing_on; do
		echo 0 >"$switch"
	done
	wait_until has_times $times ': armed again' "$W/err"
done
took=$(($(uptime_cs) - before))
[ $took -ge 350 ] || fail "armed again four times in $took hundredths of a second"
acceptor >"$W/truth" & client 127.0.0.1 5000
wait_until has_line 5000 "$W/rows"
stop
accounts 1 '0 lost; more may be missing 4 times, '
unchanged 'again and again'

switch=/proc/sys/kernel/ftrace_enabled
[ -w $switch ] || skip "but for that: this kernel has no ftrace to switch off"
trap 'echo 1 >$switch' EXIT
start
# Now kprobes do not fire, where they sit on ftrace: a new self-test fails.
echo 0 2>/dev/null >$switch ||
	{ stop; skip "but for that: this kernel does not let ftrace be switched off"; }
echo 0 >"$tracing/instances/tcpwho_$tcpwho/tracing_on"
wait_until eval 'is_gone $tcpwho || has_line "armed again" "$W/err"'
if has_line 'armed again' "$W/err"; then
	stop
	skip "but for that: on this kernel kprobes do not sit on ftrace"
fi
status=0
wait "$tcpwho" || status=$?
[ $status -eq 1 ] || fail "in vain, and ended with $status"
has_line '^tcpwho: somebody has turned tracing off in our instance: that could not be undone, start tcpwho again' "$W/err" ||
	{ cat "$W/err"; fail "it does not say so"; }
accounts 0 '0 lost; more may be missing between'
unchanged 'in vain'
