# Whatever others do to the recorder: dump says what is wrong, prints what is
# left, and arming again mends it.
. "$BIN/lib.sh"
mount_tracefs
tcpwho check >/dev/null || fail "check failed"
remember
recorder=$tracing/instances/tcpwho
events=$recorder/events/tcpwho
some() { # PORT: five accepts, into $W/part
	acceptor -p "$1" -n 5 >"$W/part" &
	client -n 5 127.0.0.1 "$1"
	wait_until has_lines 5 "$W/part"
}
dump() { ends "$1" tcpwho dump -J -o PORT,CMD; }
holds() { # PORT COUNT
	[ "$(grep -c "\"port\":$1,\"cmd\":\"acceptor\"" "$W/out")" -eq "$2" ] ||
		{ cat "$W/out" "$W/err"; fail "not $2 rows of port $1"; }
}
says() { has_line "$1" "$W/err" || { cat "$W/err"; fail "not said: $1"; }; }

has_open() { [ "$(readlink /proc/$1/fd/0)" = $recorder/trace ]; }
not_running() { [ ! -e /proc/$1/fd/0 ]; }

ends 0 tcpwho arm --recorder
some 5000
echo >$recorder/trace
some 5001
dump 0
says 'complete since .* (somebody has emptied the recorder)$'
holds 5000 0
holds 5001 5
echo >$recorder/trace
dump 0
says 'nothing is held, and nobody knows since when: somebody has emptied'
accounts 0 0
# Read by somebody who takes out what he reads.
some 5002
timeout 5 head -n 3 $recorder/trace_pipe >/dev/null
dump 0
says 'records are missing: somebody has read them out of the recorder'

# breaks SENTENCE COMMAND: and mended by arming again.
breaks() {
	some 5003
	eval "$2"
	dump 1
	says "the recorder does not record what it should, somebody $1: run tcpwho arm --recorder again"
	ends 0 tcpwho check
	has_line "^recorder .* no  *somebody $1" "$W/out" || fail "check does not say it"
	ends 0 tcpwho arm --recorder
	has_line "anew: somebody $1" "$W/err" || [ $# -gt 2 ] || { cat "$W/err"; fail "not said why"; }
	some 5004
	dump 0
	says '(armed then)$'
	holds 5004 5
}
breaks 'has turned tracing off in it' 'echo 0 >$recorder/tracing_on'
breaks 'has changed its clock' 'echo local >$recorder/trace_clock'
breaks 'has disabled its events' 'echo 0 >$events/accept/enable'
breaks 'has changed the filter of its events' 'echo "skaddr==1" >$events/accept/filter'
breaks 'has changed what it records' 'echo 1 >$recorder/set_event_pid'
breaks 'has changed what it records' 'echo 1 >$recorder/set_event_notrace_pid'
breaks 'has changed what it records' 'echo 2 >$recorder/tracing_cpumask'
breaks 'has it keep the oldest, not the last' 'echo 0 >$recorder/options/overwrite'
breaks 'records other events in it' 'echo 1 >$recorder/events/sched/sched_process_exit/enable'
breaks 'has removed its events' 'echo 0 >$events/enable; grep -o ":tcpwho/[a-z]*" $tracing/kprobe_events >"$W/names"; sed "s/^/-/" "$W/names" | while read -r line; do echo "$line" >>$tracing/kprobe_events; done' new
ends 0 tcpwho check
has_line '^recorder .* yes ' "$W/out" || fail "check does not know of it"

# In use by somebody else as well: said who, and nothing changed.
mkdir $tracing/instances/other
echo 1 >$tracing/instances/other/events/tcpwho/accept/enable
ends 1 tcpwho disarm
says 'somebody uses them: instance other$'
dump 0
holds 5004 5
rmdir $tracing/instances/other
# As perf uses them: nobody can know that before they are taken away, so that
# what it held may be gone, but it records on.
if [ -e /proc/sys/kernel/perf_event_paranoid ]; then
	perfer "$(cat $events/accept/id)" >"$W/used" &
	perfer=$!
	wait_until has_line used "$W/used"
	ends 1 tcpwho disarm
	says "somebody uses them: perfer ($perfer)$"
	some 5005
	dump 0
	holds 5005 5
	kill $perfer
	wait $perfer
fi
some 5006
# A file of it that somebody has open keeps it, with all that it holds.
sh -c 'exec <"$1" sleep 100' - $recorder/trace &
sleeper=$!
wait_until has_open $sleeper
ends 1 tcpwho disarm
says "somebody uses them: sleep ($sleeper)$"
dump 0
holds 5006 5
kill $sleeper
wait_until not_running $sleeper
ends 0 tcpwho disarm
ends 1 tcpwho dump
unchanged
