# STATE: what had become of a connection before it was accepted. The truth is
# the TCP state that the accepting program is told by the kernel.
. "$BIN/lib.sh"
columns=$truth_columns,STATE

# truth_of FILE STATES: what was accepted and in which state, line by line. Of
# linux/tcp_states.h: 1 is ESTABLISHED, 3 SYN_RECV, 7 CLOSE, 8 CLOSE_WAIT.
truth_of() {
	sed 's/state 1$/est/; s/state 3$/tfo/; s/state 7$/rst/; s/state 8$/fin/' "$2" |
		paste -d '|' "$1" - | sed 's/}|\(.*\)/,"state":"\1"}/'
}

# try OPTION…: one that waits, one that has said all, one that is gone.
try() {
	start "$@" -w "$W/file.dat" -J -o $columns
	rm -f "$W/go"
	acceptor -s -n 4 -w "$W/go" >"$W/accepted" 2>"$W/states" &
	client -k 127.0.0.1 5000
	client -kh 127.0.0.1 5000
	client -r 127.0.0.1 5000
	client -r 127.0.0.1 5000
	client -n 1 127.0.0.1 5000 &
	sleep 0.2
	touch "$W/go"
	wait_until has_lines 4 "$W/accepted"
	stop
	truth_of "$W/accepted" "$W/states" >"$W/truth"
	same "$W/rows" "$W/truth"
	tcpwho report -J -o $columns "$W/file.dat" >"$W/again" 2>"$W/again.err"
	cmp "$W/rows" "$W/again" || { cat "$W/again"; fail "report prints other rows"; }
}
try
try --probe=accept
