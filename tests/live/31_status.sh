# With a command the exit status is the command's.
. "$BIN/lib.sh"
try() { # STATUS COMMAND…
	expected=$1
	shift
	status=0
	tcpwho -q -- "$@" >"$W/rows" 2>"$W/err" || status=$?
	[ $status -eq "$expected" ] || fail "$* gave $status, not $expected"
}
try 0 true
try 3 sh -c 'exit 3'
try 143 sh -c 'kill $$'
try 127 /no/such/program
try 126 /proc/version
has_line 'cannot run /proc/version' "$W/err" || fail "no reason was given"
# A signal meant for us ends the command as well.
tcpwho -v -- sleep 1000 2>"$W/err" >"$W/rows" &
tcpwho=$!
wait_until has_line 'armed after' "$W/err"
kill -TERM $tcpwho
status=0
wait $tcpwho || status=$?
[ $status -eq 143 ] || fail "a killed command gave $status"
