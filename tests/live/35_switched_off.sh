# Somebody who switches our probes off, empties our buffers or restricts what
# is recorded: said within two seconds, and tcpwho arms itself again, goes on
# and says what may be missing.
. "$BIN/lib.sh"
mount_tracefs
# Up to 6.6 the first instance of anybody's that is given a size changes what
# the kernel says of the size of its own.
start
stop
remember
# Ten rows: every witness and both CPUs are there.
accept_some() {
	port=$((port + 1))
	acceptor -n 10 -p $port >"$W/part" &
	client -n 10 127.0.0.1 $port
	wait_until has_lines 10 "$W/part"
	cat "$W/part" >>"$W/truth"
	wait_until has_lines "$(wc -l <"$W/truth")" "$W/rows"
}
# One that we have read from.
busy_cpu() {
	grep -l '^read events: [1-9]' $instance/per_cpu/cpu*/stats |
		sed -n '1s|.*/\(cpu[0-9]*\)/stats|\1|p'
}
last() { grep -e "$1" "$W/err" | tail -n 1; }

begin() { # OPTION…: in what follows $instance and $group are ours
	start $json -H "$@"
	group=tcpwho_$tcpwho
	instance=$tracing/instances/$group
	times=0 port=5000
	rm -f "$W/truth"
	accept_some
}
rearms() { # SENTENCE COMMAND
	times=$((times + 1))
	# Idle, it looks least often.
	sleep 1
	eval "$2"
	before=$(uptime_cs)
	wait_until has_times $times '^tcpwho: noticed: ' "$W/err"
	took=$(($(uptime_cs) - before))
	[ $took -le 200 ] || fail "$2: noticed after $took hundredths of a second"
	wait_until has_times $times ': armed again, but accepts may be missing between ..:..:..\.... and' "$W/err"
	[ "$(last ' noticed: ')" = "tcpwho: noticed: $1" ] &&
		[ "$(last ': armed again, ' | sed 's/: armed again, .*//')" = "tcpwho: $1" ] ||
		{ cat "$W/err"; fail "$2: another reason"; }
	accept_some
}
end() {
	stop
	# Those that are not known stay.
	sed 's/,"wait":[0-9.]*}$/}/' "$W/rows" >"$W/plain"
	same "$W/plain" "$W/truth"
	accounts $((10 * (times + 1))) "0 lost; more may be missing $times times, [0-9.]* s in all, between ..:..:..\\.... and ..:..:..\\...., when the kernel counted 0 connections established$"
	unchanged
}
off='somebody has turned tracing off in our instance'
disabled='somebody has disabled or removed our events'
emptied='somebody has emptied our ring buffers'
restricted='somebody has changed what our instance records'
begin
rearms "$off" 'echo 0 >$instance/tracing_on'
# What a witness is made of, and the tracepoints that do without.
event='$instance/events/$group/accept' group_of='$instance/events/$group'
has_kprobes || event='$instance/events/syscalls/sys_exit_accept4' group_of='$instance/events/sock'
rearms "$disabled" "echo 0 >$event/enable"
rearms "$disabled" "echo 0 >$group_of/enable"'; ! has_kprobes || echo "-:$group/accept" >>$tracing/kprobe_events'
rearms "$emptied" 'echo >$instance/trace'
rearms "$emptied" 'echo >$instance/per_cpu/$(busy_cpu)/trace'
rearms "$emptied" 'echo local >$instance/trace_clock'
rearms "$restricted" 'echo 2 >$instance/tracing_cpumask'
rearms "$restricted" 'echo 1 >$instance/set_event_pid'
rearms 'somebody has changed the filter of our events' \
	"echo 'common_pid==1' >$event/filter"
end
# By tracepoints that event is one of ours in any case.
has_kprobes || exit 0
# The kernel's own event, which is on when somebody wants to know WAIT.
[ -e $tracing/events/sock/inet_sock_set_state ] || exit 0
begin -o "$truth_columns,WAIT"
state=events/sock/inet_sock_set_state
rearms 'somebody has disabled the event that tells WAIT' 'echo 0 >$instance/$state/enable'
rearms 'somebody has changed the filter of the event that tells WAIT' \
	'echo "newstate==9" >$instance/$state/filter'
end
