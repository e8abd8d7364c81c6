# 40 threads that were already waiting in accept(), and 300 that wait later:
# all seen, from their first connection on; and how many will not be is said
# where there is the accept event alone.
. "$BIN/lib.sh"
try() { # THREADS, after acceptor was started
	wait_until all_sleep $acceptor "$1"
	[ "$2" = later ] || start $json
	client -n "$1" 127.0.0.1 5000
	wait_until has_lines "$1" "$W/truth"
	stop
	same "$W/rows" "$W/truth"
	accounts "$1" 0
}
acceptor -1 -t 40 -n 40 >"$W/truth" &
acceptor=$!
wait_until all_sleep $acceptor 40
start --probe=accept
stop
has_maxactive || has_line "^tcpwho: this kernel's probe holds [1-9][0-9]* threads" "$W/err" ||
	fail "it was not said how many can wait"
has_line '^tcpwho: threads waiting in accept now: 40,' "$W/err" ||
	{ cat "$W/err"; fail "it was not said who will be missed"; }
has_graft || skip "but for that: this kernel has no security_sock_graft"
try 40 before
! has_accept || has_line '40 by graft alone' "$W/err" || fail "the account does not say so"
start $json
acceptor -1 -t 300 -n 300 >"$W/truth" &
acceptor=$!
try 300 later
! has_accept || has_line ' 0 by graft alone' "$W/err" || fail "accept missed some"
