# trace-cmd reset, which removes everybody's events and with -a empties
# everybody's instances, while accepts go on: tcpwho arms itself again, all rows
# are right, and from then on none is missing.
. "$BIN/lib.sh"
command -v trace-cmd >/dev/null || skip "trace-cmd is not there"
mount_tracefs
# It sets the clock of the machine's own buffers, for one.
trace-cmd reset >/dev/null 2>&1
start
stop
remember
count() { grep -c "$1" "$W/err"; }
is_armed() {
	[ "$(count ': armed again, but accepts')" -gt 0 ] &&
		[ "$(count ': armed again, but accepts')" -eq "$(count ' noticed: ')" ]
}
survives() { # RESET OPTION…
	start $json
	acceptor -n 400 >"$W/truth" &
	acceptor=$!
	client -i 5 -n 400 127.0.0.1 5000 &
	client=$!
	wait_until has_lines 50 "$W/rows"
	# It fails where what it has found goes while it is at work.
	wait_until trace-cmd reset "$@" >"$W/said" 2>&1
	# What it did last is noticed by then, and what it did first may have
	# been noticed, and undone, before that.
	sleep 2
	wait_until is_armed
	acceptor -n 20 -p 5001 >"$W/truth2" &
	client -n 20 127.0.0.1 5001
	wait_until has_lines 20 "$W/truth2"
	wait $client
	wait_until has_lines 400 "$W/truth"
	stop
	grep '"port":5001,' "$W/rows" >"$W/rows2"
	same "$W/rows2" "$W/truth2"
	cat "$W/truth2" >>"$W/truth"
	# While graft was gone and accept was not, that one's rows tell but who.
	sed -i "/\"pid\":$acceptor,\"port\":null,/d" "$W/rows"
	awk 'NR == FNR { true[$0]; next } !($0 in true)' "$W/truth" "$W/rows" >"$W/wrong"
	[ "$(wc -l <"$W/wrong")" -eq 0 ] || { cat "$W/wrong"; fail "rows that never were"; }
	[ "$(wc -l <"$W/rows")" -lt 420 ] || fail "nothing was missed: this shows nothing"
	has_line 'more may be missing' "$W/err" || { cat "$W/err"; fail "the account says nothing"; }
	unchanged "trace-cmd reset $*"
}
survives
survives -a
