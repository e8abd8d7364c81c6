# tcpwho itself inside a container. A network namespace hides nothing from it.
# In a pid namespace it says that it cannot know PID, and all else is right,
# also for two with one process id. In a user namespace it may not trace.
. "$BIN/lib.sh"
contain -np true 2>"$W/no" || skip "no network and pid namespaces: $(cat "$W/no")"
mount_tracefs
remember
start_inside() { # NAME CONTAIN…
	name=$1
	shift
	rm -f "$W/$name.err"
	contain "$@" tcpwho -v $json >"$W/$name" 2>"$W/$name.err" &
	tcpwho=$!
	wait_until has_line 'armed after' "$W/$name.err"
}
stop_inside() { # NAME PROCESS
	cp "$W/$1.err" "$W/err"
	kill $2
	wait $2 || { cat "$W/$1.err"; fail "$1 ended with $?"; }
	mv "$W/$1.err" "$W/err"
	accounts 20 0
	same "$W/$1" "$W/truth"
}
accept_some() {
	# Without a self-test too these are no rows.
	if load sctp; then
		opener -t sctp 5009 acceptor -l 3 -q -n 2 >"$W/sctp" &
		client -t sctp -n 2 127.0.0.1 5009
	fi
	acceptor -n 20 -t 2 -u 1234 -6 >"$W/truth" &
	client -n 10 127.0.0.1 5000
	client -n 10 ::1 5000
	wait_until has_lines 20 "$W/truth"
}
start_inside net -n
accept_some
stop_inside net $tcpwho
has_line 'pid namespace' "$W/err" && fail "it takes a network namespace for a pid namespace"

start_inside first -np
first=$tcpwho
start_inside second -p
[ "$(ls -d $tracing/instances/tcpwho_* | wc -l)" -eq 2 ] || fail "not two instances"
accept_some
sed -i 's/"pid":[0-9]*/"pid":null/' "$W/truth"
has_graft || sed -i 's/"uid":[0-9]*/"uid":null/' "$W/truth"
stop_inside first $first
has_line 'inside a pid namespace PID cannot be looked up' "$W/err" || fail "not said"
stop_inside second $tcpwho
unchanged

contain -u 100000 true 2>"$W/no" || skip "but for that: no user namespaces: $(cat "$W/no")"
status=0
contain -np -u 100000 tcpwho >"$W/out" 2>"$W/err" || status=$?
cat "$W/err"
[ $status -eq 1 ] || fail "ended with $status"
has_line 'root of a user namespace' "$W/err" || fail "no reason was given"
[ "$(wc -l <"$W/err")" -eq 1 ] || fail "more than one line"
unchanged
