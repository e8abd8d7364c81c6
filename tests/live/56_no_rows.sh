# SCTP and vsock connections pass the same functions and are no rows, nor are
# they lost; TCP beside them is seen.
. "$BIN/lib.sh"
load sctp || skip "no SCTP here: $(cat "$W/load")"
load vsock_loopback || skip "no vsock here: $(cat "$W/load")"
try() { # TYPE ADDRESS OPTION…
	type=$1 address=$2
	shift 2
	start "$@" $json
	opener -t $type 5000 acceptor -l 3 -q -n 5 >"$W/others" &
	others=$!
	client -t $type -n 5 $address 5000
	wait $others || fail "$type: the acceptor ended with $?"
	acceptor -n 5 -p 5001 >"$W/truth" &
	client -n 5 127.0.0.1 5001
	wait_until has_lines 5 "$W/truth"
	stop
	[ "$(cat "$W/others")" -eq 5 ] || fail "$type: not five accepts: this shows nothing"
	same "$W/rows" "$W/truth"
	accounts 5 0
}
for probe in auto accept graft; do
	[ $probe != graft ] || has_graft || continue
	try sctp 127.0.0.1 --probe=$probe
	try sctp ::1 --probe=$probe
	try vsock - --probe=$probe
done
