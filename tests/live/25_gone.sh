# The user and process of one that has ended right after its accept: what the
# kernel wrote down, not what /proc has by then.
. "$BIN/lib.sh"
columns=UID,PORT
if has_perf; then columns=UID,PID,PORT; fi
has_graft || skip "this kernel has no security_sock_graft"
try() { # PROGRAM
	program=$1
	rm -f "$W/accepted" "$W/truth"
	start -J -o $columns
	i=0
	while [ $i -lt 20 ]; do
		acceptor -x -u $((2000 + i)) -p $((5000 + i)) >>"$W/accepted" &
		client 127.0.0.1 $((5000 + i))
		i=$((i + 1))
	done
	wait_until has_lines 20 "$W/accepted"
	stop
	sed 's/"ip_source.*/}/; s/,}/}/; s/"cmd":[^,]*,//' "$W/accepted" >"$W/truth"
	has_perf || sed -i 's/"pid":[0-9]*,//' "$W/truth"
	same "$W/rows" "$W/truth"
}
try tcpwho
try tcpwho-no-btf
