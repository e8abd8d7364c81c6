# The user of a process that has ended right after its accept: what the
# kernel wrote down, not what /proc has by then.
. "$BIN/lib.sh"
has_graft || skip "this kernel has no security_sock_graft"
try() { # PROGRAM
	program=$1
	rm -f "$W/accepted" "$W/truth"
	start -J -o UID,PORT
	i=0
	while [ $i -lt 20 ]; do
		acceptor -x -u $((2000 + i)) -p $((5000 + i)) >>"$W/accepted" &
		client 127.0.0.1 $((5000 + i))
		echo "{\"uid\":$((2000 + i)),\"port\":$((5000 + i))}" >>"$W/truth"
		i=$((i + 1))
	done
	wait_until has_lines 20 "$W/accepted"
	stop
	same "$W/rows" "$W/truth"
}
try tcpwho
try tcpwho-no-btf
