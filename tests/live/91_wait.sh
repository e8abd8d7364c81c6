# WAIT: how long connections were in the accept queue, of a server that sleeps
# before it accepts. The truth is between two times of the test's own clock.
. "$BIN/lib.sh"
columns=PORT_SOURCE,WAIT

# wait_between FROM UNTIL: each row's, in nanoseconds of the test's clock.
check_waits() {
	awk -F '[:,}]' -v least="$1" -v most="$2" '
		{ ns = $4 * 1000000000 }
		$4 == "null" || ns < least || ns > most { print; bad = 1 }
		END { exit bad || !NR }' "$W/rows" ||
		{ cat "$W/rows"; fail "not between $1 and $2 ns"; }
}

# try CLIENT-OPTION PROGRAM OPTION…: three that wait for half a second.
try() {
	client=$1 program=$2
	shift 2
	start "$@" -w "$W/file.dat" -J -o $columns
	rm -f "$W/go"
	acceptor $client -n 3 -w "$W/go" >"$W/truth" &
	wait_until is_listening 5000
	begun=$(stamp)
	client $client -n 3 -k 127.0.0.1 5000
	connected=$(stamp)
	sleep 0.5
	slept=$(stamp)
	touch "$W/go"
	wait_until has_lines 3 "$W/truth"
	done=$(stamp)
	stop
	accounts 3 0
	check_waits $((slept - connected)) $((done - begun))
	[ $((slept - connected)) -gt 400000000 ] || fail "that was no sleep"
	tcpwho report -J -o $columns "$W/file.dat" >"$W/again" 2>"$W/again.err"
	cmp "$W/rows" "$W/again" || { cat "$W/again"; fail "report prints other rows"; }
}
try "" tcpwho
! has_kprobes || try "" tcpwho --probe=accept
! has_kprobes || ! has_graft || try "" tcpwho --probe=graft
[ ! -e /proc/sys/net/mptcp/enabled ] || try -m tcpwho

# Nobody saw since when it was waiting; its wait is unknown. That of one that
# is accepted at once is short, but not nothing.
rm -f "$W/go"
acceptor -n 2 -w "$W/go" >"$W/truth" &
client -k 127.0.0.1 5000
start -J -o $columns
touch "$W/go"
wait_until has_lines 1 "$W/rows"
begun=$(stamp)
client 127.0.0.1 5000
wait_until has_lines 2 "$W/truth"
done=$(stamp)
stop
[ "$(head -n 1 "$W/rows" | sed 's/.*"wait"://')" = 'null}' ] ||
	{ cat "$W/rows"; fail "a wait that nobody can know"; }
tail -n 1 "$W/rows" >"$W/row"
mv "$W/row" "$W/rows"
check_waits 1 $((done - begun))

# Without it the event is off, and nothing is recorded of it.
has_kprobes || exit 0
mount_tracefs
start -o +PORT_SOURCE
enabled=$(cat $tracing/instances/tcpwho_$tcpwho/events/sock/inet_sock_set_state/enable 2>&1)
stop
case $enabled in 0 | *'No such file'*) ;; *) fail "the event is on: $enabled" ;; esac
