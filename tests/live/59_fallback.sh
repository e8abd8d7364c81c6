# An MPTCP listener with a TCP client, and the other way round: one row each,
# by each witness. Clients do not wait for the end of a connection: on 7.3 an
# MPTCP socket whose other end speaks TCP may sleep through it.
. "$BIN/lib.sh"
[ -e /proc/sys/net/mptcp/enabled ] || skip "this kernel has no MPTCP"
port=5000
for probe in auto accept graft; do
	[ $probe != graft ] || has_graft || continue
	start --probe=$probe $json
	opener -t mptcp $port acceptor -l 3 -n 16 >"$W/truth1" &
	acceptor -p $((port + 1)) -n 8 >"$W/truth2" &
	acceptor -p $((port + 2)) -6 -n 8 >"$W/truth3" &
	for type in tcp mptcp; do
		client -k -t $type -n 4 127.0.0.1 $port
		client -k -t $type -n 4 ::1 $port
	done
	client -k -t mptcp -n 8 127.0.0.1 $((port + 1))
	client -k -t mptcp -n 8 ::1 $((port + 2))
	for i in 1 2 3; do wait_until has_lines 8 "$W/truth$i"; done
	wait_until has_lines 16 "$W/truth1"
	stop
	cat "$W"/truth? >"$W/truth"
	same "$W/rows" "$W/truth"
	accounts 32 0
	# An MPTCP listener may keep its port for a while.
	port=$((port + 10))
done
