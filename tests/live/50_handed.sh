# Listeners that root has opened and somebody else accepts from: inherited as
# with socket activation, handed over a unix socket, in a forked child. UID is
# the accepting one's, PID and CMD too.
. "$BIN/lib.sh"
start $json
opener -u 4711 5001 acceptor -l 3 -n 5 -c activated >"$W/truth1" &
opener -S "$$.handed" 5002 &
acceptor -L "$$.handed" -u 4712 -n 5 -c handed >"$W/truth2" &
acceptor -f -p 5003 -u 4713 -n 5 -c child >"$W/truth3" &
acceptor -6 -p 5004 -t 3 -u 4714 -n 5 -c thread >"$W/truth4" &
for port in 5001 5002 5004; do client -n 5 $loopback $port; done
client -n 5 127.0.0.1 5003
for i in 1 2 3 4; do
	wait_until has_lines 5 "$W/truth$i"
	[ "$(grep -c "^{\"uid\":471$i," "$W/truth$i")" -eq 5 ] || fail "truth $i has another uid"
done
stop
cat "$W"/truth? >"$W/truth"
same "$W/rows" "$W/truth"
accounts 20 0
