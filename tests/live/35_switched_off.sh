# Somebody who switches our probe off, as trace-cmd reset does: said within two
# seconds and with exit 1, instead of silence.
. "$BIN/lib.sh"
mount_tracefs
remember
notices() { # WHAT COMMAND: in it $instance and $group are ours
	what=$1
	start
	group=tcpwho_$tcpwho
	instance=$tracing/instances/$group
	sleep 1
	eval "$2"
	tries=0
	while kill -0 "$tcpwho" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 60 ] || fail "$what: not noticed"
		sleep 0.1
	done
	status=0
	wait "$tcpwho" || status=$?
	[ $status -eq 1 ] || fail "$what: ended with $status"
	has_line 'switched our probe off' "$W/err" || { cat "$W/err"; fail "$what: not said"; }
	unchanged "$what"
}
notices tracing_on 'echo 0 >$instance/tracing_on'
notices disabled 'echo 0 >$instance/events/$group/enable'
notices removed 'echo 0 >$instance/events/$group/enable; echo "-:$group/accept" >>$tracing/kprobe_events'
