# SCTP and vsock connections pass the same functions and are no rows, nor are
# they lost; TCP beside them is seen.
. "$BIN/lib.sh"
load sctp || skip "no SCTP here: $(cat "$W/load")"
load vsock_loopback || skip "no vsock here: $(cat "$W/load")"
others() { # TYPE ADDRESS
	opener -t $1 5000 acceptor -l 3 -q -n 5 >"$W/others" &
	others=$!
	client -t $1 -n 5 $2 5000
	wait $others || fail "$1: the acceptor ended with $?"
	[ "$(cat "$W/others")" -eq 5 ] || fail "$1 by $2: not five accepts: this shows nothing"
}
for probe in auto accept graft; do
	[ $probe != graft ] || has_graft || continue
	start --probe=$probe $json
	others sctp 127.0.0.1
	others sctp ::1
	others vsock -
	acceptor -n 5 -p 5001 >"$W/truth" &
	client -n 5 127.0.0.1 5001
	wait_until has_lines 5 "$W/truth"
	stop
	same "$W/rows" "$W/truth"
	accounts 5 0
done
